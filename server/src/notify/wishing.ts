import { may } from '../auth/index.ts'
import { type AnswerDoes, changeAnswers, listMailboxes } from '../mail/index.ts'
import { forbidden, invalid } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import { type Kind, tables } from './notice.ts'

export type Wishes = Record<Kind, boolean> & { answer_does: AnswerDoes }

/** What who has said nothing wants. */
const unsaid: Wishes = { assigned: true, mentioned: true, opened: true, answered: true, answer_does: 'note' }

/** What these people want to be told. */
export async function wishesOf(tx: Tx, userIds: readonly string[]): Promise<Map<string, Wishes>> {
  const rows =
    userIds.length === 0
      ? []
      : await tables(tx)
          .selectFrom('notice_wish')
          .select(['user_id', 'assigned', 'mentioned', 'opened', 'answered', 'answer_does'])
          .where('user_id', 'in', [...userIds])
          .execute()
  const said = new Map(rows.map(({ user_id, ...wishes }) => [user_id, wishes]))
  return new Map(userIds.map((id) => [id, said.get(id) ?? unsaid]))
}

/** What whoever asks wants, and each mailbox with whether its new tickets are told. */
export async function ownWishes(tx: Tx) {
  const wishes = (await wishesOf(tx, [tx.actor.id])).get(tx.actor.id)!
  const follows = await tables(tx)
    .selectFrom('mailbox_follow')
    .select('mailbox_id')
    .where('user_id', '=', tx.actor.id)
    .execute()
  const followed = new Set(follows.map(({ mailbox_id }) => mailbox_id))
  const mailboxes = (await listMailboxes(tx)).map((mailbox) => ({ ...mailbox, followed: followed.has(mailbox.id) }))
  return { ...wishes, mailboxes }
}

/** Only for oneself. What is not named stays; what an answer does counts at once, also for mails that left before. */
export async function changeWishes(
  tx: Tx,
  { mailbox_ids, ...change }: Partial<Wishes> & { mailbox_ids?: string[] | undefined },
): Promise<void> {
  const before = (await wishesOf(tx, [tx.actor.id])).get(tx.actor.id)!
  const said = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const after: Wishes = { ...before, ...said }
  if (after.answer_does !== before.answer_does) {
    // A token that may not write notes must not get there by mail.
    if (after.answer_does !== 'nothing' && !may(tx.actor, 'ticket.reply'))
      throw forbidden('Answers by mail are for who may write on tickets.')
    await changeAnswers(tx, tx.actor.id, after.answer_does)
  }
  await tables(tx)
    .insertInto('notice_wish')
    .values({ user_id: tx.actor.id, ...after, changed_at: tx.now })
    .onConflict((on) => on.column('user_id').doUpdateSet({ ...after, changed_at: tx.now }))
    .execute()
  if (mailbox_ids) await follow(tx, [...new Set(mailbox_ids)])
}

async function follow(tx: Tx, mailboxIds: readonly string[]): Promise<void> {
  const known = new Set((await listMailboxes(tx)).map(({ id }) => id))
  if (mailboxIds.some((id) => !known.has(id)))
    throw invalid('mailbox_ids: there is no such mailbox', {
      errors: [{ field: 'mailbox_ids', message: 'names a mailbox that is not there' }],
    })
  await tables(tx).deleteFrom('mailbox_follow').where('user_id', '=', tx.actor.id).execute()
  if (mailboxIds.length === 0) return
  await tables(tx)
    .insertInto('mailbox_follow')
    .values(mailboxIds.map((mailbox_id) => ({ user_id: tx.actor.id, mailbox_id })))
    .execute()
}

/** Who follows this mailbox. */
export async function followersOf(tx: Tx, mailboxId: string): Promise<string[]> {
  const rows = await tables(tx)
    .selectFrom('mailbox_follow')
    .select('user_id')
    .where('mailbox_id', '=', mailboxId)
    .execute()
  return rows.map(({ user_id }) => user_id)
}
