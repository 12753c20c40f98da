import { z } from 'zod'
import { type Route, route } from '../platform/routes.ts'
import { countTickets } from './counting.ts'
import { draftChanged, keepDraft } from './drafting.ts'
import { movingRoutes } from './movingRoutes.ts'
import { newMailRoutes } from './newMailRoutes.ts'
import { openTicket } from './opening.ts'
import { readTicket } from './reading.ts'
import { addNote } from './replying.ts'
import { searchTickets } from './searching.ts'
import { ById, Drafting, Kept, Listing, Noting, Opening, Page, TicketView, Updating } from './shapes.ts'
import { statuses, ticketMerged } from './ticket.ts'
import { conflict, updateTicket } from './updating.ts'
import { waitingRoutes } from './waitingRoutes.ts'
import { ticketGone } from './withdrawing.ts'

const counted = [...statuses, 'mine', 'unassigned'] as const
const Counts = z
  .object(
    Object.fromEntries(counted.map((name) => [name, z.number().int()])) as Record<(typeof counted)[number], z.ZodInt>,
  )
  .meta({ id: 'TicketCounts' })

export const routes: Route[] = [
  route('GET    /tickets', {
    name: 'listTickets',
    says: 'Tickets, newest activity first; those that answer q, newest matching message first.',
    may: 'ticket.see',
    in: Listing,
    out: Page,
    run: searchTickets,
  }),
  route('GET    /tickets/counts', {
    says: 'How many tickets stand in each status.',
    may: 'ticket.see',
    in: z.object({}),
    out: Counts,
    run: countTickets,
  }),
  route('POST   /tickets', {
    says: 'Open a ticket.',
    may: 'ticket.create',
    in: Opening,
    out: TicketView,
    run: openTicket,
    status: 201,
    idempotent: true,
  }),
  route('GET    /tickets/:id', {
    says: 'A ticket whole: thread, timeline, drafts.',
    may: 'ticket.see',
    in: ById,
    out: TicketView,
    refuses: [ticketGone],
    run: readTicket,
  }),
  route('PATCH  /tickets/:id', {
    says: 'Change status, priority, assignee or read mark.',
    may: 'ticket.update',
    in: Updating,
    out: TicketView,
    refuses: [conflict, ticketMerged],
    run: updateTicket,
  }),
  route('POST   /tickets/:id/notes', {
    says: 'Write a note that stays inside.',
    may: 'ticket.reply',
    in: Noting,
    out: TicketView,
    refuses: [ticketMerged],
    run: addNote,
    status: 201,
    idempotent: true,
  }),
  route('PUT    /tickets/:id/drafts/:kind', {
    says: 'Keep what has been typed so far; one without words, files and recipients is forgotten.',
    may: 'ticket.reply',
    in: Drafting,
    out: Kept,
    refuses: [ticketMerged, draftChanged],
    run: keepDraft,
  }),
  ...movingRoutes,
  ...waitingRoutes,
  ...newMailRoutes,
]
