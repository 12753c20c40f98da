import type { z } from 'zod'
import { may } from '../auth/index.ts'
import type { Language } from '../mail/index.ts'
import { forbidden, notFound } from '../platform/problem.ts'
import type { Actor, Tx } from '../platform/work.ts'
import { type Filled, fill } from './filling.ts'
import type { Macro, MacroChange, MacroView, Where } from './shapes.ts'
import { mustBeMailboxes, surroundingsOf } from './where.ts'

type View = z.input<typeof MacroView>
type Row = {
  id: string
  owner_user_id: string | null
  name: string
  html: string
  body: string
  mailbox_id: string | null
  language: Language | null
  status: View['status']
  created_at: Date
  updated_at: Date
}
const tables = (tx: Tx) => tx.db.withTables<{ macro: Row }>()

/** Everybody's and one's own: those made for this mailbox and this language first, then by name. */
export async function listMacros(tx: Tx, where: Where): Promise<View[]> {
  const { mailboxId, language } = await surroundingsOf(tx, where)
  const rows = await seen(tx).orderBy('name').orderBy('id').execute()
  const fit = (row: Row) => fitOf(row, mailboxId, language)
  return rows.sort((a, b) => fit(b) - fit(a)).map((row) => viewOf(tx.actor, row, fit(row) > 0))
}

/** What is made for elsewhere comes after what is made for nowhere in particular. */
function fitOf({ mailbox_id, language }: Row, mailboxId: string | null, spoken: Language | null): number {
  const weigh = (wanted: string | null, here: string | null, weight: number) =>
    wanted === null || here === null ? 0 : wanted === here ? weight : -weight
  return weigh(mailbox_id, mailboxId, 1) + weigh(language, spoken, 2)
}

export async function addMacro(tx: Tx, { shared, ...wanted }: z.output<typeof Macro>): Promise<View> {
  const owner_user_id = shared ? null : tx.actor.id
  mustBeChangeable(tx.actor, { owner_user_id })
  await mustBeMailboxes(tx, 'mailbox_id', wanted.mailbox_id ? [wanted.mailbox_id] : [])
  const row = { id: tx.newId(), owner_user_id, ...wanted, created_at: tx.now, updated_at: tx.now }
  const made = await tables(tx).insertInto('macro').values(row).returningAll().executeTakeFirstOrThrow()
  return viewOf(tx.actor, made)
}

export async function changeMacro(tx: Tx, { id, shared, ...change }: z.output<typeof MacroChange>): Promise<View> {
  const owner_user_id = (await toChange(tx, id)).owner_user_id
  const owner = shared === undefined ? owner_user_id : shared ? null : tx.actor.id
  mustBeChangeable(tx.actor, { owner_user_id: owner })
  await mustBeMailboxes(tx, 'mailbox_id', change.mailbox_id ? [change.mailbox_id] : [])
  const row = await tables(tx)
    .updateTable('macro')
    .set({ ...change, owner_user_id: owner, updated_at: tx.now })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return viewOf(tx.actor, row)
}

export async function removeMacro(tx: Tx, { id }: { id: string }): Promise<void> {
  await toChange(tx, id)
  await tables(tx).deleteFrom('macro').where('id', '=', id).execute()
}

/** Its words as they read on this ticket, and what the ticket becomes. */
export async function fillMacro(
  tx: Tx,
  { id, ...where }: Where & { id: string },
): Promise<Filled & Pick<View, 'status'>> {
  const macro = await seen(tx).where('id', '=', id).executeTakeFirst()
  if (!macro) throw notFound()
  return { ...fill(macro, (await surroundingsOf(tx, where)).values), status: macro.status }
}

/** A colleague's own are not there. */
const seen = (tx: Tx) =>
  tables(tx)
    .selectFrom('macro')
    .selectAll()
    .where((eb) => eb.or([eb('owner_user_id', 'is', null), eb('owner_user_id', '=', tx.actor.id)]))

async function toChange(tx: Tx, id: string): Promise<Row> {
  const row = await seen(tx).where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw notFound()
  mustBeChangeable(tx.actor, row)
  return row
}

function mustBeChangeable(actor: Actor, row: Pick<Row, 'owner_user_id'>): void {
  if (!mayChange(actor, row)) throw forbidden('Only who may change the settings changes what is everybody’s.')
}

const mayChange = (actor: Actor, { owner_user_id }: Pick<Row, 'owner_user_id'>): boolean =>
  owner_user_id === null ? may(actor, 'settings.manage') : owner_user_id === actor.id

const viewOf = (actor: Actor, row: Row, fits = false): View => ({
  ...{ id: row.id, name: row.name, html: row.html, body: row.body, shared: row.owner_user_id === null },
  ...{ mailbox_id: row.mailbox_id, language: row.language, status: row.status, updated_at: row.updated_at },
  fits,
  can_change: mayChange(actor, row),
})
