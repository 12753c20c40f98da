import { readResults } from './authenticationResults.ts'

type Headers = ReadonlyMap<string, readonly string[]>

/** A filter that the mail passed before us, and how it says that it took it for spam. */
type Filter = { header: string; says: RegExp }

const filters: readonly Filter[] = [
  { header: 'X-Spam', says: /^(?:yes|true|spam)\b/i },
  { header: 'X-Spam-Flag', says: /^(?:yes|true)\b/i },
  { header: 'X-Spam-Status', says: /^(?:yes|true)\b/i },
  { header: 'X-Barracuda-Spam-Flag', says: /^yes\b/i },
  { header: 'X-Barracuda-Spam-Status', says: /^yes\b/i },
  { header: 'X-MS-Exchange-Organization-SCL', says: /^[5-9]$/ },
  { header: 'X-Forefront-Antispam-Report', says: /(?:^|;)(?:SCL:[5-9]|CAT:(?:H?SPM|H?PHSH|MALW|SPOOF|[DU]IMP));/i },
  { header: 'X-Gm-Spam', says: /^1$/ },
  { header: 'X-Gm-Phishy', says: /^1$/ },
  { header: 'X-Rspamd-Action', says: /^(?:reject|add header|rewrite subject)$/i },
  { header: 'X-Spamd-Result', says: /^[\w-]{1,40}: True\b/i },
  { header: 'X-SES-Spam-Verdict', says: /^fail\b/i },
  { header: 'X-SES-Virus-Verdict', says: /^fail\b/i },
  { header: 'X-Mailgun-SFlag', says: /^yes\b/i },
  { header: 'X-Proofpoint-Spam-Details', says: /^rule=(?:spam|phish|malware|definite)/i },
  { header: 'X-Bogosity', says: /^(?:yes|spam)\b/i },
  { header: 'X-DSPAM-Result', says: /^spam\b/i },
  { header: 'X-VR-SPAMSTATE', says: /^spam\b/i },
]

/** What SpamAssassin, and most who took over its headers, call spam when nothing else is said. */
const scoreMin = 5

/**
 * Sentences about the filters before us that took this mail for spam. Anybody may write such a header: it is a hint to people, and one
 * that says "no spam" is no hint at all.
 */
export function spamHints(headers: Headers): string[] {
  const said = filters.flatMap(({ header, says }) => {
    const value = (headers.get(header.toLowerCase()) ?? []).find((one) => says.test(one.trim().slice(0, 1_000)))
    return value === undefined ? [] : `${header} says “${value.trim().slice(0, 80)}”: a filter took it for spam.`
  })
  return [...said, ...scoreHints(headers)]
}

/** A bare score counts only where the filter that gave it says nothing plainer: it may know another threshold. */
function scoreHints(headers: Headers): string[] {
  if (['x-spam-flag', 'x-spam-status', 'x-spam', 'x-rspamd-action'].some((name) => headers.has(name))) return []
  const level = /^\*+/.exec(headers.get('x-spam-level')?.[0]?.trim() ?? '')?.[0].length ?? 0
  if (level >= scoreMin) return [`X-Spam-Level has ${level} stars: a filter took it for spam.`]
  for (const name of ['X-Spam-Score', 'X-Rspamd-Score']) {
    const score = Number.parseFloat(headers.get(name.toLowerCase())?.[0] ?? '')
    if (score >= scoreMin) return [`${name} is ${score}: a filter took it for spam.`]
  }
  return []
}

/** Anybody may write Authentication-Results; whether this one may be believed is decided elsewhere, with the way it came. */
export function authenticationClaims(headers: Headers): string[] {
  return (headers.get('authentication-results') ?? []).flatMap((value) => {
    const { server, dmarc } = readResults(value)
    if (dmarc?.result !== 'fail') return []
    return `Authentication-Results of “${server.slice(0, 80)}” claims dmarc=fail: a claim of whoever wrote it.`
  })
}
