import { sql } from 'kysely'
import { Problem } from '../../platform/problem.ts'
import type { Store } from '../../platform/store.ts'
import { inTx, systemActor } from '../../platform/tx.ts'
import type { Tx } from '../../platform/work.ts'
import { tables } from '../mailbox.ts'
import { askGoogle, noteAsked, recordAccepted } from './identitiesAsking.ts'
import { readWay, type Way } from './wayOut.ts'

/** Longer than Google takes to answer: another process does not ask meanwhile. */
const askingMs = 600_000

/** Once a day Google is asked whether it still lets an account send from what it vouched for. Says how many accounts were asked. */
export async function checkSendAs(store: Store): Promise<number> {
  const { rows } = await sql<{ org_id: string; mailbox_id: string }>`
    select org_id, mailbox_id from mailboxes_to_ask_google_about(${store.clock()})`.execute(store.db)
  let asked = 0
  for (const { org_id, mailbox_id } of rows) {
    const unit = <R>(work: (tx: Tx) => Promise<R>) => inTx(store, systemActor(org_id, 'identities'), work)
    const way = await unit((tx) => claim(tx, mailbox_id))
    if (!way) continue
    asked++
    try {
      const accepted = await askGoogle(store, way)
      await unit((tx) => recordAccepted(tx, mailbox_id, accepted, { isAskedFor: false }))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      await unit((tx) => noteAsked(tx, mailbox_id, error.message.slice(0, 500)))
    }
  }
  return asked
}

async function claim(tx: Tx, mailboxId: string): Promise<Way | undefined> {
  const taken = await tables(tx)
    .updateTable('mailbox')
    .set({ send_as_due_at: new Date(tx.now.getTime() + askingMs) })
    .where('id', '=', mailboxId)
    .where((eb) => eb.or([eb('send_as_due_at', 'is', null), eb('send_as_due_at', '<=', tx.now)]))
    .returning('id')
    .executeTakeFirst()
  return taken && readWay(tx, mailboxId)
}
