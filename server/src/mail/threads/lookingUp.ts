import { sql } from 'kysely'
import type { Keys } from '../../platform/secrets.ts'
import type { Tx } from '../../platform/work.ts'
import {
  claimedNumber,
  linksOf,
  recentTicketsOf,
  sentByMessageId,
  threadFacts,
  ticketsForStitching,
  verifyReplyTag,
} from '../../tickets/index.ts'
import { KnownThreads, type Stitchable } from './knownThreads.ts'
import { placeInThread } from './providerThreads.ts'
import { numberInSubject } from './subjects.ts'
import { idsOf, ticketReference, tokensOf } from './threadIds.ts'
import { readThreadSettings } from './threadSettings.ts'

/**
 * Everything the mails of a batch may join, in a handful of queries however many they are. What could make one ticket of several is only
 * asked for when there are several. `here` are tickets that some are known to be on, by whichever mailbox they came there.
 */
export async function lookUpThreads(
  tx: Tx,
  keys: Keys,
  mails: readonly Stitchable[],
  ownAddresses: ReadonlySet<string>,
  here: readonly string[] = [],
  /** As if this message had not come yet: what it is known by itself does not count. */
  without?: string,
): Promise<KnownThreads> {
  const { orgId } = tx.actor
  const settings = await readThreadSettings(tx)
  const known = new KnownThreads(
    ownAddresses,
    ({ id, participants }, token) => verifyReplyTag(keys, { orgId, ticketId: id, participants }, token),
    settings,
  )
  const named = namesIn(mails)
  const rows = await standings(tx, mails, named.ids, without)
  const sent = await sentByMessageId(tx, [...named.ownIds])
  const ids = new Set([
    ...here,
    ...rows.map((row) => row.ticket_id),
    ...[...sent.values()].map(({ ticketId }) => ticketId),
  ])
  if (settings.subjectHours !== null) for (const id of await recent(tx, mails, settings.subjectHours)) ids.add(id)
  const tickets = await ticketsForStitching(tx, { ids: [...ids], numbers: [...named.numbers] })
  for (const ticket of tickets) known.addTicket(ticket)
  for (const row of rows)
    known.addKey(row.kind, row.mailbox_id, row.key, row.ticket_id, row.at, {
      list: row.list_id,
      internal: row.internal,
    })
  for (const [id, { ticketId }] of sent) known.addSent(id, ticketId)
  if (
    mails.length > 1 ||
    tickets.length > 1 ||
    tickets.some(({ status }) => status === 'closed') ||
    settings.newSubjectOpens
  )
    await addFacts(tx, known, [...new Set([...ids, ...tickets.map(({ id }) => id)])])
  return known
}

/** A ticket by another way than ids: what its mails have in common, what it is linked to, and what went on elsewhere. */
async function addFacts(tx: Tx, known: KnownThreads, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  known.addFacts(await threadFacts(tx, ids))
  const links = await linksOf(tx, ids)
  const further = links.map(({ newer }) => newer).filter((id) => !ids.includes(id))
  for (const ticket of await ticketsForStitching(tx, { ids: further })) known.addTicket(ticket)
  for (const { older, newer, reason } of links) known.addLink(older, newer, reason)
}

function namesIn(mails: readonly Stitchable[]): { ids: Set<string>; ownIds: Set<string>; numbers: Set<number> } {
  const ids = new Set<string>()
  const ownIds = new Set<string>()
  const numbers = new Set<number>()
  for (const mail of mails) {
    const { own, original, parents, references } = idsOf(mail.read)
    if (own) ownIds.add(own)
    for (const id of [own, original, ...parents, ...references, placeInThread(mail)?.key]) if (id) ids.add(id)
    const tokens = [...tokensOf(mail).map(({ token }) => token), ...[...parents, ...references].map(ticketReference)]
    for (const token of tokens) {
      const number = token && claimedNumber(token)
      if (number) numbers.add(number)
    }
    const number = numberInSubject(mail.read.mail.subject)
    if (number) numbers.add(number)
  }
  return { ids, ownIds, numbers }
}

type Row = {
  mailbox_id: string
  key: string
  kind: 'own' | 'ref'
  ticket_id: string
  list_id: string | null
  internal: boolean
  at: Date
}

/**
 * Half the world answers one announcement, and a broken machine gives all its mails one id: the first and the last that had an id are
 * enough, and no mail costs what a thousand others cost.
 */
const standingsMax = 100

async function standings(
  tx: Tx,
  mails: readonly Stitchable[],
  ids: ReadonlySet<string>,
  without: string | undefined,
): Promise<Row[]> {
  const others = without === undefined ? sql`` : sql`and message_id <> ${without}`
  if (ids.size === 0) return []
  const mailboxIds = [...new Set(mails.map(({ mailboxId }) => mailboxId))]
  const { rows } = await sql<Row>`
    select k.* from unnest(${mailboxIds}::uuid[]) as b(id) cross join unnest(${[...ids]}::text[]) as i(key)
    cross join lateral (
      (select mailbox_id, key, kind, ticket_id, list_id, internal, at from thread_key
        where mailbox_id = b.id and key = i.key ${others} order by message_id limit ${standingsMax})
      union
      (select mailbox_id, key, kind, ticket_id, list_id, internal, at from thread_key
        where mailbox_id = b.id and key = i.key ${others} order by message_id desc limit ${standingsMax})
    ) k`.execute(tx.db)
  return rows
}

/** Only a live mail that names no other mail is joined by its subject, so only for such is there anything to look for. */
async function recent(tx: Tx, mails: readonly Stitchable[], hours: number): Promise<string[]> {
  const alone = mails.filter(({ read, isHistory }) => {
    const { parents, references } = idsOf(read)
    return !isHistory && parents.length + references.length === 0
  })
  const senders = [...new Set(alone.flatMap(({ read }) => read.mail.from?.address.toLowerCase() ?? []))]
  const mailboxIds = [...new Set(alone.map(({ mailboxId }) => mailboxId))]
  if (senders.length === 0) return []
  return recentTicketsOf(tx, { senders, mailboxIds, since: new Date(tx.now.getTime() - hours * 3_600_000) })
}
