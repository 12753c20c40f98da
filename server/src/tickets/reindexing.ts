import { sql } from 'kysely'
import type { Store } from '../platform/store.ts'
import { inTx, systemActor } from '../platform/tx.ts'
import type { Tx } from '../platform/work.ts'
import { indexedDownTo, indexMessages, orgsToIndex, recordIndexedDownTo } from '../search/index.ts'
import type { Direction, Named } from './ticket.ts'

const batchMax = 200
/** More than the index takes of one message, in any script. */
const textMax = 200_000

/** Indexes what was written before this version's rules were, in every organisation that has some, newest first. */
export async function indexWaiting(store: Store): Promise<void> {
  for (const orgId of await orgsToIndex(store)) while ((await indexStep(store, orgId)) !== null);
}

/** The next messages of an organisation, in a commit of their own, one process after the other. Says how many; null when none are left. */
export async function indexStep(store: Store, orgId: string): Promise<number | null> {
  return inTx(store, systemActor(orgId, 'search'), async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`index ${orgId}`}, 0))`.execute(tx.db)
    const before = await indexedDownTo(tx)
    if (before === null) return null
    const messages = await messagesBelow(tx, before)
    await indexMessages(tx, messages)
    await recordIndexedDownTo(tx, messages.at(-1)?.messageId ?? null)
    return messages.length > 0 ? messages.length : null
  })
}

/** How many messages there are to find. */
export async function messageCount(tx: Tx): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from message where ticket_id is not null and automatic is null`.execute(tx.db)
  return rows[0]!.n
}

async function messagesBelow(tx: Tx, before: string) {
  const { rows } = await sql<{
    messageId: string
    direction: Direction
    subject: string
    ticket_subject: string
    sender: Named
    author: Named | null
    to: Named[]
    filenames: string[]
    hasAttachment: boolean
    text: string
  }>`
    select m.id as "messageId", m.direction, m.subject, t.subject as ticket_subject,
      json_build_object('name', m.from_name, 'address', m.from_address) as sender,
      case when u.id is not null then json_build_object('name', u.name, 'address', u.email) end as author,
      m.to_addresses || m.cc_addresses as to, left(m.text, ${textMax}) as text,
      array(select filename from attachment a where a.org_id = m.org_id and a.message_id = m.id order by position) as filenames,
      exists (select from attachment a where a.org_id = m.org_id and a.message_id = m.id and not a.inline) as "hasAttachment"
    from message m join ticket t on t.id = m.ticket_id left join app_user u on u.id = m.author_user_id
    where m.id < ${before} and m.automatic is null order by m.id desc limit ${batchMax}`.execute(tx.db)
  return rows.map(({ direction, ticket_subject, sender, author, ...message }) => ({
    ...message,
    subject: direction === 'note' ? ticket_subject : message.subject,
    from: sender.address ? [sender] : author ? [author] : [],
  }))
}
