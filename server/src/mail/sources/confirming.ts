import { audit } from '../../auth/index.ts'
import { problem } from '../../platform/problem.ts'
import type { Tx } from '../../platform/work.ts'
import { connectionChanged } from '../events.ts'
import { backfillOf, readConnection } from './connecting.ts'
import { type ConnectionRow, connections } from './connection.ts'

export const anotherAccount = problem('another-account', 409, 'The mailbox is connected to another account by now')

type Said = {
  /** The account that was looked at: somebody may have connected another one since. */
  account: string
  /** How far back mail is brought: null is all of it, undefined only what came since the consent. */
  since: Date | null | undefined
}

/** A person has looked at the account that a consent brought: from now on its mail is fetched. */
export async function confirmMailbox(tx: Tx, mailboxId: string, { account, since }: Said): Promise<void> {
  const row = await readConnection(tx, mailboxId, { locked: true })
  if (accountIn(row) !== account.toLowerCase())
    throw anotherAccount(`It is ${accountIn(row)} now. Look at its newest mails.`)
  if (row.confirmed_at) return
  const backfill = backfillOf(tx, since === undefined ? row.connected_at : since, row.backfill)
  await connections(tx)
    .updateTable('connection')
    .set({ confirmed_at: tx.now, next_pull_at: tx.now, backfill: backfill as never })
    .where('mailbox_id', '=', mailboxId)
    .execute()
  await audit(tx, 'mailbox.confirmed', { mailbox_id: mailboxId, account, since: since ?? null })
  tx.emit(connectionChanged, { mailboxId, what: 'confirmed' })
}

const accountIn = ({ settings }: ConnectionRow): string => {
  const { account, user } = settings as { account?: string; user?: string }
  return (account ?? user ?? '').toLowerCase()
}
