import type { AskDns } from '../../connectors/dns.ts'

export const codeOf = (error: unknown): string => String((error as { code?: unknown }).code ?? 'unknown')
const isMissing = (error: unknown) => ['ENOTFOUND', 'ENODATA'].includes(codeOf(error))

export async function texts(ask: AskDns, name: string): Promise<string[]> {
  try {
    return (await ask(name, 'TXT')).map((parts) => (Array.isArray(parts) ? parts.join('') : parts))
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

export async function addressesOf(ask: AskDns, host: string): Promise<string[]> {
  const found = await Promise.all(
    ['A', 'AAAA'].map((type) =>
      ask(host, type).catch((error) => {
        if (isMissing(error)) return []
        throw error
      }),
    ),
  )
  return found.flat(2)
}

/** No name stands there, and so none below it (RFC 8020). */
export async function isNowhere(ask: AskDns, name: string): Promise<boolean> {
  try {
    await ask(name, 'TXT')
    return false
  } catch (error) {
    if (isMissing(error)) return codeOf(error) === 'ENOTFOUND'
    throw error
  }
}
