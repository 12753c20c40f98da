/** Threads as sets of mails: made, taken apart again, and compared. */

export type Sketch = {
  id: string
  inReplyTo?: string | undefined
  references?: readonly string[]
  from?: string
  list?: string | undefined
  subject?: string
  body?: string
  to?: string
  /** Further header lines, as they stand. */
  headers?: readonly string[]
}

/** A small mail with just what threads are made of. */
export function sketched({ id, inReplyTo, references = [], from = 'ada@example.com', list, ...words }: Sketch): Buffer {
  const lines = [
    `From: ${from}`,
    `To: ${words.to ?? 'support@acme.example'}`,
    `Subject: ${words.subject ?? 'Re: The lamp'}`,
    'Date: Sat, 21 Nov 2026 10:00:00 +0000',
    `Message-ID: <${id}>`,
    ...(inReplyTo ? [`In-Reply-To: <${inReplyTo}>`] : []),
    ...(references.length ? [`References: ${references.map((one) => `<${one}>`).join('\r\n ')}`] : []),
    ...(list ? [`List-Id: Talk <${list}>`] : []),
    ...(words.headers ?? []),
  ]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${words.body ?? `Words of ${id}.`}\r\n`)
}

/** Groups of the mails that their ids tie together, by whatever way; an id may stand for a mail that nobody has. */
export function tied(mails: Iterable<{ id: string; names: Iterable<string> }>): string[][] {
  const above = new Map<string, string>()
  const root = (id: string): string => {
    let at = id
    for (let up = above.get(at); up !== undefined && up !== at; up = above.get(at)) at = up
    above.set(id, at)
    return at
  }
  const all = [...mails]
  for (const { id, names } of all)
    for (const name of names) if (root(name) !== root(id)) above.set(root(name), root(id))
  return [...Map.groupBy(all, ({ id }) => root(id)).values()].map((group) => group.map(({ id }) => id))
}

/** The same for comparing: the order of groups and of what is in them does not count. */
export const inOrder = (groups: readonly (readonly string[])[]): string[][] =>
  groups.map((group) => [...group].sort()).sort((a, b) => (a[0]! < b[0]! ? -1 : 1))

export type Score = { pairs: number; precision: number; recall: number; f1: number }

/** Of all pairs of mails: how many that were put together belong together, and how many that belong together were. */
export function scorePairs(truth: readonly (readonly string[])[], found: readonly (readonly string[])[]): Score {
  const placeOf = new Map(truth.flatMap((group, n) => group.map((id) => [id, n] as const)))
  const pairsOf = (size: number) => (size * (size - 1)) / 2
  const right = found.reduce((sum, group) => {
    const together = Map.groupBy(group, (id) => placeOf.get(id) ?? -1)
    return sum + [...together].reduce((inner, [place, { length }]) => inner + (place < 0 ? 0 : pairsOf(length)), 0)
  }, 0)
  const pairs = truth.reduce((sum, { length }) => sum + pairsOf(length), 0)
  const made = found.reduce((sum, { length }) => sum + pairsOf(length), 0)
  const precision = made === 0 ? 1 : right / made
  const recall = pairs === 0 ? 1 : right / pairs
  return {
    pairs,
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
  }
}
