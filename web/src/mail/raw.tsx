import { Download } from 'lucide-react'

/** A mail as it came over the wire. */
export const Raw = ({ text }: { text: string }) => (
  <section
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by keys.
    tabIndex={0}
    aria-label="Raw source"
    className="max-h-[60vh] overflow-auto rounded-md border bg-canvas p-3"
  >
    <pre className="font-mono text-ink-2 text-xs leading-5 whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</pre>
  </section>
)

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
