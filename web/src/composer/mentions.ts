export type Colleague = { id: string; name: string; email: string }

/** How a colleague is named in a note: by the name, or by the address where two share one. */
export function signOf({ name, email }: Colleague, all: readonly Colleague[]): string {
  const isShared = all.filter((one) => one.name.toLowerCase() === name.toLowerCase()).length > 1
  return `@${isShared || !name ? email : name}`
}

/** Whom these words name. The longest sign counts: @Kim Lee does not name Kim. */
export function mentionedIn(text: string, all: readonly Colleague[]): string[] {
  const signs = all.map((one) => ({ id: one.id, sign: signOf(one, all).toLowerCase() }))
  const longest = signs.sort((a, b) => b.sign.length - a.sign.length)
  const low = text.toLowerCase()
  const found = new Set<string>()
  for (let at = low.indexOf('@'); at >= 0; at = low.indexOf('@', at + 1)) {
    if (isLetter(low[at - 1])) continue
    const hit = longest.find(({ sign }) => low.startsWith(sign, at) && !isLetter(low[at + sign.length]))
    if (hit) found.add(hit.id)
  }
  return [...found]
}

/** What is typed after an @ that stands before the caret, and where it begins. */
export function beingNamed(text: string, caret: number): { from: number; q: string } | undefined {
  const from = text.lastIndexOf('@', caret - 1)
  if (from < 0 || isLetter(text[from - 1])) return undefined
  const q = text.slice(from + 1, caret)
  return q.length <= 40 && !q.includes('\n') && !/\s$/.test(q) ? { from, q } : undefined
}

/** Who may be meant; those whose name begins so come first. */
export function meant(q: string, all: readonly Colleague[]): Colleague[] {
  const low = q.toLowerCase()
  const rank = ({ name, email }: Colleague) => {
    const own = name.toLowerCase()
    if (own.startsWith(low)) return 0
    if (own.includes(` ${low}`)) return 1
    return email.toLowerCase().startsWith(low) ? 2 : 3
  }
  return all
    .map((one) => ({ one, at: rank(one) }))
    .filter(({ at }) => at < 3)
    .sort((a, b) => a.at - b.at || a.one.name.localeCompare(b.one.name))
    .slice(0, 6)
    .map(({ one }) => one)
}

const isLetter = (sign: string | undefined): boolean => sign !== undefined && /[\p{L}\p{N}_]/u.test(sign)
