import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { isIP } from 'node:net'
import type { AskDns } from './dns.ts'
import { isPublicAddress } from './publicAddresses.ts'

/** Why something of the open Internet was not fetched; for the log only: the answer to an outsider's question of what is inside. */
export class NotFetched extends Error {}

/** Gets what lies at an address that a stranger wrote. Throws NotFetched, whatever is the matter. */
export type FetchOutside = (address: string) => Promise<Buffer>

export type Reach = {
  ask: AskDns
  /** Whom we may speak to; the address that was judged is the one that is spoken to. */
  mayReach?: (ip: string) => boolean
  ports?: readonly number[]
  ms?: number
  bytesMax?: number
}

const redirectsMax = 3

export function openFetcher({
  ask,
  mayReach = isPublicAddress,
  ports = [80, 443],
  ms = 10_000,
  bytesMax = 10 * 1024 * 1024,
}: Reach): FetchOutside {
  return async (address) => {
    const signal = AbortSignal.timeout(ms)
    let next = parsed(address)
    for (let hop = 0; hop <= redirectsMax; hop++) {
      const url = mustBePlain(next, ports)
      const ips = await inTime(addressesOf(url, ask, mayReach), signal)
      const response = await firstAnswer(url, ips, signal)
      const { statusCode = 0, headers } = response
      if (statusCode >= 300 && statusCode < 400 && headers.location) {
        response.destroy()
        next = parsed(headers.location, url)
      } else if (statusCode !== 200) {
        response.destroy()
        throw new NotFetched(`it answers ${statusCode}`)
      } else return collect(response, bytesMax)
    }
    throw new NotFetched(`it leads on more than ${redirectsMax} times`)
  }
}

function parsed(address: string, base?: URL): URL {
  const url = URL.parse(address, base?.href)
  if (!url) throw new NotFetched('no address of the web')
  return url
}

/** The URL parser has already made one of all ways to write an IPv4 address: decimal, octal, hexadecimal, short, full width. */
function mustBePlain(url: URL, ports: readonly number[]): URL {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new NotFetched('neither http nor https')
  if (url.username || url.password) throw new NotFetched('it carries a name or a password')
  if (!ports.includes(portOf(url))) throw new NotFetched('another port than those of the web')
  return url
}

const portOf = ({ port, protocol }: URL): number => Number(port) || (protocol === 'https:' ? 443 : 80)
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '')

/** Asked once. One address that leads inside damns the name: it is up to no good, or not ours to tell. */
async function addressesOf(url: URL, ask: AskDns, mayReach: (ip: string) => boolean): Promise<string[]> {
  const host = hostOf(url)
  const found = isIP(host) ? [host] : await resolved(host, ask)
  if (found.length === 0) throw new NotFetched('the name has no address')
  if (!found.every(mayReach)) throw new NotFetched('the address is not one of the open Internet')
  return found
}

async function resolved(host: string, ask: AskDns): Promise<string[]> {
  const answers = await Promise.allSettled([ask(host, 'A'), ask(host, 'AAAA')])
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value.flat() : []))
}

const addressesMax = 4

/** An address that does not answer gives way to the next; one that did is not asked for again elsewhere. */
async function firstAnswer(url: URL, ips: readonly string[], signal: AbortSignal): Promise<IncomingMessage> {
  let fault: unknown
  for (const ip of ips.slice(0, addressesMax)) {
    try {
      return await ask(url, ip, signal)
    } catch (cause) {
      fault = cause
    }
    if (signal.aborted) break
  }
  throw new NotFetched('it does not answer', { cause: fault })
}

/** The connection goes to `ip`, which nobody looks up again; the name is said in the greeting and in the certificate only. */
function ask(url: URL, ip: string, signal: AbortSignal): Promise<IncomingMessage> {
  const { request } = url.protocol === 'https:' ? https : http
  return new Promise((resolve, reject) => {
    const asked = request({
      host: ip,
      port: portOf(url),
      path: `${url.pathname}${url.search}`,
      servername: isIP(hostOf(url)) ? '' : hostOf(url),
      agent: false,
      signal,
      headers: {
        host: url.host,
        accept: 'image/png, image/jpeg, image/gif, image/webp',
        'accept-encoding': 'identity',
        'user-agent': 'Mozilla/5.0 (compatible; mail images)',
        connection: 'close',
      },
    })
    asked.on('response', resolve)
    asked.on('error', reject)
    asked.end()
  })
}

async function collect(response: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  try {
    for await (const piece of response as AsyncIterable<Buffer>) {
      size += piece.length
      if (size > bytesMax) throw new NotFetched(`it is larger than ${bytesMax} bytes`)
      pieces.push(piece)
    }
  } catch (cause) {
    throw cause instanceof NotFetched ? cause : new NotFetched('it broke off', { cause })
  } finally {
    response.destroy()
  }
  return Buffer.concat(pieces)
}

function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new NotFetched('it takes too long'))
    if (signal.aborted) late()
    signal.addEventListener('abort', late, { once: true })
    work.then(resolve, reject)
  })
}
