import { useEffect, useRef, useState } from 'react'
import { cx } from '../kit/class-names.ts'
import { onKey } from '../shell/keyboard.ts'
import { useTheme } from '../shell/theme.ts'
import { Dots } from './message.tsx'

/** Gmail calls what it forwards a quote as well, but puts it in no blockquote: that is there to be read. */
const quotes =
  '.gmail_quote:has(> blockquote), blockquote.gmail_quote, .moz-cite-prefix + blockquote, blockquote[type="cite"], blockquote.quote, #divRplyFwdMsg, #appendonsend'

/**
 * A mail's own page in a frame that can run nothing. It is as high as what is in it, measured from outside, and follows
 * the theme; one that the server calls a drawing lies on white paper in the dark too.
 */
export function HtmlBody({ src, title }: { src: string; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null)
  const theme = useTheme()
  const [place] = src.split('?')
  const [height, setHeight] = useState(() => heights.get(place ?? src) ?? 96)
  const [loaded, setLoaded] = useState(0)
  const [onPaper, setOnPaper] = useState(false)
  const [quote, setQuote] = useState<'none' | 'folded' | 'open'>('none')

  useEffect(() => {
    const page = frame.current?.contentDocument
    if (loaded === 0 || !page?.body) return
    const measure = () => {
      fit(page)
      const { clientWidth, scrollWidth } = page.documentElement
      const bar = scrollWidth > clientWidth ? scrollbarHeight : 0
      const now = Math.max(24, Math.ceil(page.body.getBoundingClientRect().bottom + marginOf(page) + bar))
      heights.set(place ?? src, now)
      setHeight(now)
    }
    const sizes = new ResizeObserver(measure)
    sizes.observe(page.body)
    measure()
    page.addEventListener('keydown', onKey)
    return () => {
      sizes.disconnect()
      page.removeEventListener('keydown', onKey)
    }
  }, [loaded, place, src])

  useEffect(() => {
    const page = frame.current?.contentDocument
    if (loaded === 0 || !page) return
    const isDrawing = page.documentElement.dataset.paper !== undefined
    setOnPaper(isDrawing)
    // Not every browser hands the theme of a frame down to the page in it.
    page.documentElement.style.colorScheme = isDrawing || theme === 'system' ? '' : theme
  }, [loaded, theme])

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
        className={cx('-mx-2 box-content block w-full rounded-md px-2 py-1.5', onPaper && 'bg-paper scheme-light')}
      />
      {quote === 'none' ? null : (
        <Dots open={quote === 'open'} onClick={() => setQuote(quote === 'open' ? 'folded' : 'open')} />
      )}
    </>
  )
}

/** How high each mail was when it was last seen: one that is opened again does not push what is below it. */
const heights = new Map<string, number>()

/**
 * A drawing wider than the window is made smaller, if it can still be read then; a wide table of figures is moved
 * instead.
 */
function fit({ documentElement: root, body }: Document): void {
  if (root.dataset.paper === undefined) return
  body.style.zoom = ''
  const share = root.clientWidth / root.scrollWidth
  if (share < 1 && share > smallestShare) body.style.zoom = String(share)
}

const smallestShare = 0.5

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
