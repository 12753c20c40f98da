import { withoutComments } from './parameters.ts'

/** What one server wrote into Authentication-Results (RFC 8601) of DMARC; `null` when it says nothing of it, or several things. */
export type Results = { server: string; dmarc: { result: string; from: string | null } | null }

const charsMax = 16_384

export function readResults(value: string): Results {
  const [head = '', ...entries] = statements(withoutComments(value.slice(0, charsMax)))
  const server = unquoted(/^\s*(\S+)/.exec(head)?.[1] ?? '').toLowerCase()
  const said = entries.flatMap((quoting) => {
    const entry = quoting.replace(/"(?:[^"\\]|\\.)*"/g, '""')
    const result = /^\s*dmarc\s*=\s*([a-z]+)/i.exec(entry)?.[1]
    const from = /\sheader\.from\s*=\s*(\S+)/i.exec(entry)?.[1]
    return result ? { result: result.toLowerCase(), from: from?.toLowerCase() ?? null } : []
  })
  return { server, dmarc: said.length === 1 ? said[0]! : null }
}

/** Between the semicolons that stand in no quoted string: what a sender put into one of those begins no statement. */
function statements(text: string): string[] {
  const found: string[] = []
  let from = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]
    if (quoted && sign === '\\') at++
    else if (sign === '"') quoted = !quoted
    else if (sign === ';' && !quoted) {
      found.push(text.slice(from, at))
      from = at + 1
    }
  }
  return [...found, text.slice(from)]
}

const unquoted = (word: string): string => word.replaceAll('"', '')
