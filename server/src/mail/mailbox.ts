import { type Generated, sql } from 'kysely'
import { problem } from '../platform/problem.ts'
import type { Store } from '../platform/store.ts'
import type { Tx } from '../platform/work.ts'
import type { Moved } from '../tickets/index.ts'
import type { RecipientEvidence } from './parsing/recipientEvidence.ts'
import type { Authenticated } from './senders/authenticating.ts'

type Mailbox = {
  id: string
  address: string
  name: string
  created_at: Date
  shadow_since: Generated<Date | null>
  shadow_ended_at: Generated<Date | null>
  /** Mail to local+anything@domain comes here as well. */
  plus_addresses: Generated<boolean>
  /** The name beside the address. */
  from_name: Generated<'person' | 'address' | 'mailbox'>
  /** The address that it writes from unless another is named; null: its own. */
  default_identity_id: Generated<string | null>
  domains_checked_at: Generated<Date | null>
  /** When Google is asked again which addresses its account may send from. */
  send_as_due_at: Generated<Date | null>
  send_as_asked_at: Generated<Date | null>
  send_as_error: Generated<string | null>
}

export const stages = ['kept', 'parsed', 'stitched', 'routed'] as const
export type Stage = { stage: (typeof stages)[number]; at: string; error?: string }

type Occurrence = {
  id: string
  mailbox_id: string
  provider_id: string
  raw_sha256: string
  size: number
  envelope_from: string | null
  envelope_to: string | null
  received_at: Date
  is_history: boolean
  labels: string[] | null
  provider_thread: string | null
  /** It could not be brought whole: its bytes are its header, or none. */
  is_header_only: Generated<boolean>
  state: 'kept' | 'done' | 'failed'
  attempts: number
  next_try_at: Date
  error: string | null
  message_id: string | null
  stages: Stage[]
  peer_ip: string | null
  peer_helo: string | null
  authentication: Authenticated | null
  recipient: RecipientEvidence | null
}

type RawMail = { sha256: string; bytes: Buffer | null; blob: boolean; kept_at: Date }

type BlockedSender = {
  id: string
  address: string
  reason: string
  blocked_by: string | null
  blocked_at: Date
  moved: Moved[]
}

type ThreadKey = {
  mailbox_id: string
  key: string
  kind: 'own' | 'ref'
  ticket_id: string
  message_id: string
  at: Date
  list_id: string | null
  internal: boolean
}

type Collision = {
  id: string
  message_id_header: string
  message_id_sha256: string
  kind: 'variant' | 'different'
  messages: number
  first_seen_at: Date
  newest_at: Date
  seen_at: Date | null
  seen_by_user_id: string | null
}

type CollisionSearch = {
  started_at: Date
  finished_at: Date | null
  next_after: string
  done: number
  total: number
  unread: number
}

/** The tables this module owns. */
export const tables = (tx: Tx) =>
  tx.db.withTables<{
    mailbox: Mailbox
    occurrence: Occurrence
    raw_mail: RawMail
    thread_key: ThreadKey
    collision: Collision
    collision_search: CollisionSearch
    blocked_sender: BlockedSender
  }>()

export type MailboxRow = { id: string; address: string; name: string }

export const addressTaken = problem('address-taken', 409, 'This address belongs to somebody else')

/** An address of the organisation that mail may be sent to. An address that exists already is left as it is. */
export async function openMailbox(tx: Tx, { address, name }: { address: string; name: string }): Promise<MailboxRow> {
  const row = { id: tx.newId(), address: address.toLowerCase(), name, created_at: tx.now }
  await tables(tx)
    .insertInto('mailbox')
    .values(row)
    .onConflict((on) => on.column('address').doNothing())
    .execute()
  const mailbox = await tables(tx)
    .selectFrom('mailbox')
    .select(['id', 'address', 'name'])
    .where('address', '=', row.address)
    .executeTakeFirst()
  if (!mailbox) throw addressTaken(`Mail to ${row.address} belongs to somebody else on this server.`)
  return mailbox
}

export async function listMailboxes(tx: Tx): Promise<MailboxRow[]> {
  return tables(tx).selectFrom('mailbox').select(['id', 'address', 'name']).orderBy('address').execute()
}

/** Every address that is ours, with its mailbox: those of the mailboxes, and those that they write from and have proven to be theirs. */
export async function listOwnAddresses(tx: Tx): Promise<MailboxRow[]> {
  const mailboxes = await listMailboxes(tx)
  const known = new Set(mailboxes.map(({ address }) => address))
  const { rows } = await sql<MailboxRow>`
    select mailbox_id as id, address, name from send_identity where verified_at is not null and removed_at is null
    order by address, created_at`.execute(tx.db)
  return [...mailboxes, ...rows.filter(({ address }) => !known.has(address))]
}

/** Whose mailbox an envelope recipient is, asked before the organisation is known. `support+tag@` belongs to `support@`. */
export async function findMailbox(
  store: Store,
  address: string,
): Promise<{ mailboxId: string; orgId: string } | undefined> {
  const wanted = withoutTag(address)
  const found = await sql<{ mailbox_id: string; org_id: string }>`select * from mailbox_by_address(${wanted})`.execute(
    store.db,
  )
  const row = found.rows[0]
  return row && { mailboxId: row.mailbox_id, orgId: row.org_id }
}

export function withoutTag(address: string): string {
  const { local, domain } = splitAddress(address)
  return `${local.split('+', 1)[0]}@${domain}`.toLowerCase()
}

/** The part after the first plus sign, lower-case, or null. */
export function tagOf(address: string): string | null {
  const { local } = splitAddress(address)
  const plus = local.indexOf('+')
  return plus < 0 ? null : local.slice(plus + 1).toLowerCase()
}

export function splitAddress(address: string): { local: string; domain: string } {
  const at = address.lastIndexOf('@')
  return at < 0 ? { local: address, domain: '' } : { local: address.slice(0, at), domain: address.slice(at + 1) }
}
