import { z } from 'zod'
import { invalid } from '../../platform/problem.ts'
import { type Route, route } from '../../platform/routes.ts'
import { type Collision as CollisionRow, listCollisions, markCollisionSeen, readCollision } from './colliding.ts'
import { collisionSearch, type CollisionSearch as Search, startCollisionSearch } from './searchingCollisions.ts'

const Instant = z.string().meta({ format: 'date-time' })
const ById = z.object({ id: z.uuid() })

const Line = z.object({ sign: z.enum(['-', '+', ' ']), text: z.string() })
const Difference = z
  .object({
    what: z.enum(['subject', 'from', 'date', 'attachments', 'body']),
    first: z.string().optional().meta({ description: 'What the first mail has; not of a body.' }),
    here: z.string().optional().meta({ description: 'What this mail has; not of a body.' }),
    lines: z
      .array(Line)
      .optional()
      .meta({ description: 'Of a body: what only the first has (-) and only this one (+).' }),
    more: z.number().int().optional().meta({ description: 'How many more lines differ.' }),
  })
  .meta({ id: 'MailDifference' })

const CollidingMail = z
  .object({
    id: z.string(),
    direction: z.enum(['in', 'out', 'note']),
    ticket: z.object({ id: z.string(), number: z.number().int() }).nullable(),
    from: z.object({ name: z.string(), address: z.string() }),
    subject: z.string(),
    sent_at: Instant.nullable().meta({ description: 'As the mail says.' }),
    at: Instant,
    held: z.boolean(),
    attachments: z.array(z.object({ filename: z.string(), size: z.number().int(), sha256: z.string() })),
    deliveries: z.number().int(),
    mailboxes: z.array(z.string()),
    differs: z.array(Difference).meta({ description: 'From the first mail; none of the first itself.' }),
  })
  .meta({ id: 'CollidingMail' })

const Collision = z
  .object({
    id: z.string(),
    message_id: z.string(),
    kind: z.enum(['variant', 'different']).meta({
      description: 'variant: one mail but for what a mailing list adds; different: other mails under one id.',
    }),
    message_count: z.number().int(),
    first_seen_at: Instant.meta({ description: 'When the id came on a second mail.' }),
    newest_at: Instant,
    seen_at: Instant.nullable(),
    seen_by: z.string().nullable(),
    messages: z.array(CollidingMail).meta({ description: 'The oldest ten.' }),
  })
  .meta({ id: 'Collision' })

const Backfill = z
  .object({
    started_at: Instant,
    finished_at: Instant.nullable(),
    done: z.number().int(),
    total: z.number().int(),
    unread: z.number().int().meta({ description: 'Mails whose bytes could not be had or read.' }),
  })
  .meta({ id: 'CollisionBackfill' })

export const collisionRoutes: Route[] = [
  route('GET  /ops/messages/collisions', {
    says: 'Message-IDs that different mails carry, each with its mails and what differs.',
    name: 'listCollisions',
    may: 'ops.see',
    in: z.object({
      limit: z.coerce.number().int().min(1).max(200).default(50),
      cursor: z.string().max(200).optional(),
    }),
    out: z.object({
      items: z.array(Collision),
      next_cursor: z.string().nullable(),
      backfill: Backfill.nullable().meta({
        description: 'The last search through what is held; null when there was none.',
      }),
    }),
    run: async (tx, { limit, cursor }) => {
      const rows = await listCollisions(tx, { limit: limit + 1, cursor: cursor ? placeOf(cursor) : undefined })
      const shown = rows.slice(0, limit)
      const last = rows.length > limit ? shown.at(-1) : undefined
      const search = await collisionSearch(tx)
      return {
        items: shown.map(viewOf),
        next_cursor: last ? `${last.newest_at.toISOString()}_${last.id}` : null,
        backfill: search && searchView(search),
      }
    },
  }),
  route('POST /ops/messages/collisions/backfill', {
    says: 'Look through all mail that is held for Message-IDs used twice; how far it has come stands in the list.',
    name: 'backfillCollisions',
    may: 'ops.retry',
    in: z.object({}),
    out: Backfill,
    run: async (tx) => searchView(await startCollisionSearch(tx)),
  }),
  route('GET  /ops/messages/collisions/:id', {
    says: 'One Message-ID that different mails carry.',
    name: 'readCollision',
    may: 'ops.see',
    in: ById,
    out: Collision,
    run: async (tx, { id }) => viewOf(await readCollision(tx, id)),
  }),
  route('POST /ops/messages/collisions/:id/seen', {
    says: 'Mark it as looked at, until another mail comes under that id.',
    name: 'markCollisionSeen',
    may: 'ops.retry',
    in: ById,
    out: z.object({}),
    run: async (tx, { id }) => {
      await markCollisionSeen(tx, id)
      return {}
    },
  }),
]

const viewOf = ({ first_seen_at, newest_at, seen_at, ...rest }: CollisionRow): z.input<typeof Collision> => ({
  ...rest,
  first_seen_at: first_seen_at.toISOString(),
  newest_at: newest_at.toISOString(),
  seen_at: seen_at?.toISOString() ?? null,
})

const searchView = ({ started_at, finished_at, ...counts }: Search): z.input<typeof Backfill> => ({
  ...counts,
  started_at: started_at.toISOString(),
  finished_at: finished_at?.toISOString() ?? null,
})

const Place = z.tuple([z.iso.datetime(), z.uuid()])

function placeOf(cursor: string): { at: Date; id: string } {
  const read = Place.safeParse(cursor.split('_'))
  if (!read.success) throw invalid('The cursor is not one of ours.')
  return { at: new Date(read.data[0]), id: read.data[1] }
}
