import { z } from 'zod'
import { defineEvent } from '../platform/events.ts'
import { priorities, statuses } from './ticket.ts'

const onTicket = { ticketId: z.string() }
const onMessage = { ...onTicket, messageId: z.string() }

/** A ticket began: by a mail, or by hand. */
export const ticketOpened = defineEvent('ticket.opened', z.object(onTicket))
/** A customer's words arrived; never for history. */
export const messageReceived = defineEvent('message.received', z.object(onMessage))
/** A mail that could not be read when it came was understood later, by a replay, and is here now. */
export const messageRecovered = defineEvent('message.recovered', z.object(onMessage))
/** It was found out whether the sender of a message is who the mail says; never for history. */
export const messageAuthenticated = defineEvent(
  'message.authenticated',
  z.object({ ...onMessage, verdict: z.string() }),
)
/** Someone wrote an answer; it leaves after this commit. */
export const replyQueued = defineEvent('reply.queued', z.object({ ...onMessage, deliveryId: z.string() }))
/** A reply that waited is to leave at once. */
export const replyHastened = defineEvent('reply.hastened', z.object({ ...onMessage, deliveryId: z.string() }))
/** A reply was taken back before it left, by a person or because the customer wrote first; its words are a draft again. */
export const replyCancelled = defineEvent(
  'reply.cancelled',
  z.object({ ...onMessage, why: z.enum(['undone', 'answered']) }),
)
/** Nothing was left of a ticket but the mail that opened it, and that was taken back before it left: the ticket is gone. */
export const ticketWithdrawn = defineEvent('ticket.withdrawn', z.object({ ...onMessage, number: z.number() }))
/** Another mail server proved that a mail of ours did not arrive at this address. */
export const deliveryBounced = defineEvent(
  'delivery.bounced',
  z.object({ ...onMessage, address: z.string(), says: z.string() }),
)
/** The mail that opened a ticket is acknowledged; the acknowledgement leaves after this commit. */
export const acknowledgementQueued = defineEvent(
  'acknowledgement.queued',
  z.object({ ...onMessage, deliveryId: z.string() }),
)
/** The mail that opened a ticket is not acknowledged; why stands beside it. */
export const acknowledgementDeclined = defineEvent('acknowledgement.declined', z.object(onMessage))
/** `mentions`: the colleagues whom it names. */
export const noteAdded = defineEvent('note.added', z.object({ ...onMessage, mentions: z.array(z.string()).optional() }))
/** An outgoing mail was sent, failed, or its fate is unsure. */
export const deliveryChanged = defineEvent('delivery.changed', z.object({ ...onMessage, status: z.string() }))
/** Only what changed is named, old and new. */
export const ticketChanged = defineEvent(
  'ticket.changed',
  z.object({
    ...onTicket,
    status: z.tuple([z.enum(statuses), z.enum(statuses)]).optional(),
    priority: z.tuple([z.enum(priorities), z.enum(priorities)]).optional(),
    assignee: z.tuple([z.string().nullable(), z.string().nullable()]).optional(),
    unread: z.boolean().optional(),
  }),
)
const bothTickets = {
  ...onTicket,
  fromId: z.string(),
  fromNumber: z.number(),
  intoId: z.string(),
  intoNumber: z.number(),
  messages: z.number(),
}
/** All messages of one ticket went to another. Emitted for each of the two, as the next three are. */
export const ticketMerged = defineEvent('ticket.merged', z.object({ ...bothTickets, reason: z.string() }))
/** They went back; `stayed` were written since. */
export const ticketUnmerged = defineEvent('ticket.unmerged', z.object({ ...bothTickets, stayed: z.number() }))
/** Some messages became a ticket of their own. */
export const ticketSplit = defineEvent('ticket.split', z.object(bothTickets))
/** They went back; `stayed` were written on the new ticket since. */
export const ticketUnsplit = defineEvent('ticket.unsplit', z.object({ ...bothTickets, stayed: z.number() }))
/** Two tickets are shown with each other; emitted for each. */
export const ticketLinked = defineEvent(
  'ticket.linked',
  z.object({ ...onTicket, otherId: z.string(), otherNumber: z.number(), reason: z.string() }),
)
const aboutSender = { ...onMessage, address: z.string(), name: z.string(), messages: z.number() }
/** A person lets somebody take part whose mail was held. */
export const senderApproved = defineEvent('sender.approved', z.object(aboutSender))
/** A person takes that back. */
export const senderHeld = defineEvent('sender.held', z.object(aboutSender))
