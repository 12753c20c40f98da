import { ChevronDown, ChevronUp, Download } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { IconButton } from '../kit/button.tsx'
import { CopyButton } from '../kit/copy.tsx'

/** More than anybody reads; a browser lays out no more of it gladly. */
const shownMax = 400_000
const foundMax = 1000

/** A mail as it came over the wire: to be searched and copied. */
export function Raw({ text }: { text: string }) {
  const shown = text.slice(0, shownMax)
  const [sought, setSought] = useState('')
  const [at, setAt] = useState(0)
  const places = useMemo(() => placesOf(sought, shown), [sought, shown])
  const step = (by: number) => setAt((now) => (places.length === 0 ? 0 : (now + by + places.length) % places.length))
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center gap-1">
        <input
          type="search"
          aria-label="Search the source"
          placeholder="Search the source"
          value={sought}
          onChange={(event) => {
            setSought(event.target.value)
            setAt(0)
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            step(event.shiftKey ? -1 : 1)
          }}
          className="h-7 min-w-0 flex-1 rounded-md border border-line-strong bg-raised px-2.5 text-sm max-[899px]:h-9 max-[899px]:text-[16px]"
        />
        <span role="status" className="tnum shrink-0 px-1 text-ink-3 text-xs">
          {sought === '' ? '' : places.length === 0 ? 'not in it' : `${at + 1} of ${places.length}`}
        </span>
        {places.length > 1 ? (
          <>
            <IconButton label="Previous place" onClick={() => step(-1)}>
              <ChevronUp />
            </IconButton>
            <IconButton label="Next place" onClick={() => step(1)}>
              <ChevronDown />
            </IconButton>
          </>
        ) : null}
        <CopyButton text={text} label="Copy the source" />
      </div>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by keys.
        tabIndex={0}
        aria-label="Raw source"
        className="max-h-[60vh] overflow-auto rounded-md border bg-canvas p-3"
      >
        <pre className="font-mono text-ink-2 text-xs leading-5 whitespace-pre-wrap [overflow-wrap:anywhere]">
          <Marked text={shown} places={places} length={sought.length} at={at} />
        </pre>
      </section>
      {text.length > shown.length ? (
        <p className="text-ink-3 text-sm">Only its beginning is shown and searched. A download has all of it.</p>
      ) : null}
    </div>
  )
}

function placesOf(sought: string, text: string): number[] {
  if (sought === '') return []
  const plain = new RegExp(sought.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi')
  const places: number[] = []
  for (const { index } of text.matchAll(plain)) {
    places.push(index)
    if (places.length === foundMax) break
  }
  return places
}

type MarkedProps = { text: string; places: number[]; length: number; at: number }

function Marked({ text, places, length, at }: MarkedProps) {
  const here = useRef<HTMLElement>(null)
  useEffect(() => here.current?.scrollIntoView({ block: 'nearest' }), [at, places])
  if (places.length === 0) return text
  return (
    <>
      {text.slice(0, places[0])}
      {places.map((place, n) => (
        <span key={place}>
          <mark
            ref={n === at ? here : undefined}
            className={n === at ? 'bg-accent text-on-accent' : 'bg-note text-ink'}
          >
            {text.slice(place, place + length)}
          </mark>
          {text.slice(place + length, places[n + 1] ?? text.length)}
        </span>
      ))}
    </>
  )
}

/** The same as a file, byte for byte. */
export const DownloadRaw = ({ href }: { href: string }) => (
  <a
    href={href}
    download
    className="inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 font-medium text-ink-2 text-sm hover:bg-hover hover:text-ink max-[899px]:h-9"
  >
    <Download /> Download
  </a>
)
