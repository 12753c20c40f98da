import { z } from 'zod'
import { Instant } from '../../platform/instant.ts'
import { type Route, route } from '../../platform/routes.ts'
import { Listing, Page, pageOf, place } from '../paging.ts'
import { blockSender, keysOf, listBlocked, type BlockedSender as Row, unblockSender } from './blocking.ts'
import { spelledOut } from './spelling.ts'

const BlockedSender = z
  .object({
    id: z.string(),
    address: z.string().meta({ description: 'An address, or a domain that begins with @.' }),
    reason: z.string(),
    by: z.object({ id: z.string(), name: z.string() }).nullable(),
    at: Instant,
    moved_tickets: z.number().int().meta({ description: 'How many tickets were moved to spam by blocking.' }),
  })
  .meta({ id: 'BlockedSender' })

/** It stands in a sentence. */
const Reason = z
  .string()
  .trim()
  .max(200)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, 'must be one line')

export const blockingRoutes: Route[] = [
  route('GET /senders/blocked', {
    says: 'Senders whose mail goes to spam, newest first.',
    name: 'listBlockedSenders',
    may: 'sender.block',
    in: Listing.extend({
      sender: z
        .string()
        .max(320)
        .optional()
        .meta({ description: 'Only what applies to this address: itself, or its domain.' }),
    }),
    out: Page(BlockedSender),
    run: async (tx, { limit, cursor, sender }) =>
      pageOf(
        await listBlocked(tx, {
          limit: limit + 1,
          cursor: place(cursor),
          keys: sender === undefined ? undefined : keysOf(sender),
        }),
        limit,
        view,
        ({ at, id }) => [at, id],
      ),
  }),
  route('POST /senders/blocked', {
    says: 'Block a sender, or all of a domain: mail from there goes to spam from now on, and is kept.',
    name: 'blockSender',
    may: 'sender.block',
    status: 201,
    in: z.object({
      address: z.string().max(320).meta({ description: 'An address, or a domain that begins with @.' }),
      reason: Reason.default(''),
      move_tickets: z
        .boolean()
        .default(false)
        .meta({ description: 'Move the new, open and pending tickets of this sender to spam, too.' }),
    }),
    out: BlockedSender,
    run: async (tx, wish) => view(await blockSender(tx, wish)),
  }),
  route('DELETE /senders/blocked/:id', {
    says: 'Take a block back: mail from there is mail again.',
    may: 'sender.block',
    in: z.object({
      id: z.uuid(),
      restore: z
        .boolean()
        .default(false)
        .meta({ description: 'Also take out of spam what the block has moved there.' }),
    }),
    out: null,
    run: unblockSender,
  }),
]

const view = ({ moved, address, ...row }: Row): z.input<typeof BlockedSender> => ({
  ...row,
  address: spelledOut(address),
  moved_tickets: moved.length,
})
