import { isIP } from 'node:net'
import { z } from 'zod'
import { type AskDns, bounded } from '../../connectors/dns.ts'
import { isPublicAddress } from '../../connectors/publicAddresses.ts'

export const DomainLine = z
  .object({
    what: z.enum(['domain', 'spf', 'dkim', 'dmarc', 'alignment']),
    state: z.enum(['ok', 'look', 'wrong', 'unknown']),
    says: z.string(),
    record: z
      .object({ name: z.string(), type: z.literal('TXT'), value: z.string() })
      .nullable()
      .meta({ description: 'The record to add, or to put in the place of the one that is there.' }),
  })
  .meta({ id: 'DomainLine' })
export type DomainLine = z.output<typeof DomainLine>

/** Who hands the mail to the world, as far as the settings say. */
export type SendsBy =
  | { kind: 'google'; account: string }
  | { kind: 'nylas' }
  | { kind: 'host'; host: string }
  | { kind: 'none' }

type Asked = { domain: string; mailboxDomain: string; by: SendsBy }

const ms = 2_000
const asksMax = 60

/** Those whose mail leaves from many servers, which their own record names. */
const relays = [
  {
    ends: ['gmail.com', 'googlemail.com', 'google.com'],
    ...{ name: 'Google', include: '_spf.google.com', selectors: ['google'] },
  },
  {
    ends: ['office365.com', 'outlook.com'],
    ...{ name: 'Microsoft 365', include: 'spf.protection.outlook.com', selectors: ['selector1', 'selector2'] },
  },
]
type Relay = (typeof relays)[number]

/**
 * What the DNS says of a domain that mail is written from: who may send for it, whose signature counts, and what others shall do with the
 * rest. It says no more than can be known from here: which key a server signs with, and from where a relay delivers, cannot.
 */
export async function adviseOn(dns: AskDns, { domain, mailboxDomain, by }: Asked): Promise<DomainLine[]> {
  if (/(?:^|\.)(?:example|test|invalid|localhost|local|internal|lan)$/.test(domain))
    return [
      line(
        'domain',
        'look',
        `The domain ${domain} is a name for examples or private networks: no other server finds it.`,
      ),
    ]
  if (by.kind === 'none') return [line('domain', 'unknown', 'No mail leaves this server: SMTP_URL is not set.')]
  const ask = bounded(dns, { ms, asksMax })
  const relay = relayOf(by)
  const envelope = by.kind === 'google' ? by.account.slice(by.account.lastIndexOf('@') + 1) : mailboxDomain
  const guard = async (what: DomainLine['what'], lines: Promise<DomainLine[]>) =>
    lines.catch((error) => [line(what, 'unknown', `The DNS gave no answer (${codeOf(error)}). Ask again in a while.`)])
  const policy = await policyOf(ask, domain).catch((error) => ({ failed: codeOf(error) }))
  const lines = await Promise.all([
    guard('spf', spfLines(ask, { envelope, by, relay })),
    guard('dkim', dkimLines(ask, { domain, relay, by })),
  ])
  if ('failed' in policy)
    return [
      ...lines.flat(),
      line('dmarc', 'unknown', `The DNS gave no answer (${policy.failed}). Ask again in a while.`),
    ]
  return [...lines.flat(), dmarcLine(domain, policy), alignmentLine({ domain, envelope, by, policy })]
}

function relayOf(by: SendsBy): Relay | undefined {
  if (by.kind === 'google') return relays[0]
  if (by.kind !== 'host') return undefined
  const host = by.host.toLowerCase()
  return relays.find(({ ends }) => ends.some((end) => host === end || host.endsWith(`.${end}`)))
}

type SpfAsked = { envelope: string; by: SendsBy; relay: Relay | undefined }

async function spfLines(ask: AskDns, { envelope, by, relay }: SpfAsked): Promise<DomainLine[]> {
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

type DkimAsked = { domain: string; relay: Relay | undefined; by: SendsBy }

async function dkimLines(ask: AskDns, { domain, relay, by }: DkimAsked): Promise<DomainLine[]> {
  const below = `_domainkey.${domain}`
  if (await isNowhere(ask, below))
    return [
      line(
        'dkim',
        'look',
        `The domain ${domain} publishes no DKIM key: nothing stands below ${below}. Let the server that sends sign for ${domain}; it says which record to add.`,
      ),
    ]
  const signer = relay?.name ?? (by.kind === 'host' ? by.host : 'the provider')
  const keys = await Promise.all(
    (relay?.selectors ?? []).map(async (selector) => ({ selector, is: await isKey(ask, `${selector}.${below}`) })),
  )
  const found = keys.find(({ is }) => is)
  if (found) return [line('dkim', 'ok', `A key of ${signer} for ${domain} is published: ${found.selector}.${below}.`)]
  if (relay)
    return [
      line(
        'dkim',
        'look',
        `No key stands where those of ${signer} usually do (${relay.selectors.map((one) => `${one}.${below}`).join(', ')}). Switch on signing for ${domain} at ${signer}, unless it has a name of its own.`,
      ),
    ]
  return [
    line(
      'dkim',
      'unknown',
      `The domain ${domain} publishes DKIM keys. Whether ${signer} signs with one of them cannot be seen from here: send a mail to yourself and look for “dkim=pass header.d=${domain}”. Docket does not sign by itself.`,
    ),
  ]
}

const isKey = async (ask: AskDns, name: string): Promise<boolean> =>
  (await texts(ask, name)).some((text) => /(?:^|;)\s*p\s*=\s*[a-z0-9+/]/i.test(text))

type Policy = { record: string | null; at: string; p: string; isStrict: boolean }

/** The nearest record, from the domain upwards. */
async function policyOf(ask: AskDns, domain: string): Promise<Policy> {
  for (let labels = domain.split('.'); labels.length > 1; labels = labels.slice(1)) {
    const at = labels.join('.')
    const record = (await texts(ask, `_dmarc.${at}`)).find((text) => /^v\s*=\s*DMARC1\s*(?:;|$)/.test(text))
    if (!record) continue
    const tag = (name: string) =>
      record
        .split(';')
        .map((one) => one.split('='))
        .find(([key]) => key?.trim().toLowerCase() === name)?.[1]
        ?.trim()
        .toLowerCase()
    const p = (at !== domain && tag('sp')) || tag('p') || 'none'
    return { record, at, p, isStrict: tag('aspf') === 's' }
  }
  return { record: null, at: domain, p: 'none', isStrict: false }
}

function dmarcLine(domain: string, { record, at, p }: Policy): DomainLine {
  if (record === null)
    return line(
      'dmarc',
      'look',
      `The domain ${domain} has no DMARC record. Large providers ask for one of whoever sends much; this one only watches.`,
      `_dmarc.${domain}`,
      `v=DMARC1; p=none; rua=mailto:postmaster@${domain}`,
    )
  const does: Record<string, string> = {
    none: 'asks others to change nothing',
    quarantine: 'asks others to put what does not pass into spam',
    reject: 'asks others to refuse what does not pass',
  }
  return line('dmarc', 'ok', `DMARC of ${at} ${does[p] ?? `says p=${p}`} (p=${p}).`)
}

function alignmentLine({
  domain,
  envelope,
  by,
  policy,
}: {
  domain: string
  envelope: string
  by: SendsBy
  policy: Policy
}): DomainLine {
  if (by.kind === 'nylas')
    return line('alignment', 'unknown', 'Which return address the provider writes is not known here.')
  const isWithin = (one: string, other: string) => one.endsWith(`.${other}`)
  const isAligned =
    envelope === domain ||
    (!policy.isStrict &&
      (isWithin(envelope, domain) ||
        isWithin(domain, envelope) ||
        (policy.record !== null && isWithin(envelope, policy.at))))
  if (isAligned)
    return line(
      'alignment',
      'ok',
      `Bounces go to ${envelope}, which counts as ${domain}: SPF or DKIM is enough for DMARC.`,
    )
  return line(
    'alignment',
    'look',
    `Bounces go to ${envelope} and not to ${domain}, so SPF counts nothing for DMARC of ${domain}: the mail passes only when it is signed (DKIM) for ${domain}.`,
  )
}

const line = (
  what: DomainLine['what'],
  state: DomainLine['state'],
  says: string,
  name?: string,
  value?: string,
): DomainLine => ({
  ...{ what, state, says },
  record: name && value ? { name, type: 'TXT', value } : null,
})

const codeOf = (error: unknown): string => String((error as { code?: unknown }).code ?? 'unknown')
const isMissing = (error: unknown) => ['ENOTFOUND', 'ENODATA'].includes(codeOf(error))

async function texts(ask: AskDns, name: string): Promise<string[]> {
  try {
    return (await ask(name, 'TXT')).map((parts) => (Array.isArray(parts) ? parts.join('') : parts))
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

async function addressesOf(ask: AskDns, host: string): Promise<string[]> {
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
async function isNowhere(ask: AskDns, name: string): Promise<boolean> {
  try {
    await ask(name, 'TXT')
    return false
  } catch (error) {
    if (isMissing(error)) return codeOf(error) === 'ENOTFOUND'
    throw error
  }
}
