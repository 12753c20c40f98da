import { sql } from 'kysely'
import type { Keys } from '../platform/secrets.ts'
import type { Tx } from '../platform/work.ts'
import { claimedNumber, sentByMessageId, ticketsForStitching, verifyReplyTag } from '../tickets/index.ts'
import { splitAddress, tagOf } from './mailbox.ts'
import type { ReadMail } from './parsed.ts'

/** What decides whether a mail may join a ticket; `formerly` are those merged into it, `splitFrom` those it was split off from. */
export type StitchTicket = Known & { formerly?: readonly Known[]; splitFrom?: readonly string[] }
type Known = { id: string; number: number; participants: ReadonlySet<string> }

export type StitchReason =
  | 'reply_token'
  | 'in_reply_to'
  | 'references'
  | 'ticket_reference'
  | 'child'
  | 'sibling'
  | 'returned'
  | 'variant'
  | 'new'

export type Stitch = {
  /** Null: it opens a ticket. */
  ticketId: string | null
  reason: StitchReason
  confidence: 'high' | 'medium' | 'low'
  evidence: Record<string, string>
  /** The sender takes no part in the ticket: shown there to staff, and to nobody else, until a person approves. */
  held: boolean
}

export type Stitchable = { mailboxId: string; envelopeTo: string | null; read: ReadMail }

const idsMax = 100

/**
 * Finds the ticket of a mail; first match wins (our token, the mail it answers, the mails it refers to, our ticket id, then the mails
 * that referred to it before it came). Ids count only within the mailbox they came to: an id proves nothing to another mailbox. A
 * subject, a number or a name never joins anything.
 */
export function stitch(mail: Stitchable, known: KnownThreads): Stitch {
  const { read, mailboxId } = mail
  const sender = read.mail.from?.address.toLowerCase() ?? ''
  const ids = idsOf(read)
  const joined = (
    ticket: StitchTicket,
    reason: StitchReason,
    confidence: Stitch['confidence'],
    evidence: Record<string, string>,
  ): Stitch => ({
    ticketId: ticket.id,
    reason,
    confidence,
    evidence,
    held: !ticket.participants.has(sender),
  })
  // An id that mails of several tickets carry is weak evidence: the oldest decides, and a person is told.
  const sure = (name: string, id: string): [Stitch['confidence'], Record<string, string>] =>
    known.isShared(mailboxId, id)
      ? ['low', { [name]: id, doubt: 'Mails of other tickets carry this Message-ID too; the oldest decided.' }]
      : ['high', { [name]: id }]

  // A mail we sent that comes back changed on its way: it may never open a ticket, or two machines could talk for ever.
  const returned = ids.own && known.ownAddresses.has(sender) ? known.sentBy(ids.own) : undefined
  if (returned && ids.own) return joined(returned, 'returned', 'high', { message_id: ids.own })

  for (const { token, where } of tokensOf(mail)) {
    const found = known.byToken(token)
    if (!found) continue
    const evidence = { token_for: found.participant, found_in: where }
    const apart = splitOff(found.ticket, mail, known)
    return apart
      ? joined(apart.ticket, 'reply_token', 'high', { ...evidence, message_id: apart.answered })
      : joined(found.ticket, 'reply_token', 'high', evidence)
  }
  if (ids.original) {
    const ticket = known.owner(mailboxId, ids.original)
    if (ticket) return joined(ticket, 'in_reply_to', ...sure('bounced_message_id', ids.original))
  }
  for (const id of ids.parents) {
    const ticket = known.owner(mailboxId, id)
    if (ticket) return joined(ticket, 'in_reply_to', ...sure('message_id', id))
  }
  for (const id of ids.references) {
    const ticket = known.owner(mailboxId, id)
    if (ticket) return joined(ticket, 'references', ...sure('message_id', id))
  }
  for (const id of [...ids.parents, ...ids.references]) {
    const token = ticketReference(id)
    const found = token && known.byToken(token)
    if (found)
      return joined(found.ticket, 'ticket_reference', 'high', { token_for: found.participant, found_in: 'References' })
  }
  // The answers to an id belong to the first mail that had it, not to whoever uses it again.
  const child = ids.own && !known.owner(mailboxId, ids.own) && known.referrer(mailboxId, ids.own)
  if (child && ids.own) return joined(child, 'child', 'medium', { message_id: ids.own })
  for (const id of [...ids.parents, ...ids.references]) {
    const ticket = known.referrer(mailboxId, id)
    if (ticket) return joined(ticket, 'sibling', 'medium', { message_id: id })
  }
  return { ticketId: null, reason: 'new', confidence: 'high', evidence: {}, held: false }
}

/** Our mail carries the tag of the ticket it was sent from; when it was split off since, an answer to it goes where it is now. */
function splitOff(
  { id, formerly = [] }: StitchTicket,
  { read, mailboxId }: Stitchable,
  known: KnownThreads,
): { ticket: StitchTicket; answered: string } | undefined {
  const { parents, references } = idsOf(read)
  const answered = parents[0] ?? references[0]
  const ticket = answered === undefined ? undefined : known.owner(mailboxId, answered)
  const isOff = ticket?.splitFrom?.some((from) => from === id || formerly.some((one) => one.id === from))
  return ticket && answered !== undefined && isOff ? { ticket, answered } : undefined
}

/** What is known of the threads a batch may belong to; grows as its mails are stitched, so that they find each other too. */
export class KnownThreads {
  readonly ownAddresses: ReadonlySet<string>
  readonly #tickets = new Map<string, StitchTicket>()
  readonly #byNumber = new Map<number, { ticket: StitchTicket; as: Known }>()
  readonly #keys = new Map<string, { ticketId: string; at: number }>()
  readonly #shared = new Set<string>()
  readonly #sent = new Map<string, string>()
  readonly #verify: (ticket: Known, token: string) => string | null

  constructor(ownAddresses: ReadonlySet<string>, verify: (ticket: Known, token: string) => string | null) {
    this.ownAddresses = ownAddresses
    this.#verify = verify
  }

  addTicket(ticket: StitchTicket): void {
    for (const as of [ticket, ...(ticket.formerly ?? [])]) {
      this.#tickets.set(as.id, ticket)
      this.#byNumber.set(as.number, { ticket, as })
    }
  }

  addSent(messageId: string, ticketId: string): void {
    this.#sent.set(messageId, ticketId)
  }

  /** The oldest mail an id stands in decides, whichever was read first. */
  addKey(kind: 'own' | 'ref', mailboxId: string, key: string, ticketId: string, at: Date): void {
    const place = `${kind} ${mailboxId} ${key}`
    const before = this.#keys.get(place)
    if (before && before.ticketId !== ticketId) this.#shared.add(place)
    if (!before || at.getTime() < before.at) this.#keys.set(place, { ticketId, at: at.getTime() })
  }

  owner = (mailboxId: string, id: string) => this.#at(`own ${mailboxId} ${id}`)
  isShared = (mailboxId: string, id: string) => this.#shared.has(`own ${mailboxId} ${id}`)
  referrer = (mailboxId: string, id: string) => this.#at(`ref ${mailboxId} ${id}`)
  sentBy = (id: string) => this.#tickets.get(this.#sent.get(id) ?? '')

  byToken(token: string): { ticket: StitchTicket; participant: string } | undefined {
    const named = this.#byNumber.get(claimedNumber(token) ?? -1)
    const participant = named && this.#verify(named.as, token)
    return named && participant ? { ticket: named.ticket, participant } : undefined
  }

  #at(place: string): StitchTicket | undefined {
    return this.#tickets.get(this.#keys.get(place)?.ticketId ?? '')
  }
}

/**
 * Everything the mails of a batch may join, in three queries however many they are; `here` are tickets that some are known to be on, by
 * whichever mailbox they came there.
 */
export async function lookUpThreads(
  tx: Tx,
  keys: Keys,
  mails: readonly Stitchable[],
  ownAddresses: ReadonlySet<string>,
  here: readonly string[] = [],
): Promise<KnownThreads> {
  const { orgId } = tx.actor
  const known = new KnownThreads(ownAddresses, (ticket, token) =>
    verifyReplyTag(keys, { orgId, ticketId: ticket.id, participants: ticket.participants }, token),
  )
  const ids = new Set<string>()
  const ownIds = new Set<string>()
  const numbers = new Set<number>()
  for (const mail of mails) {
    const { own, original, parents, references } = idsOf(mail.read)
    if (own) ownIds.add(own)
    for (const id of [own, original, ...parents, ...references]) if (id) ids.add(id)
    const tokens = [...tokensOf(mail).map(({ token }) => token), ...[...parents, ...references].map(ticketReference)]
    for (const token of tokens) {
      const number = token && claimedNumber(token)
      if (number) numbers.add(number)
    }
  }
  const rows = ids.size
    ? await keysOf(
        tx,
        mails.map(({ mailboxId }) => mailboxId),
        [...ids],
      )
    : []
  const sent = await sentByMessageId(tx, [...ownIds])
  const ticketIds = new Set([
    ...here,
    ...rows.map((row) => row.ticket_id),
    ...[...sent.values()].map(({ ticketId }) => ticketId),
  ])
  if (ticketIds.size || numbers.size) {
    for (const ticket of await ticketsForStitching(tx, { ids: [...ticketIds], numbers: [...numbers] }))
      known.addTicket(ticket)
  }
  for (const row of rows) known.addKey(row.kind, row.mailbox_id, row.key, row.ticket_id, row.at)
  for (const [id, { ticketId }] of sent) known.addSent(id, ticketId)
  return known
}

type FoundKey = { mailbox_id: string; key: string; kind: 'own' | 'ref'; ticket_id: string; at: Date }

/** A broken machine gives all its mails one id: the first that had it decide, and no mail costs what a thousand others cost. */
const keysMax = 200

async function keysOf(tx: Tx, mailboxIds: readonly string[], ids: readonly string[]): Promise<FoundKey[]> {
  const { rows } = await sql<FoundKey>`
    select k.* from unnest(${[...new Set(mailboxIds)]}::uuid[]) as b(id) cross join unnest(${ids}::text[]) as i(key)
    cross join lateral (
      select mailbox_id, key, kind, ticket_id, at from thread_key
      where mailbox_id = b.id and key = i.key order by message_id limit ${keysMax}
    ) k`.execute(tx.db)
  return rows
}

/** The ids of a mail: its own, that of the mail it returns undelivered, those it answers, and those it refers to, last first. */
export function idsOf(read: ReadMail): {
  own: string | null
  original: string | null
  parents: string[]
  references: string[]
} {
  const { message_id: own, in_reply_to, references, verdict } = read.mail
  const foreign = (id: string) => id !== own
  return {
    own,
    original: verdict.bounce ? read.original : null,
    parents: in_reply_to && foreign(in_reply_to) ? [in_reply_to] : [],
    references: [...new Set(references.slice(-idsMax))].filter(foreign).reverse(),
  }
}

/** Where a reply token may stand, the surest place first. */
function tokensOf({ envelopeTo, read: { headers, mail } }: Stitchable): { token: string; where: string }[] {
  const places: [string, readonly string[]][] = [
    ['envelope', envelopeTo ? [envelopeTo] : []],
    ['Delivered-To', headers.get('delivered-to') ?? []],
    ['X-Original-To', headers.get('x-original-to') ?? []],
    ['To', mail.to.map(({ address }) => address)],
    ['Cc', mail.cc.map(({ address }) => address)],
  ]
  return places.flatMap(([where, addresses]) =>
    addresses.slice(0, idsMax).flatMap((address) => {
      const token = tagOf(address.trim().replace(/^<|>$/g, ''))
      return token && claimedNumber(token) ? [{ token, where }] : []
    }),
  )
}

/** `docket.TOKEN@domain`: the stable id of a ticket, which every mail of ours refers to. */
export const ticketReferenceId = (token: string, domain: string) => `docket.${token}@${domain}`

function ticketReference(id: string): string | null {
  const { local } = splitAddress(id)
  return local.startsWith('docket.') ? local.slice('docket.'.length) : null
}
