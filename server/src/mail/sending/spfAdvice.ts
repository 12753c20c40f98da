import { isIP } from 'node:net'
import type { AskDns } from '../../connectors/dns.ts'
import { isPublicAddress } from '../../connectors/publicAddresses.ts'
import { addressesOf, texts } from './askingDns.ts'
import { type DomainLine, line } from './domainLines.ts'
import type { Relay, SendsBy } from './sendsBy.ts'

type SpfAsked = { envelope: string; by: SendsBy; relay: Relay | undefined }

export async function spfLines(ask: AskDns, { envelope, by, relay }: SpfAsked): Promise<DomainLine[]> {
  if (by.kind === 'nylas')
    return [line('spf', 'unknown', 'Mail leaves by Nylas: the provider of the account says which SPF record it wants.')]
  const records = (await texts(ask, envelope)).filter((text) => /^v=spf1(?:\s|$)/i.test(text))
  if (records.length > 1)
    return [
      line(
        'spf',
        'wrong',
        `The domain ${envelope} has ${records.length} SPF records; receivers then believe none. Join them into one.`,
      ),
    ]
  const [record] = records
  if (relay) return [await relayLine(ask, { envelope, relay, record })]
  return by.kind === 'host' ? [await hostLine(ask, { envelope, host: by.host, record })] : []
}

async function relayLine(
  ask: AskDns,
  { envelope, relay, record }: { envelope: string; relay: Relay; record: string | undefined },
): Promise<DomainLine> {
  const { name, include } = relay
  if (record && (await includes(ask, record, include)))
    return line('spf', 'ok', `SPF of ${envelope} allows ${name} to send for it.`)
  const says = record
    ? `SPF of ${envelope} does not allow ${name}, by which mail leaves. Put this in the place of the record.`
    : `The domain ${envelope} has no SPF record. Add one that allows ${name}, by which mail leaves, and who else sends for it.`
  return line('spf', 'wrong', says, envelope, withTerm(record, `include:${include}`))
}

async function hostLine(
  ask: AskDns,
  { envelope, host, record }: { envelope: string; host: string; record: string | undefined },
): Promise<DomainLine> {
  const addresses = isIP(host) ? [host] : await addressesOf(ask, host)
  if (addresses.length === 0)
    return line('spf', 'wrong', `The DNS has no address for ${host}, by which mail is to leave: correct the way out.`)
  const outside = addresses.filter(isPublicAddress)
  if (outside.length === 0)
    return line(
      'spf',
      'unknown',
      `The server ${host} is inside your network, so the address that mail leaves from is not known here. SPF of ${envelope} must name it${record ? ` and now says: ${record}` : '; there is no SPF record'}.`,
    )
  const { spf } = await import('mailauth')
  const results = await Promise.all(
    outside
      .slice(0, 4)
      .map((ip) => spf({ sender: `postmaster@${envelope}`, ip, helo: host, mta: 'docket', resolver: ask })),
  )
  const said = results.map(({ status }) => status.result)
  if (said.includes('temperror')) throw Object.assign(new Error('no answer'), { code: 'ETIMEOUT' })
  if (said.every((result) => result === 'pass'))
    return line('spf', 'ok', `SPF of ${envelope} allows ${host} (${outside.join(', ')}) to send for it.`)
  const relays = 'If it hands mail on to others that deliver it, ask whoever runs it what the record must name instead.'
  const term = isIP(host) ? `ip${isIP(host)}:${host}` : `a:${host}`
  const says = record
    ? `SPF of ${envelope} does not allow ${host} (${outside.join(', ')}), by which mail leaves. Put this in the place of the record. ${relays}`
    : `The domain ${envelope} has no SPF record. Add one that allows ${host}, by which mail leaves. ${relays}`
  return line('spf', 'look', says, envelope, withTerm(record, term))
}

/** The record with one term more, before the one that ends it. */
function withTerm(record: string | undefined, term: string): string {
  if (!record) return `v=spf1 ${term} ~all`
  const terms = record.trim().split(/\s+/)
  const end = terms.findIndex((one) => /^(?:[+?~-]?all|redirect=.*)$/i.test(one))
  return terms.toSpliced(end < 0 ? terms.length : end, 0, term).join(' ')
}

/** Whether a record, or one that it leads to, names another. Records may lead in circles. */
async function includes(ask: AskDns, record: string, wanted: string, seen = new Set<string>()): Promise<boolean> {
  for (const term of record.toLowerCase().split(/\s+/)) {
    const name = /^\+?include:(.+)$/.exec(term)?.[1] ?? /^redirect=(.+)$/.exec(term)?.[1]
    if (!name || seen.has(name)) continue
    if (name === wanted) return true
    seen.add(name)
    if (seen.size > 10) return false
    const next = (await texts(ask, name)).find((text) => /^v=spf1(?:\s|$)/i.test(text))
    if (next && (await includes(ask, next, wanted, seen))) return true
  }
  return false
}
