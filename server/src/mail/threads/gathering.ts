import { ageOf, type KnownThreads, type StitchTicket } from './knownThreads.ts'
import { isLongClosed } from './settling.ts'
import type { Candidate, Weighed } from './stitching.ts'

/** A mail that ties more tickets together than this is no mail of a thread. */
const gathersMax = 20

/**
 * The one ticket a mail joins, and the others that its coming makes one with it. A child and a grandparent that came before the parent
 * made two tickets: now that the parent is here they are one. Only where nobody gains sight of anything: both are with the same people
 * and one of them is a piece that began in the middle, or both are nothing but mail of the list that this mail came through. A ticket
 * that began by itself, was linked, or was taken apart by a person stays what it is.
 */
export function gather(
  one: Weighed,
  known: KnownThreads,
  candidates: readonly Candidate[],
): { joins?: Candidate; gathers: readonly string[] } {
  const [first, ...others] = distinct(one, candidates)
  if (!first) return { gathers: [] }
  const { bounce, vacation, loop } = one.read.mail.verdict
  if (bounce || vacation || loop) return { joins: first, gathers: [] }

  const mayBeOne = (a: Candidate, b: Candidate): boolean =>
    !known.areApart(a.ticket.id, b.ticket.id) &&
    [a, b].every(({ ticket }) => ticket.status !== 'spam' && !isLongClosed(ticket, one, known)) &&
    (areOfOneList(one, a, b) || areOfOneSender(one, a.ticket, b.ticket))
  const pieces = [first, ...others.filter((other) => mayBeOne(first, other))]
  const into = [...pieces].sort((a, b) => rank(a.ticket) - rank(b.ticket))[0]!
  const gathers = pieces
    .filter((piece) => piece !== into && mayBeOne(into, piece))
    .slice(0, gathersMax)
    .map(({ ticket }) => ticket.id)
  return { joins: into === first ? first : { ...first, ticket: into.ticket }, gathers }
}

const areOfOneList = ({ list }: Weighed, a: Candidate, b: Candidate): boolean =>
  list !== null && [a, b].every((each) => each.list === list && each.ticket.facts?.onlyList === true)

function areOfOneSender({ sender }: Weighed, a: StitchTicket, b: StitchTicket): boolean {
  const isSame =
    a.participants.size === b.participants.size && [...a.participants].every((one) => b.participants.has(one))
  const isPiece = a.facts?.onlyAnswers === true || b.facts?.onlyAnswers === true
  return a.participants.has(sender) && isSame && isPiece && a.facts !== undefined && b.facts !== undefined
}

/** The one that began by itself stays, then the oldest. */
const rank = (ticket: StitchTicket): number => (ticket.facts?.onlyAnswers ? 1e15 : 0) + Math.min(ageOf(ticket), 1e14)

/** The first way to each ticket; that it can also be reached through the list of this mail is kept. */
function distinct({ list }: Weighed, candidates: readonly Candidate[]): Candidate[] {
  const byTicket = new Map<string, Candidate>()
  for (const one of candidates) {
    const before = byTicket.get(one.ticket.id)
    byTicket.set(one.ticket.id, before && one.list === list ? { ...before, list } : (before ?? one))
  }
  return [...byTicket.values()]
}
