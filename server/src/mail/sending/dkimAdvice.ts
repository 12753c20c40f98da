import type { AskDns } from '../../connectors/dns.ts'
import { isNowhere, texts } from './askingDns.ts'
import { type DomainLine, line } from './domainLines.ts'
import type { Relay, SendsBy } from './sendsBy.ts'

type DkimAsked = { domain: string; relay: Relay | undefined; by: SendsBy }

export async function dkimLines(ask: AskDns, { domain, relay, by }: DkimAsked): Promise<DomainLine[]> {
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
