import { type LookupAddress, lookup } from 'node:dns'
import { request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from './publicAddresses.ts'

export type Posted = { status: number; headers: Record<string, string | string[] | undefined>; body: string }
export type PostOutside = (url: string, form: URLSearchParams) => Promise<Posted>

type Reach = {
  /** Whom we may speak to; the address that was judged is the one that is spoken to. */
  mayReach?: (ip: string) => boolean
  ms?: number
  bytesMax?: number
}

/** Posts a form to an address that somebody typed, on the open Internet only. Redirections are not followed; size and time are bounded. */
export function openPoster({ mayReach = isPublicAddress, ms = 10_000, bytesMax = 65_536 }: Reach = {}): PostOutside {
  return (url, form) => {
    const { protocol, hostname } = new URL(url)
    const host = hostname.replace(/^\[|\]$/g, '')
    const request = { 'https:': overHttps, 'http:': overHttp }[protocol]
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }
    return new Promise((resolve, reject) => {
      if (!request) throw new Error(`${protocol} is not spoken to`)
      // A name is judged when it is looked up, a number here.
      if (isIP(host) && !mayReach(host)) throw new Error(`${host} is not an address on the Internet`)
      const signal = AbortSignal.timeout(ms)
      const asked = request(
        url,
        { method: 'POST', headers, signal, agent: false, lookup: judging(mayReach) },
        (answer) => {
          const pieces: Buffer[] = []
          let size = 0
          answer.on('error', reject)
          answer.on('data', (piece: Buffer) => {
            size += piece.length
            if (size > bytesMax) answer.destroy(new Error(`${host} answers more than ${bytesMax} bytes`))
            else pieces.push(piece)
          })
          answer.on('end', () => {
            const { statusCode: status = 0, headers } = answer
            resolve({ status, headers, body: Buffer.concat(pieces).toString('utf8') })
          })
        },
      )
      asked.on('error', reject)
      asked.end(form.toString())
    })
  }
}

const judging =
  (mayReach: (ip: string) => boolean): LookupFunction =>
  (name, options, done) =>
    lookup(name, { ...options, all: true }, (error, found: LookupAddress[]) => {
      const address = error ? undefined : found.find(({ address }) => mayReach(address))
      if (!address) return done(error ?? new Error(`${name} has no address on the Internet`), [])
      if (options.all) done(null, [address])
      else done(null, address.address, address.family)
    })
