import { sql } from 'kysely'
import { audit, listUsers } from '../../auth/index.ts'
import { invalid, notFound } from '../../platform/problem.ts'
import type { Tx } from '../../platform/work.ts'
import { type Moved, moveBackFromSpam, moveToSpam } from '../../tickets/index.ts'
import { listOwnAddresses, tables } from '../mailbox.ts'
import { amongMailboxes, domainOf, spelledOnce, spelledOut } from './spelling.ts'

export type BlockedSender = {
  id: string
  address: string
  reason: string
  by: { id: string; name: string } | null
  at: Date
  moved: Moved[]
}

type Wish = { address: string; reason: string; move_tickets: boolean }

/**
 * From now on this sender's mail goes to spam; it is taken in all the same. The tickets of theirs that still wait may go there with it.
 * Blocking again changes the reason, if one is given.
 */
export async function blockSender(tx: Tx, { address, reason, move_tickets }: Wish): Promise<BlockedSender> {
  const blocked = spelledOnce(address)
  if (!blocked || !isWhole.test(address.trim())) throw refused('must be an address, or a domain such as @example.com')
  await mustBeStranger(tx, blocked)
  const { rows } = await sql<{ id: string }>`
    insert into blocked_sender (id, address, reason, blocked_by, blocked_at)
    values (${tx.newId()}, ${blocked}, ${reason}, ${tx.actor.kind === 'user' ? tx.actor.id : null}, ${tx.now})
    on conflict (org_id, address) do update
      set reason = case when excluded.reason = '' then blocked_sender.reason else excluded.reason end
    returning id`.execute(tx.db)
  const { id } = rows[0]!
  // After the row: of two who block the same sender, the second finds the tickets moved.
  const moved = move_tickets ? await moveToSpam(tx, spellingsOf(blocked)) : []
  if (moved.length > 0)
    await tables(tx)
      .updateTable('blocked_sender')
      .set({ moved: sql`moved || ${JSON.stringify(moved)}::jsonb` })
      .where('id', '=', id)
      .execute()
  await audit(tx, 'sender.blocked', { address: blocked, ...(reason && { reason }), tickets: moved.length })
  const [row] = await listBlocked(tx, { id, limit: 1 })
  return row!
}

/** Their mail is mail again. With `restore` the tickets that the block moved, and that are still spam, become what they were. */
export async function unblockSender(tx: Tx, { id, restore }: { id: string; restore: boolean }): Promise<void> {
  const gone = await tables(tx)
    .deleteFrom('blocked_sender')
    .where('id', '=', id)
    .returning(['address', 'moved'])
    .executeTakeFirst()
  if (!gone) throw notFound()
  const back = restore ? await moveBackFromSpam(tx, gone.moved) : 0
  await audit(tx, 'sender.unblocked', { address: gone.address, tickets: back })
}

type Asked = {
  limit: number
  cursor?: { at: Date; id: string } | undefined
  /** Only these, as `keysOf` spells what a sender may be blocked by. */
  keys?: readonly string[] | undefined
  id?: string
}

/** Newest first. */
export async function listBlocked(tx: Tx, { limit, cursor, keys, id }: Asked): Promise<BlockedSender[]> {
  const asked = [
    ...(id ? [sql`b.id = ${id}`] : []),
    ...(keys ? [sql`b.address = any(${keys}::text[])`] : []),
    ...(cursor ? [sql`(b.blocked_at, b.id) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)`] : []),
  ]
  const { rows } = await sql<BlockedSender>`
    select b.id, b.address, b.reason, b.blocked_at as at, b.moved,
      case when u.id is not null then jsonb_build_object('id', u.id, 'name', u.name) end as by
    from blocked_sender b left join app_user u on u.id = b.blocked_by
    where ${asked.length ? sql.join(asked, sql` and `) : sql`true`}
    order by b.blocked_at desc, b.id desc limit ${limit}`.execute(tx.db)
  return rows
}

/** What a sender may be blocked by: their address, and its domain. */
export function keysOf(sender: string): string[] {
  const spelled = spelledOnce(sender)
  return spelled === null ? [] : [...new Set([spelled, domainOf(spelled)])]
}

/** Something before the @ or nothing, and no name around it. */
const isWhole = /^(?:"[^"]{1,64}"|[^\s"<>,;()@]{0,64})@[^\s@]+$/

/** Whoever works here, and our own mailboxes, cannot be blocked, nor a domain they are of. */
async function mustBeStranger(tx: Tx, blocked: string): Promise<void> {
  const isDomain = blocked.startsWith('@')
  const hits = (address: string) => keysOf(address).includes(blocked)
  const mailboxes = (await listOwnAddresses(tx)).map(({ address }) => address)
  const own = isDomain ? mailboxes.find(hits) : amongMailboxes(mailboxes)(blocked) && blocked
  if (own) throw refused(`${isDomain ? `is the domain of ${own}, which` : 'this'} is a mailbox of this organisation`)
  const user = (await listUsers(tx)).find(({ email }) => hits(email))
  if (user) throw refused(`${isDomain ? `is the domain of ${user.name}, who` : `is ${user.name}, who`} works here`)
}

const refused = (message: string) => invalid(`address: ${message}`, { errors: [{ field: 'address', message }] })

/** As contacts may have written themselves: with the domain in letters, or as the DNS writes it. */
function spellingsOf(blocked: string): { addresses: string[]; domains: string[] } {
  const both = [...new Set([blocked, spelledOut(blocked)])]
  return blocked.startsWith('@') ? { addresses: [], domains: both } : { addresses: both, domains: [] }
}
