import type { Store } from '../../platform/store.ts'
import { inTx, systemActor } from '../../platform/tx.ts'
import { connections } from './connection.ts'
import { hintSync } from './syncing.ts'

/** A provider says that something happened to these mailboxes. It may come twice, late or never: mails come by the pull alone. */
export async function takeHint(store: Store, some: readonly { org_id: string; mailbox_id: string }[]): Promise<void> {
  for (const { org_id, mailbox_id } of some) {
    await inTx(store, systemActor(org_id, 'push'), (tx) =>
      connections(tx)
        .updateTable('connection')
        .set({ next_pull_at: tx.now })
        .where('mailbox_id', '=', mailbox_id)
        .where('confirmed_at', 'is not', null)
        .where('next_pull_at', '>', tx.now)
        .execute(),
    )
    hintSync(store, mailbox_id)
  }
}
