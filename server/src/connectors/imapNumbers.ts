/** Mails that a server may show later than younger ones: so far back every pull looks for numbers that were not there before. */
export const lateWindow = 200

/** Ascending numbers as IMAP writes a set of them: `1:3,7`. */
export function setOf(numbers: readonly number[]): string {
  const parts: string[] = []
  for (let at = 0; at < numbers.length; ) {
    const first = numbers[at]!
    let last = first
    while (numbers[++at] === last + 1) last++
    parts.push(first === last ? `${first}` : `${first}:${last}`)
  }
  return parts.join(',')
}

export function numbersOf(set: string): number[] {
  return set.split(',').flatMap((part) => {
    if (part === '') return []
    const [first = 0, last = first] = part.split(':').map(Number)
    return Array.from({ length: last - first + 1 }, (_, at) => first + at)
  })
}

/** The numbers of the window that ends at `after` and are not among these. */
export function gapsOf(after: number, seen: ReadonlySet<number>): string {
  const from = Math.max(1, after - lateWindow + 1)
  const gaps: number[] = []
  for (let uid = from; uid <= after; uid++) if (!seen.has(uid)) gaps.push(uid)
  return setOf(gaps)
}
