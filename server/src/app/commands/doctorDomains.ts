import { openDns } from '../../connectors/dns.ts'
import { checkMailboxDomains, listMailboxes } from '../../mail/index.ts'
import type { Store } from '../../platform/store.ts'
import { inTx, systemActor } from '../../platform/tx.ts'
import { type Finding, good, look } from './finding.ts'
import { organisations } from './organisations.ts'

const where = 'docs/sending.md says what each of these means.'

/** What the DNS says now of every domain that mail is written from. It is advice: mail leaves with any of it. */
export async function checkDomains(store: Store): Promise<Finding[]> {
  const dns = openDns()
  const said = new Map<string, Finding>()
  const well = new Set<string>()
  for (const { orgId } of await organisations(store)) {
    const actor = systemActor(orgId, 'doctor')
    for (const { id } of await inTx(store, actor, listMailboxes))
      for (const { domain, lines } of await checkMailboxDomains(store, actor, id, dns)) {
        const poor = lines.filter(({ what, state }) => state !== 'ok' && (what !== 'domain' || state !== 'unknown'))
        if (poor.length === 0) well.add(domain)
        for (const { what, says, record } of poor) {
          const todo = record ? `Publish this ${record.type} record at ${record.name}: “${record.value}”.` : where
          // Several mailboxes of one domain, sent by one server, are told once.
          said.set(`${what} ${says}`, look(what === 'domain' ? 'sending-domain' : what, says, todo))
        }
      }
  }
  return [
    ...[...well].map((domain) => good('sending-domain', `SPF, DKIM and DMARC of ${domain} are in order.`)),
    ...said.values(),
  ]
}
