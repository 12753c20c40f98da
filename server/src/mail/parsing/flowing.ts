import { linesEnd } from './bounding.ts'

/**
 * format=flowed (RFC 3676): a line that ends with a blank goes on in the next of the same quote depth. `delsp` drops that blank, for
 * languages that have none.
 */
export function unflow(text: string, delsp: boolean): string {
  const end = linesEnd(text)
  return `${unflowed(text.slice(0, end), delsp)}${text.slice(end)}`
}

function unflowed(text: string, delsp: boolean): string {
  const out: string[] = []
  let open: { depth: number; text: string } | null = null
  for (const line of text.split('\n')) {
    const marks = /^>*/.exec(line)?.[0].length ?? 0
    const stuffed = line.slice(marks)
    const words = stuffed.startsWith(' ') ? stuffed.slice(1) : stuffed
    const isSignature = words === '-- '
    const flows = words.endsWith(' ') && !isSignature
    const piece = flows && delsp ? words.slice(0, -1) : words
    if (open && open.depth === marks && !isSignature) open.text += piece
    else {
      if (open) out.push(quoted(open.depth, open.text))
      open = { depth: marks, text: piece }
    }
    if (flows) continue
    out.push(quoted(open.depth, open.text))
    open = null
  }
  if (open) out.push(quoted(open.depth, open.text))
  return out.join('\n')
}

const quoted = (depth: number, text: string): string => (depth === 0 ? text : `${'>'.repeat(depth)} ${text}`.trimEnd())
