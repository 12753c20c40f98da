import { type AskDns, bounded } from '../../connectors/dns.ts'
import { codeOf } from './askingDns.ts'
import { dkimLines } from './dkimAdvice.ts'
import { alignmentLine, dmarcLine, policyOf } from './dmarcAdvice.ts'
import { type DomainLine, line } from './domainLines.ts'
import { relayOf, type SendsBy } from './sendsBy.ts'
import { spfLines } from './spfAdvice.ts'

type Asked = { domain: string; mailboxDomain: string; by: SendsBy }

const ms = 2_000
const asksMax = 60

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
