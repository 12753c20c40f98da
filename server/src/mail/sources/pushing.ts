import { sql } from 'kysely'
import { GmailSettings } from '../../connectors/gmail.ts'
import { askForPushes } from '../../connectors/gmailPush.ts'
import { SourceAway, SourceRefused } from '../../connectors/mailSource.ts'
import { unseal } from '../../platform/secrets.ts'
import type { Store } from '../../platform/store.ts'
import { inTx, systemActor } from '../../platform/tx.ts'
import type { Tx } from '../../platform/work.ts'
import { connections } from './connection.ts'
import { googleAppOf, secretPlace } from './sources.ts'

type Due = { org_id: string; mailbox_id: string }

/** Longer than Google takes to answer: another process does not ask meanwhile. After a failure it is asked again then. */
const againMs = 600_000
const renewMsMax = 86_400_000

/** Google calls for a week at most: well before that ends it is asked again. Says for how many mailboxes. */
export async function renewPushes(store: Store): Promise<number> {
  const topic = store.config.googlePubsubTopic
  if (!topic) return 0
  const { rows } = await sql<Due>`select * from pushes_due('gmail', ${store.clock()})`.execute(store.db)
  for (const { org_id, mailbox_id } of rows) {
    const unit = <R>(work: (tx: Tx) => Promise<R>) => inTx(store, systemActor(org_id, 'push'), work)
    const row = await unit((tx) => claim(tx, mailbox_id))
    if (!row?.secret) continue
    const refreshToken = unseal(store.keys, secretPlace(org_id, mailbox_id), row.secret)
    const { account } = GmailSettings.parse(row.settings)
    let push: { push_until?: Date; push_renew_at?: Date; push_error: string | null }
    try {
      const until = await askForPushes({ account, refreshToken, topic }, googleAppOf(store.config))
      const now = store.clock().getTime()
      const renewMs = Math.min(renewMsMax, Math.max(againMs, (until.getTime() - now) / 2))
      push = { push_until: until, push_renew_at: new Date(now + renewMs), push_error: null }
    } catch (error) {
      if (!(error instanceof SourceRefused || error instanceof SourceAway)) throw error
      push = { push_error: error.message.slice(0, 500) }
    }
    await unit((tx) =>
      connections(tx).updateTable('connection').set(push).where('mailbox_id', '=', mailbox_id).execute(),
    )
  }
  return rows.length
}

async function claim(tx: Tx, mailboxId: string) {
  return connections(tx)
    .updateTable('connection')
    .set({ push_renew_at: new Date(tx.now.getTime() + againMs) })
    .where('mailbox_id', '=', mailboxId)
    .where('confirmed_at', 'is not', null)
    .where((eb) => eb.or([eb('push_renew_at', 'is', null), eb('push_renew_at', '<=', tx.now)]))
    .returning(['settings', 'secret'])
    .executeTakeFirst()
}
