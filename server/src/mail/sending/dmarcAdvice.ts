import type { AskDns } from '../../connectors/dns.ts'
import { texts } from './askingDns.ts'
import { type DomainLine, line } from './domainLines.ts'
import type { SendsBy } from './sendsBy.ts'

type Policy = { record: string | null; at: string; p: string; isStrict: boolean }

/** The nearest record, from the domain upwards. */
export async function policyOf(ask: AskDns, domain: string): Promise<Policy> {
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

export function dmarcLine(domain: string, { record, at, p }: Policy): DomainLine {
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

export function alignmentLine({
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
