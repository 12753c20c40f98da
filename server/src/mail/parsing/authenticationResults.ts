import { withoutComments } from './parameters.ts'

/** What one server wrote into Authentication-Results (RFC 8601) of DMARC; `null` when it says nothing of it, or several things. */
export type Results = { server: string; dmarc: { result: string; from: string | null } | null }

const charsMax = 16_384

export function readResults(value: string): Results {
  const [head = '', ...entries] = statements(withoutComments(value.slice(0, charsMax)))
  const said = entries.flatMap((entry) => {
    const result = /^\s*dmarc\s*=\s*([a-z]+)/i.exec(entry)?.[1]
    const from = /\sheader\.from\s*=\s*(\S+)/i.exec(entry)?.[1]
    return result ? { result: result.toLowerCase(), from: from?.toLowerCase() ?? null } : []
  })
  const server = head.trim().split(/\s/, 1)[0]?.toLowerCase() ?? ''
  return { server, dmarc: said.length === 1 ? said[0]! : null }
}

/** What stands between semicolons, without quoted strings: a sender's own words may be in those, and begin no statement. */
function statements(text: string): string[] {
  const found = ['']
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at)
    if (quoted && sign === '\\') at++
    else if (sign === '"') quoted = !quoted
    else if (quoted) continue
    else if (sign === ';') found.push('')
    else found.push(found.pop() + sign)
  }
  return found
}
