import { type Route, route } from '../platform/routes.ts'
import { alreadyLeaving, cancelReply } from './cancelling.ts'
import { sendNow } from './leaving.ts'
import { declareSent, notUnsure } from './settlingDoubt.ts'
import { ById, Cancelled, Id, TicketView } from './shapes.ts'
import { ticketMerged } from './ticket.ts'
import { ticketGone } from './withdrawing.ts'

const OfMessage = ById.extend({ message_id: Id })

/** What can be done about a mail that waits to leave, or of which nobody knows whether it left. */
export const waitingRoutes: Route[] = [
  route('POST   /tickets/:id/messages/:message_id/cancel', {
    says: "Take a mail back that has not begun to leave; its words are its writer's draft again. If it opened its ticket and nothing else stands there, the ticket goes with it.",
    name: 'cancelReply',
    may: 'ticket.reply',
    in: OfMessage,
    out: Cancelled,
    refuses: [alreadyLeaving, ticketMerged, ticketGone],
    run: cancelReply,
  }),
  route('POST   /tickets/:id/messages/:message_id/send-now', {
    says: 'Let a reply that waits leave at once.',
    name: 'sendNow',
    may: 'ticket.reply',
    in: OfMessage,
    out: TicketView,
    refuses: [alreadyLeaving, ticketMerged],
    run: sendNow,
  }),
  route('POST   /tickets/:id/messages/:message_id/declare-sent', {
    says: 'Say of a mail that was perhaps sent that it was: somebody has looked.',
    name: 'declareSent',
    may: 'ticket.reply',
    in: OfMessage,
    out: TicketView,
    refuses: [notUnsure, ticketMerged],
    run: declareSent,
  }),
]
