import { useEffect, useRef, useState } from 'react'
import { onKey } from '../shell/keyboard.ts'
import { Dots } from './message.tsx'

/** Gmail calls what it forwards a quote as well, but puts it in no blockquote: that is there to be read. */
const quotes =
  '.gmail_quote:has(> blockquote), blockquote.gmail_quote, .moz-cite-prefix + blockquote, blockquote[type="cite"], blockquote.quote, #divRplyFwdMsg, #appendonsend'

/**
 * A mail's own page in a frame that can run nothing. It is as high as what is in it, measured from outside, and white in the
 * dark too: mail is written for paper, and guessing its colours makes some of it unreadable.
 */
export function HtmlBody({ src, title }: { src: string; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null)
  const [height, setHeight] = useState(96)
  const [loaded, setLoaded] = useState(0)
  const [quote, setQuote] = useState<'none' | 'folded' | 'open'>('none')

  useEffect(() => {
    const page = frame.current?.contentDocument
    if (loaded === 0 || !page?.body) return
    page.documentElement.style.colorScheme = 'light'
    const measure = () => {
      const { clientWidth, scrollWidth } = page.documentElement
      const bar = scrollWidth > clientWidth ? scrollbarHeight : 0
      setHeight(Math.max(24, Math.ceil(page.body.getBoundingClientRect().bottom + marginOf(page) + bar)))
    }
    const sizes = new ResizeObserver(measure)
    sizes.observe(page.body)
    measure()
    page.addEventListener('keydown', onKey)
    return () => {
      sizes.disconnect()
      page.removeEventListener('keydown', onKey)
    }
  }, [loaded])

  useEffect(() => {
    const page = frame.current?.contentDocument
    if (loaded === 0 || !page) return
    const parts = quotedParts(page)
    setQuote((now) => (parts.length === 0 ? 'none' : now === 'none' ? 'folded' : now))
    for (const part of parts) part.style.display = quote === 'open' ? '' : 'none'
  }, [loaded, quote])

  return (
    <>
      <iframe
        ref={frame}
        src={src}
        title={title}
        loading="lazy"
        sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        onLoad={() => setLoaded((count) => count + 1)}
        style={{ height }}
        className="-mx-2 box-content block w-full rounded-md bg-paper px-2 py-1.5 scheme-light"
      />
      {quote === 'none' ? null : (
        <Dots open={quote === 'open'} onClick={() => setQuote(quote === 'open' ? 'folded' : 'open')} />
      )}
    </>
  )
}

/** A wide table brings a scrollbar of its own, which must not cover the last line. */
const scrollbarHeight = 14

const marginOf = (page: Document): number => Number.parseFloat(getComputedStyle(page.body).marginBottom) || 0

/** The outermost quotes; none when the mail is nothing but a quote, which then is the message. */
function quotedParts(page: Document): HTMLElement[] {
  const found = [...page.querySelectorAll<HTMLElement>(quotes)]
  const outer = found.filter((part) => !found.some((other) => other !== part && other.contains(part)))
  const quoted = outer.reduce((sum, part) => sum + (part.textContent?.trim().length ?? 0), 0)
  const all = page.body.textContent?.trim().length ?? 0
  return all - quoted > 1 ? outer : []
}
