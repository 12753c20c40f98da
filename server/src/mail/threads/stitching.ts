import { gather } from './gathering.ts'
import type { Found, KnownThreads, Stitchable, StitchTicket } from './knownThreads.ts'
import { goesWith, placeInThread } from './providerThreads.ts'
import { settle } from './settling.ts'
import { idsOf, listOf, ticketReference, tokensOf } from './threadIds.ts'

export { KnownThreads, type Stitchable, type StitchTicket } from './knownThreads.ts'
export { lookUpThreads } from './lookingUp.ts'
export { idsOf, ticketReferenceId } from './threadIds.ts'

export type StitchReason =
  | 'reply_token'
  | 'in_reply_to'
  | 'references'
  | 'ticket_reference'
  | 'provider_thread'
  | 'child'
  | 'sibling'
  | 'subject_and_sender'
  | 'returned'
  | 'variant'
  | 'new'
  | 'closed'
  | 'new_subject'

/** Two tickets that have to do with each other: what a person sees of why. */
export type LinkReason = 'closed' | 'new_subject' | 'late_parent' | 'subject_number'

export type Stitch = {
  /** Null: it opens a ticket. */
  ticketId: string | null
  reason: StitchReason
  confidence: 'high' | 'medium' | 'low'
  evidence: Record<string, string>
  /** The sender takes no part in the ticket: shown there to staff, and to nobody else, until a person approves. */
  held: boolean
  /** It answers what only colleagues were sent: it is a note. */
  internal?: boolean
  /** Its sender was asked by colleagues: it is a note that they wait for. */
  awaited?: boolean
  /** Tickets that turn out to be pieces of this thread, and become one with its ticket. */
  gathers?: readonly string[]
  /** Tickets that have to do with its ticket and stay what they are; a person decides. */
  links?: readonly { ticketId: string; reason: LinkReason }[]
}

/** A ticket that a mail may join, and by what. */
export type Candidate = {
  ticket: StitchTicket
  reason: StitchReason
  confidence: Stitch['confidence']
  evidence: Record<string, string>
  /** The list through which the mail that leads there came. */
  list: string | null
  internal: boolean
}

/** A mail as it is weighed: who writes, what it names, through which list it came. */
export type Weighed = Stitchable & { sender: string; ids: ReturnType<typeof idsOf>; list: string | null }

/**
 * Finds the ticket of a mail; first match wins (our token, the mail it answers, the mails it refers to, our ticket id, then the mails
 * that referred to it before it came, and for what names no mail the conversation its provider puts it into). Ids count only within the mailbox they came to: an id proves nothing to another mailbox. A
 * number or a name never joins anything, a subject only where the organisation wants it. What the order of arrival tore apart is put
 * together again (gathering.ts); what the organisation wants of old and of new matters is said last (settling.ts).
 */
export function stitch(mail: Stitchable, known: KnownThreads): Stitch {
  const one: Weighed = {
    ...mail,
    sender: mail.read.mail.from?.address.toLowerCase() ?? '',
    ids: idsOf(mail.read),
    list: listOf(mail.read),
  }
  const sure = returned(one, known) ?? byToken(one, known) ?? bounced(one, known)
  if (sure) return settle(one, known, { joins: sure })

  const found = byIds(one, known)
  // The answers to an id belong to the first mail that had it, not to whoever uses it again.
  const isFirst = one.ids.own !== null && !known.owner(one.mailboxId, one.ids.own)
  const children = isFirst ? known.referrers(one.mailboxId, one.ids.own!) : []
  const parentOf = children.filter((child) => belongs(one, child)).map((child) => born('child', child, one.ids.own!))
  const siblings = [...one.ids.parents, ...one.ids.references].flatMap((id) =>
    known
      .referrers(one.mailboxId, id)
      .filter((sibling) => belongs(one, sibling))
      .map((sibling) => born('sibling', sibling, id)),
  )
  const gathered = gather(one, known, [...found, ...parentOf, ...siblings, ...byProvider(one, known)])
  const torn = children.map(({ ticket }) => ticket.id)
  return settle(one, known, { ...gathered, torn })
}

/** A mail we sent that comes back changed on its way: it may never open a ticket, or two machines could talk for ever. */
function returned({ ids, sender }: Weighed, known: KnownThreads): Candidate | undefined {
  const ticket = ids.own && known.ownAddresses.has(sender) ? known.sentBy(ids.own) : undefined
  return ticket && candidate(ticket, 'returned', { message_id: ids.own! })
}

function byToken(one: Weighed, known: KnownThreads): Candidate | undefined {
  for (const { token, where } of tokensOf(one)) {
    const found = known.byToken(token)
    if (!found) continue
    const evidence = { token_for: found.participant, found_in: where }
    const apart = splitOff(found.ticket, one, known)
    return apart
      ? candidate(apart.it.ticket, 'reply_token', { ...evidence, message_id: apart.answered }, apart.it)
      : candidate(found.ticket, 'reply_token', evidence)
  }
  return undefined
}

/** Our mail carries the tag of the ticket it was sent from; when it was split off since, an answer to it goes where it is now. */
function splitOff(
  { id, formerly = [] }: StitchTicket,
  { ids, mailboxId }: Weighed,
  known: KnownThreads,
): { it: Found; answered: string } | undefined {
  const answered = ids.parents[0] ?? ids.references[0]
  const it = answered === undefined ? undefined : known.owner(mailboxId, answered)
  const isOff = it?.ticket.splitFrom?.some((from) => from === id || formerly.some((one) => one.id === from))
  return it && answered !== undefined && isOff ? { it, answered } : undefined
}

function bounced({ ids, mailboxId }: Weighed, known: KnownThreads): Candidate | undefined {
  const found = ids.original ? known.owner(mailboxId, ids.original) : undefined
  return found && candidate(found.ticket, 'in_reply_to', { bounced_message_id: ids.original! })
}

function byIds({ ids, mailboxId }: Weighed, known: KnownThreads): Candidate[] {
  const found: Candidate[] = []
  const held = (reason: StitchReason, ids: readonly string[]) => {
    for (const id of ids) {
      const it = known.owner(mailboxId, id)
      if (it) found.push(named(it, reason, id, known.isShared(mailboxId, id)))
    }
  }
  held('in_reply_to', ids.parents)
  held('references', ids.references)
  for (const id of [...ids.parents, ...ids.references]) {
    const token = ticketReference(id)
    const ours = token && known.byToken(token)
    if (!ours) continue
    const evidence = { token_for: ours.participant, found_in: 'References' }
    found.push(candidate(ours.ticket, 'ticket_reference', evidence))
    break
  }
  return found
}

function byProvider(one: Weighed, known: KnownThreads): Candidate[] {
  const place = placeInThread(one)
  if (!place) return []
  const evidence = {
    provider_thread: one.providerThread!,
    subject: place.kind === 'ref' ? 'an answer' : 'what is answered',
  }
  return goesWith(one, one.sender, place, known).map((it) => ({
    ...candidate(it.ticket, 'provider_thread', evidence, it),
    confidence: 'medium',
  }))
}

/**
 * Mails that name a mail we do not have, or this one before it came, prove nothing about one another: half the world answers one
 * announcement. They belong together when the sender takes part there, or when both came through the same list.
 */
const belongs = ({ sender, list }: Weighed, it: Found): boolean =>
  it.ticket.participants.has(sender) || (list !== null && it.list === list)

const born = (reason: 'child' | 'sibling', it: Found, id: string): Candidate => ({
  ...candidate(it.ticket, reason, { message_id: id }, it),
  confidence: 'medium',
})

/** An id that mails of several tickets carry is weak evidence: the oldest decides, and a person is told. */
const named = (it: Found, reason: StitchReason, id: string, isShared: boolean): Candidate =>
  isShared
    ? {
        ...candidate(it.ticket, reason, { message_id: id, doubt: sharedDoubt }, it),
        confidence: 'low',
      }
    : candidate(it.ticket, reason, { message_id: id }, it)

const sharedDoubt = 'Mails of other tickets carry this Message-ID too; the oldest decided.'

const candidate = (
  ticket: StitchTicket,
  reason: StitchReason,
  evidence: Record<string, string>,
  { list = null, internal = false }: Partial<Found> = {},
): Candidate => ({ ticket, reason, confidence: 'high', evidence, list, internal })
