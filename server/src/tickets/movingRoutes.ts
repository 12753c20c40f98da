import { z } from 'zod'
import { invalid, notFound } from '../platform/problem.ts'
import { type Route, route } from '../platform/routes.ts'
import type { Tx } from '../platform/work.ts'
import { approveSender, holdSender, isRequester, nobodyToApprove } from './approving.ts'
import { cannotMerge, mergeTickets, type Undone, unmergeTicket } from './merging.ts'
import { lockThreading } from './moving.ts'
import { readTicket } from './reading.ts'
import { ById, Id, Splitting, TicketView } from './shapes.ts'
import { cannotSplit, splitTicket, unsplitTicket } from './splitting.ts'
import { lockTicket, tables, ticketMerged } from './ticket.ts'
import { conflict, mustBeVersion } from './updating.ts'

const Merging = ById.extend({
  version: z.number().int().meta({ description: 'The version you saw; another one there is a conflict.' }),
  into_ticket_id: Id.optional().meta({ description: 'Where to, under this name or the other.' }),
  into_ticket_number: z
    .number()
    .int()
    .min(1)
    .optional()
    .meta({ description: 'The same by its number; with both, both must name it.' }),
  add_participants: z.boolean().optional().meta({
    description:
      'Whether those who take part in the one take part in the other. Without it: only when both have the same requester.',
  }),
})

const Undoing = z
  .object({
    ticket: TicketView,
    stayed: z.number().int().meta({ description: 'Messages written since, which stay where they were written.' }),
  })
  .meta({ id: 'Undone' })

const OfMessage = ById.extend({ message_id: Id })

/** Which ticket messages stand on, and who takes part in it. */
export const movingRoutes: Route[] = [
  route('POST   /tickets/:id/merge', {
    says: 'Merge a ticket into another; answers with the other.',
    name: 'mergeTicket',
    may: 'ticket.update',
    in: Merging,
    out: TicketView,
    refuses: [conflict, cannotMerge, ticketMerged],
    run: mergeByHand,
  }),
  route('POST   /tickets/:id/unmerge', {
    says: 'Undo a merge: its messages go back.',
    name: 'unmergeTicket',
    may: 'ticket.update',
    in: ById,
    out: Undoing,
    run: async (tx, { id }) => undone(tx, id, await unmergeTicket(tx, { id })),
  }),
  route('POST   /tickets/:id/split', {
    says: 'Make a ticket of some messages; answers with the new one.',
    may: 'ticket.update',
    in: Splitting,
    out: TicketView,
    refuses: [conflict, cannotSplit, ticketMerged],
    run: splitTicket,
    status: 201,
  }),
  route('POST   /tickets/:id/unsplit', {
    says: 'Undo a split, asked of the new ticket: its messages go back.',
    name: 'unsplitTicket',
    may: 'ticket.update',
    in: ById,
    out: Undoing,
    run: async (tx, { id }) => undone(tx, id, await unsplitTicket(tx, { id })),
  }),
  route('POST   /tickets/:id/messages/:message_id/approve', {
    says: 'Let the sender of a held message take part in the ticket.',
    may: 'ticket.update',
    in: OfMessage,
    out: TicketView,
    refuses: [nobodyToApprove, ticketMerged],
    run: approveSender,
  }),
  route('POST   /tickets/:id/messages/:message_id/hold', {
    says: 'Undo an approval: what this sender wrote is held again.',
    may: 'ticket.update',
    in: OfMessage,
    out: TicketView,
    refuses: [nobodyToApprove, isRequester, ticketMerged],
    run: holdSender,
  }),
]

async function mergeByHand(tx: Tx, input: z.output<typeof Merging>): Promise<z.input<typeof TicketView>> {
  const { id, version, add_participants: addParticipants } = input
  await lockThreading(tx)
  const from = await tables(tx).selectFrom('ticket').select('merged_into').where('id', '=', id).executeTakeFirst()
  if (!from) throw notFound()
  const intoId = await targetOf(tx, input)
  if (from.merged_into !== intoId) await mustBeVersion(tx, await lockTicket(tx, id), version)
  await mergeTickets(tx, { fromId: id, intoId, reason: 'by_hand', addParticipants })
  return readTicket(tx, { id: intoId })
}

async function targetOf(tx: Tx, input: z.output<typeof Merging>): Promise<string> {
  const { into_ticket_id: byId, into_ticket_number: byNumber } = input
  const field = byId ? 'into_ticket_id' : 'into_ticket_number'
  if (!byId && byNumber === undefined) throw refused(field, 'is required, or into_ticket_id')
  const found = await tables(tx)
    .selectFrom('ticket')
    .select('id')
    .$if(byId !== undefined, (query) => query.where('id', '=', byId!))
    .$if(byNumber !== undefined, (query) => query.where('number', '=', byNumber!))
    .executeTakeFirst()
  if (!found) throw refused(field, 'there is no such ticket')
  return found.id
}

const refused = (field: string, message: string) => invalid(`${field}: ${message}`, { errors: [{ field, message }] })

async function undone(tx: Tx, id: string, did: Undone | null): Promise<z.input<typeof Undoing>> {
  return { ticket: await readTicket(tx, { id: did?.backId ?? id }), stayed: did?.stayed ?? 0 }
}
