import { z } from 'zod'
import { type Route, route } from '../platform/routes.ts'
import { keepDraft } from './drafting.ts'
import { countTickets, listTickets } from './listing.ts'
import { openTicket } from './opening.ts'
import { readTicket } from './reading.ts'
import { addNote, sendReply } from './replying.ts'
import { ById, Drafting, Listing, Opening, TicketRow, TicketView, Updating, Writing } from './shapes.ts'
import { statuses } from './ticket.ts'
import { updateTicket } from './updating.ts'

const Page = z.object({ items: z.array(TicketRow), next_cursor: z.string().nullable() })
const Counts = z.object(Object.fromEntries([...statuses, 'mine', 'unassigned'].map((name) => [name, z.number()])))

export const routes: Route[] = [
  route('GET    /tickets', { may: 'ticket.see', in: Listing, out: Page, run: listTickets }),
  route('GET    /tickets/counts', { may: 'ticket.see', in: z.object({}), out: Counts, run: countTickets }),
  route('POST   /tickets', {
    may: 'ticket.create',
    in: Opening,
    out: TicketView,
    run: openTicket,
    status: 201,
    idempotent: true,
  }),
  route('GET    /tickets/:id', { may: 'ticket.see', in: ById, out: TicketView, run: readTicket }),
  route('PATCH  /tickets/:id', { may: 'ticket.update', in: Updating, out: TicketView, run: updateTicket }),
  route('POST   /tickets/:id/replies', {
    may: 'ticket.reply',
    in: Writing,
    out: TicketView,
    run: sendReply,
    status: 201,
    idempotent: true,
  }),
  route('POST   /tickets/:id/notes', {
    may: 'ticket.reply',
    in: Writing,
    out: TicketView,
    run: addNote,
    status: 201,
    idempotent: true,
  }),
  route('PUT    /tickets/:id/drafts/:kind', { may: 'ticket.reply', in: Drafting, out: null, run: keepDraft }),
]
