import type { Answer } from '../world.ts'

/** What of another organisation stands in an answer: its canary, in headers too, or an id that was not in the question. */
export function leaksIn(
  answer: Answer,
  { canary, ids }: { canary: string; ids: ReadonlySet<string> },
  asked: string,
): string[] {
  const said = [...answer.headers].map(([name, value]) => `${name}: ${value}`).concat(answer.text)
  // Cursors and the like are base64url: what is written in them is said too.
  for (const [word] of said.join('\n').matchAll(/[\w-]{24,}={0,2}/g))
    said.push(Buffer.from(word, 'base64url').toString())
  const all = said.join('\n').toLowerCase()
  const foreign = [...all.matchAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g)]
    .map(([id]) => id)
    .filter((id) => ids.has(id) && !asked.toLowerCase().includes(id))
  return [...(all.includes(canary) ? [canary] : []), ...new Set(foreign)]
}
