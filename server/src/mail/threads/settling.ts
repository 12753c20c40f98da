import type { KnownThreads, StitchTicket } from './knownThreads.ts'
import type { Candidate, LinkReason, Stitch, Weighed } from './stitching.ts'
import { baseSubject, numberInSubject } from './subjects.ts'

const hour = 3_600_000
const linksMax = 20

type Weight = {
  joins?: Candidate
  gathers?: readonly string[]
  /** Tickets with mails that answer this one and came before it. */
  torn?: readonly string[]
}

/** What becomes of a mail now that its ticket is found, or that none is: the part that the organisation has a say in. */
export function settle(one: Weighed, known: KnownThreads, { joins, gathers = [], torn = [] }: Weight): Stitch {
  const opened = joins && opensAnew(one, known, joins)
  const here = opened ? opened.joins : (joins ?? bySubject(one, known))
  const links: Map<string, LinkReason> = new Map(opened && !here ? [[joins.ticket.id, opened.why]] : [])
  for (const ticketId of torn)
    if (ticketId !== here?.ticket.id && !gathers.includes(ticketId)) link(links, ticketId, 'late_parent')
  if (!here) {
    const named = numbered(one, known)
    if (named) link(links, named.id, 'subject_number')
  }
  const said = links.size > 0 ? { links: [...links].map(([ticketId, reason]) => ({ ticketId, reason })) } : {}
  if (!here) {
    const { why, evidence } = opened ?? { why: 'new' as const, evidence: {} }
    return { ticketId: null, reason: why, confidence: 'high', evidence, held: false, ...said }
  }
  const { ticket, reason, confidence, evidence } = here
  const awaited = isAsked(here, one)
  return {
    ticketId: ticket.id,
    reason,
    confidence,
    evidence,
    held: !ticket.participants.has(one.sender),
    ...(here.internal || awaited ? { internal: true } : {}),
    ...(awaited ? { awaited } : {}),
    ...(gathers.length > 0 && !opened ? { gathers } : {}),
    ...said,
  }
}

/** Colleagues asked him about this ticket: he answers them, and not the customer. */
const isAsked = ({ ticket }: Pick<Candidate, 'ticket'>, { sender }: Weighed): boolean =>
  ticket.insiders?.has(sender) ?? false

function link(links: Map<string, LinkReason>, ticketId: string, reason: LinkReason): void {
  if (links.size < linksMax && !links.has(ticketId)) links.set(ticketId, reason)
}

/** Closed so long ago that an answer to it is a new matter. What is history, or was written by a machine, is put where it belongs. */
export function isLongClosed(
  ticket: StitchTicket,
  { receivedAt, isHistory }: Weighed,
  { settings }: KnownThreads,
): boolean {
  if (settings.closedDays === null || !receivedAt || isHistory || ticket.status !== 'closed' || !ticket.closedAt)
    return false
  return receivedAt.getTime() - ticket.closedAt.getTime() > settings.closedDays * 24 * hour
}

type Anew = {
  why: 'closed' | 'new_subject'
  evidence: Record<string, string>
  /** An answer before this one has opened the new ticket already. */
  joins?: Candidate
}

/** Whether an answer is a matter of its own: its ticket was closed long ago, or it bears another subject. */
function opensAnew(one: Weighed, known: KnownThreads, { ticket, ...how }: Candidate): Anew | undefined {
  const { bounce, vacation, loop } = one.read.mail.verdict
  if (
    bounce ||
    vacation ||
    loop ||
    how.internal ||
    isAsked({ ticket }, one) ||
    how.reason === 'returned' ||
    ticket.status === 'spam'
  )
    return undefined
  const isClosed = isLongClosed(ticket, one, known)
  const subject = baseSubject(one.read.mail.subject)
  const isOther = known.settings.newSubjectOpens && subject !== '' && differs(ticket, subject)
  if (!isClosed && !isOther) return undefined
  const further = known
    .continuations(ticket.id)
    .find(
      (it) => it.participants.has(one.sender) && !isLongClosed(it, one, known) && !(isOther && differs(it, subject)),
    )
  const evidence = { answers_ticket: ticket.id, ...how.evidence }
  const why = isClosed ? 'closed' : 'new_subject'
  return { why, evidence, ...(further ? { joins: { ...how, ticket: further, evidence } } : {}) }
}

const differs = ({ subject = '' }: StitchTicket, base: string): boolean =>
  subject !== '' && subject !== '(no subject)' && baseSubject(subject) !== base

/** Only if the organisation wants it, and only for a live mail of a person that names no other mail at all. */
function bySubject({ read, ids, ...one }: Weighed, known: KnownThreads): Candidate | undefined {
  const { subjectHours } = known.settings
  const { subject, verdict } = read.mail
  const base = baseSubject(subject)
  if (subjectHours === null || !one.receivedAt || one.isHistory || base === '') return undefined
  if (ids.parents.length + ids.references.length > 0 || verdict.auto_generated || verdict.bounce) return undefined
  const since = one.receivedAt.getTime() - subjectHours * hour
  const ticket = known
    .alike(one.mailboxId, one.sender, base)
    .find(({ status, activeAt }) => status !== 'spam' && activeAt && activeAt.getTime() >= since)
  if (!ticket) return undefined
  const evidence = { subject: base, sender: one.sender }
  return { ticket, reason: 'subject_and_sender', confidence: 'low', evidence, list: null, internal: false }
}

/** The ticket whose number somebody who takes part in it wrote into a subject: shown beside the new one, and no more than that. */
function numbered({ read, mailboxId, sender }: Weighed, known: KnownThreads): StitchTicket | undefined {
  const ticket = known.numbered(numberInSubject(read.mail.subject) ?? -1)
  return ticket?.mailboxId === mailboxId && ticket.participants.has(sender) ? ticket : undefined
}
