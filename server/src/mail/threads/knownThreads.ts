import { claimedNumber, type Facts } from '../../tickets/index.ts'
import type { ReadMail } from '../parsing/parsed.ts'
import { baseSubject } from './subjects.ts'
import { type ThreadSettings, threadDefaults } from './threadSettings.ts'

/** What decides whether a mail may join a ticket. What is not known of it allows nothing. */
export type StitchTicket = Named & {
  status?: string
  subject?: string
  mailboxId?: string | null
  closedAt?: Date | null
  activeAt?: Date
  facts?: Facts | undefined
  /** Tickets that were merged into it: their numbers and tags lead here. */
  formerly?: readonly Named[]
  /** Participants whom colleagues only asked: what they write stays inside. */
  insiders?: ReadonlySet<string>
  /** Tickets that it was split off from. */
  splitFrom?: readonly string[]
}
type Named = { id: string; number: number; participants: ReadonlySet<string> }

export type Stitchable = {
  mailboxId: string
  envelopeTo: string | null
  read: ReadMail
  /** Without it the mail is weighed as history is: how long ago a ticket was closed does not count. */
  receivedAt?: Date
  /** The conversation that its provider puts it into. */
  providerThread?: string | null
  isHistory?: boolean
}

/** Where an id stands in a mailbox: on which ticket, since when, through which list. */
type Standing = { ticketId: string; at: number; list: string | null; internal: boolean }
/** `at`: when the first mail that stands there was taken in, in ms. */
export type Found = { ticket: StitchTicket; list: string | null; internal: boolean; at: number }

/** What is known of the threads a batch may belong to; grows as its mails are stitched, so that they find each other too. */
export class KnownThreads {
  readonly ownAddresses: ReadonlySet<string>
  readonly settings: ThreadSettings
  readonly #tickets = new Map<string, StitchTicket>()
  readonly #byNumber = new Map<number, { ticket: StitchTicket; as: Named }>()
  readonly #keys = new Map<string, Map<string, Standing>>()
  readonly #sent = new Map<string, string>()
  readonly #links = new Map<string, { newer: string; reason: string }[]>()
  readonly #apart = new Set<string>()
  readonly #verify: (ticket: Named, token: string) => string | null

  constructor(
    ownAddresses: ReadonlySet<string>,
    verify: (ticket: Named, token: string) => string | null,
    settings: ThreadSettings = threadDefaults,
  ) {
    this.ownAddresses = ownAddresses
    this.#verify = verify
    this.settings = settings
  }

  addTicket(ticket: StitchTicket): void {
    for (const as of [ticket, ...(ticket.formerly ?? [])]) {
      this.#tickets.set(as.id, ticket)
      this.#byNumber.set(as.number, { ticket, as })
    }
  }

  addFacts(facts: ReadonlyMap<string, Facts>): void {
    for (const [id, known] of facts) {
      const ticket = this.#tickets.get(id)
      if (ticket) ticket.facts = known
    }
  }

  addSent(messageId: string, ticketId: string): void {
    this.#sent.set(messageId, ticketId)
  }

  addKey(
    kind: 'own' | 'ref',
    mailboxId: string,
    key: string,
    ticketId: string,
    at: Date,
    { list = null, internal = false }: { list?: string | null; internal?: boolean } = {},
  ): void {
    const place = `${kind} ${mailboxId} ${key}`
    const standings = this.#keys.get(place) ?? new Map<string, Standing>()
    const which = `${ticketId} ${list}`
    const before = standings.get(which)
    if (!before || at.getTime() < before.at) standings.set(which, { ticketId, at: at.getTime(), list, internal })
    this.#keys.set(place, standings)
  }

  /** Two tickets that have to do with each other and are two all the same: the link, or a person who undid a merge, says so. */
  addLink(older: string, newer: string, reason: string): void {
    this.#links.set(older, [...(this.#links.get(older) ?? []), { newer, reason }])
    this.#apart.add(pair(older, newer))
  }

  areApart = (one: string, other: string): boolean => this.#apart.has(pair(one, other))

  /** The tickets that an answer to this one opened before. */
  continuations = (ticketId: string): StitchTicket[] =>
    (this.#links.get(ticketId) ?? [])
      .filter(({ reason }) => reason === 'closed' || reason === 'new_subject')
      .flatMap(({ newer }) => this.#tickets.get(newer) ?? [])
      .sort((a, b) => ageOf(b) - ageOf(a))

  /** The mail under this id; the oldest one that stands under it decides, whichever was read first. */
  owner = (mailboxId: string, id: string): Found | undefined => this.owners(mailboxId, id)[0]
  owners = (mailboxId: string, id: string): Found[] => this.#at(`own ${mailboxId} ${id}`)
  /** Mails of several tickets carry this id. */
  isShared = (mailboxId: string, id: string): boolean =>
    new Set(this.owners(mailboxId, id).map(({ ticket }) => ticket.id)).size > 1
  /** Tickets whose mails refer to this id, the oldest reference first. */
  referrers = (mailboxId: string, id: string): Found[] => this.#at(`ref ${mailboxId} ${id}`)
  sentBy = (id: string) => this.#tickets.get(this.#sent.get(id) ?? '')
  numbered = (number: number) => this.#byNumber.get(number)?.ticket

  /** Tickets of the sender with the same subject in the same mailbox, the latest first. */
  alike(mailboxId: string, sender: string, subject: string): StitchTicket[] {
    return [...new Set(this.#tickets.values())]
      .filter(
        (ticket) =>
          ticket.mailboxId === mailboxId &&
          ticket.participants.has(sender) &&
          baseSubject(ticket.subject ?? '') === subject,
      )
      .sort((a, b) => (b.activeAt?.getTime() ?? 0) - (a.activeAt?.getTime() ?? 0))
  }

  /** From here on what leads to the one leads to the other. */
  gather(fromId: string, intoId: string): void {
    const into = this.#tickets.get(intoId)
    if (!into) return
    for (const [id, ticket] of this.#tickets) if (ticket.id === fromId) this.#tickets.set(id, into)
    for (const [number, { ticket, as }] of this.#byNumber)
      if (ticket.id === fromId) this.#byNumber.set(number, { ticket: into, as })
  }

  /** A mail joined: what is true of all mails of its ticket may no longer be. */
  joined(ticketId: string, facts: Facts): void {
    const ticket = this.#tickets.get(ticketId)
    if (!ticket?.facts) return
    ticket.facts = {
      onlyAnswers: ticket.facts.onlyAnswers && facts.onlyAnswers,
      onlyList: ticket.facts.onlyList && facts.onlyList,
    }
  }

  byToken(token: string): { ticket: StitchTicket; participant: string } | undefined {
    const named = this.#byNumber.get(claimedNumber(token) ?? -1)
    const participant = named && this.#verify(named.as, token)
    return named && participant ? { ticket: named.ticket, participant } : undefined
  }

  #at(place: string): Found[] {
    const standings = [...(this.#keys.get(place)?.values() ?? [])].sort((a, b) => a.at - b.at)
    return standings.flatMap(({ ticketId, list, internal, at }) => {
      const ticket = this.#tickets.get(ticketId)
      return ticket ? [{ ticket, list, internal, at }] : []
    })
  }
}

const pair = (one: string, other: string) => (one < other ? `${one} ${other}` : `${other} ${one}`)
/** A ticket of this batch has no number yet: it is the youngest. */
export const ageOf = ({ number }: StitchTicket) => number || Number.POSITIVE_INFINITY
