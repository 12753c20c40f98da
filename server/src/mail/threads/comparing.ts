import type { Compared } from '../../tickets/index.ts'

/** What a mail has otherwise than the first one under its Message-ID: both values, or the lines that went and came. */
export type Difference =
  | { what: 'subject' | 'from' | 'date' | 'attachments'; first: string; here: string }
  | { what: 'body'; lines: { sign: '-' | '+' | ' '; text: string }[]; more: number }

export function differencesOf(first: Compared, here: Compared): Difference[] {
  if (first === here) return []
  const values: [Exclude<Difference['what'], 'body'>, (one: Compared) => string][] = [
    ['subject', ({ subject }) => subject],
    ['from', ({ from }) => (from.name ? `${from.name} <${from.address}>` : from.address)],
    ['date', ({ sent_at }) => sent_at ?? 'none that can be read'],
    ['attachments', filesOf],
  ]
  const differ: Difference[] = values.flatMap(([what, of]) =>
    of(first) === of(here) ? [] : [{ what, first: of(first), here: of(here) }],
  )
  if (first.text_md5 !== here.text_md5) differ.push({ what: 'body', ...lineDifference(first.text, here.text) })
  else if (first.html_md5 !== here.html_md5)
    differ.push({
      what: 'body',
      lines: [{ sign: ' ', text: 'The words are the same; the HTML that shows them is not.' }],
      more: 0,
    })
  return differ
}

const filesOf = ({ attachments }: Compared): string =>
  attachments.map(({ filename, size, sha256 }) => `${filename} (${size} bytes, ${sha256.slice(0, 8)})`).join(', ') ||
  'none'

const shownMax = 40
const lineMax = 300
/** The table of what two texts share is as large as both multiplied. */
const comparedMax = 300

/** Line by line: what only the first has (-), what only the other has (+), and one line around them. */
export function lineDifference(
  first: string,
  here: string,
): { lines: { sign: '-' | '+' | ' '; text: string }[]; more: number } {
  const a = first
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd())
  const b = here
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd())
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  const middle = changes(a.slice(start, a.length - end), b.slice(start, b.length - end))
  const around = (line: string | undefined) => (line === undefined ? [] : [{ sign: ' ' as const, text: line }])
  const all = [...around(a[start - 1]), ...middle, ...around(end > 0 ? a[a.length - end] : undefined)]
  const cut = ({ sign, text }: (typeof all)[number]) => ({
    sign,
    text: text.length > lineMax ? `${text.slice(0, lineMax).toWellFormed()}…` : text,
  })
  return { lines: all.slice(0, shownMax).map(cut), more: Math.max(0, all.length - shownMax) }
}

function changes(a: readonly string[], b: readonly string[]): { sign: '-' | '+' | ' '; text: string }[] {
  const gone = (text: string) => ({ sign: '-' as const, text })
  const come = (text: string) => ({ sign: '+' as const, text })
  if (a.length > comparedMax || b.length > comparedMax) return [...a.map(gone), ...b.map(come)]
  // How many lines the rests of both have in common, from each place on.
  const common = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i]![j] = a[i] === b[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!)
  const lines: { sign: '-' | '+' | ' '; text: string }[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ sign: ' ', text: a[i]! })
      i++
      j++
    } else if (j >= b.length || (i < a.length && common[i + 1]![j]! >= common[i]![j + 1]!)) lines.push(gone(a[i++]!))
    else lines.push(come(b[j++]!))
  }
  return lines
}
