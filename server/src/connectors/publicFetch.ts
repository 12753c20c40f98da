import { type LookupAddress, lookup } from 'node:dns'
import { request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { privateNetworks, within } from '../platform/networks.ts'

/** What a name that somebody typed must not lead to: our own machines, and what is nobody's address. */
export const isPublicAddress: (address: string) => boolean = (address) => isIP(address) !== 0 && !isReserved(address)

const isReserved = within([
  ...privateNetworks,
  ...['0.0.0.0/8', '192.0.0.0/24', '198.18.0.0/15', '224.0.0.0/4', '240.0.0.0/4'],
  // IPv4 addresses in disguise, and what IPv6 keeps for itself.
  ...['::/128', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2002::/16', 'fec0::/10', 'ff00::/8'],
])

export type Fetching = {
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string
  timeoutMs?: number
  bytesMax?: number
  /** Which addresses may be spoken to. */
  allows?: (address: string) => boolean
}
export type PublicAnswer = { status: number; headers: Record<string, string | string[] | undefined>; body: string }

/**
 * Fetches an address that somebody typed or a domain published. The address that was judged is the one that is spoken to, whatever the
 * DNS says a moment later; redirections are not followed; size and time are bounded.
 */
export async function publicFetch(url: string, options: Fetching = {}): Promise<PublicAnswer> {
  const { method = 'GET', headers = {}, body, timeoutMs = 5_000, bytesMax = 65_536, allows = isPublicAddress } = options
  const { protocol, hostname } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) && !allows(host)) throw new Error(`${host} is not an address on the Internet`)
  const request = protocol === 'https:' ? overHttps : protocol === 'http:' ? overHttp : undefined
  if (!request) throw new Error(`${protocol} is not fetched`)

  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs)
    const asked = request(url, { method, headers, signal, agent: false, lookup: judging(allows) }, (answer) => {
      const pieces: Buffer[] = []
      let size = 0
      answer.on('error', reject)
      answer.on('data', (piece: Buffer) => {
        size += piece.length
        if (size > bytesMax) answer.destroy(new Error(`${host} answered more than ${bytesMax} bytes`))
        else pieces.push(piece)
      })
      answer.on('end', () => {
        const { statusCode: status = 0, headers } = answer
        resolve({ status, headers, body: Buffer.concat(pieces).toString('utf8') })
      })
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

const judging =
  (allows: (address: string) => boolean): LookupFunction =>
  (name, options, done) =>
    lookup(name, { ...options, all: true }, (error, found: LookupAddress[]) => {
      const address = error ? undefined : found.find(({ address }) => allows(address))
      if (!address) return done(error ?? new Error(`${name} has no address on the Internet`), [])
      if (options.all) done(null, [address])
      else done(null, address.address, address.family)
    })
