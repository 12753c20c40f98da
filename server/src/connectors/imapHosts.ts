import type { AskDns } from './dns.ts'
import { type FetchOutside, openFetcher } from './fetching.ts'
import { type Provider, providers } from './imapProviders.ts'

export type Guess = {
  host: string
  port: number
  security: 'tls' | 'starttls'
  user: string
  /** `known` by us, published by the domain in its DNS or as a file, or merely a usual name. */
  by: 'known' | 'dns' | 'autoconfig' | 'usual'
  provider: string | null
  note: string | null
}

export type Asking = { dns: AskDns; fetch?: FetchOutside }

const briefly = (ask: AskDns) => openFetcher({ ask, ports: [443], ms: 4_000, bytesMax: 65_536 })

/** The IMAP servers that an address may be read at, the likeliest first. Nothing of it is tried here. */
export async function guessImap(address: string, { dns, fetch = briefly(dns) }: Asking): Promise<Guess[]> {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1).toLowerCase()
  const own = providers.find(({ domains }) => domains?.includes(domain))
  if (own) return [known(own, address)]
  const [bySrv, byFile, byExchanger] = await Promise.all([
    published(address, domain, dns),
    autoconfigured(address, domain, fetch),
    exchanged(address, domain, dns),
  ])
  const found = [...bySrv, ...byFile, ...byExchanger]
  if (found.length === 0) found.push(...(await usual(address, domain, dns)))
  return found.filter(
    (one, nth) => found.findIndex((other) => other.host === one.host && other.port === one.port) === nth,
  )
}

const localOf = (address: string) => address.slice(0, address.lastIndexOf('@'))

const known = ({ name, host, port = 993, security = 'tls', note, isLocalUser }: Provider, address: string): Guess => ({
  ...{ host, port, security, user: isLocalUser ? localOf(address) : address },
  ...{ by: 'known', provider: name, note: note ?? null },
})

const asked = async <R>(ask: Promise<unknown>): Promise<R[]> => {
  try {
    return (await ask) as R[]
  } catch {
    // A domain that publishes nothing is usual, and one whose DNS is away is found by its other signs.
    return []
  }
}

type Srv = { name: string; port: number; priority: number; weight: number }

/** RFC 6186: `_imaps` speaks TLS at once, `_imap` must be asked for it; a lone dot says that there is none. */
async function published(address: string, domain: string, dns: AskDns): Promise<Guess[]> {
  const [tls, start] = await Promise.all(
    ['_imaps', '_imap'].map((service) => asked<Srv>(dns(`${service}._tcp.${domain}`, 'SRV'))),
  )
  const guesses = (records: Srv[], security: Guess['security']) =>
    records
      .filter(({ name }) => isHost(name))
      .sort((a, b) => a.priority - b.priority || b.weight - a.weight)
      .map(({ name, port }): Guess => {
        const host = bare(name)
        return { host, port, security, user: address, by: 'dns', provider: null, note: null }
      })
  return [...guesses(tls!, 'tls'), ...guesses(start!, 'starttls')]
}

async function exchanged(address: string, domain: string, dns: AskDns): Promise<Guess[]> {
  const records = await asked<{ exchange: string; priority: number }>(dns(domain, 'MX'))
  const names = records.sort((a, b) => a.priority - b.priority).map(({ exchange }) => bare(exchange))
  const serves = ({ exchangers }: Provider) =>
    exchangers?.some((end) => names.some((name) => name === end || name.endsWith(`.${end}`)))
  return providers.filter(serves).map((provider) => known(provider, address))
}

/** The file that mail programs look for; as the domain says it, over TLS only. */
async function autoconfigured(address: string, domain: string, fetch: FetchOutside): Promise<Guess[]> {
  const places = [
    `https://autoconfig.${domain}/mail/config-v1.1.xml?emailaddress=${encodeURIComponent(address)}`,
    `https://${domain}/.well-known/autoconfig/mail/config-v1.1.xml`,
  ]
  const answers = await Promise.all(
    places.map((place) =>
      fetch(place).then(
        (xml) => serversOf(xml.toString('utf8'), address),
        // Most domains have no such place.
        () => [],
      ),
    ),
  )
  return answers.flat()
}

/** Thunderbird's format, as far as it is needed: what it says of reading over IMAP. */
export function serversOf(xml: string, address: string): Guess[] {
  const domain = address.slice(address.lastIndexOf('@') + 1)
  const filled = (text: string) =>
    text
      .replaceAll('%EMAILADDRESS%', address)
      .replaceAll('%EMAILLOCALPART%', localOf(address))
      .replaceAll('%EMAILDOMAIN%', domain)
  return xml
    .split('<incomingServer')
    .slice(1)
    .flatMap((part): Guess[] => {
      const server = part.split('</incomingServer>', 1)[0]!
      const head = server.split('>', 1)[0]!
      const text = (name: string) => server.split(`<${name}>`)[1]?.split('<', 1)[0]?.trim() ?? ''
      const security = { SSL: 'tls', STARTTLS: 'starttls' }[text('socketType').toUpperCase()] as Guess['security']
      const [host, port] = [filled(text('hostname')).toLowerCase(), Number(text('port'))]
      if (!/["']imap["']/.test(head) || !security || !isHost(host) || !(port > 0 && port < 65536)) return []
      const user = filled(text('username')) || address
      return [{ host, port, security, user, by: 'autoconfig', provider: null, note: null }]
    })
}

/** The names that most servers have, if they exist. */
async function usual(address: string, domain: string, dns: AskDns): Promise<Guess[]> {
  const hosts = [`imap.${domain}`, `mail.${domain}`]
  const exist = await Promise.all(
    hosts.map(async (host) => {
      const found = await Promise.all([asked(dns(host, 'A')), asked(dns(host, 'AAAA'))])
      return found.flat().length > 0
    }),
  )
  return hosts
    .filter((_, nth) => exist[nth])
    .map((host) => ({ host, port: 993, security: 'tls', user: address, by: 'usual', provider: null, note: null }))
}

const bare = (name: string) => name.toLowerCase().replace(/\.$/, '')
const isHost = (name: string) => /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(bare(name)) && name.length <= 253
