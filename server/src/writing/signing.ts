import { sql } from 'kysely'
import type { z } from 'zod'
import type { Tx } from '../platform/work.ts'
import { type Filled, fill, variables } from './filling.ts'
import type { SignatureView, Signing, Where } from './shapes.ts'
import { mustBeMailboxes, surroundingsOf } from './where.ts'

type Signature = { user_id: string; html: string; body: string; off_mailbox_ids: string[]; updated_at: Date }
const tables = (tx: Tx) => tx.db.withTables<{ signature: Signature }>()

const known = Object.entries(variables).map(([name, says]) => ({ name, says }))

export async function readSignature(tx: Tx): Promise<z.input<typeof SignatureView>> {
  const { html = '', body = '', off_mailbox_ids = [] } = (await own(tx)) ?? {}
  return { html, body, off_mailbox_ids, variables: known }
}

/** What stands under the mails that this person writes from now on; without words there is none. */
export async function setSignature(tx: Tx, wanted: z.output<typeof Signing>): Promise<z.input<typeof SignatureView>> {
  await mustBeMailboxes(tx, 'off_mailbox_ids', wanted.off_mailbox_ids)
  const { html, body } = wanted.body.trim() === '' ? { html: '', body: '' } : wanted
  const off_mailbox_ids = sql<string[]>`${wanted.off_mailbox_ids}::uuid[]`
  const row = { html, body, off_mailbox_ids, updated_at: tx.now }
  await tables(tx)
    .insertInto('signature')
    .values({ user_id: tx.actor.id, ...row })
    .onConflict((on) => on.column('user_id').doUpdateSet(row))
    .execute()
  return readSignature(tx)
}

/** As it stands under a mail of this ticket or mailbox; empty where there is none. */
export async function fillSignature(tx: Tx, where: Where): Promise<Filled> {
  const { mailboxId, values } = await surroundingsOf(tx, where)
  const signature = await own(tx)
  if (!signature || (mailboxId && signature.off_mailbox_ids.includes(mailboxId)))
    return { html: '', body: '', unknown: [] }
  return fill(signature, values)
}

const own = (tx: Tx): Promise<Signature | undefined> =>
  tables(tx).selectFrom('signature').selectAll().where('user_id', '=', tx.actor.id).executeTakeFirst()
