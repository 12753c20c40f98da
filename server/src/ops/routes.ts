import { sql } from 'kysely'
import { z } from 'zod'
import { type Route, route } from '../platform/routes.ts'
import type { Tx } from '../platform/work.ts'
import type { Alert } from './alerting.ts'
import { deadLetterRoutes } from './deadLetterRoutes.ts'
import { overviewRoutes } from './overviewRoutes.ts'

const AlertView = z.object({
  condition: z.string(),
  says: z.string(),
  todo: z.string(),
  page: z.string(),
  opened_at: z.string(),
  closed_at: z.string().nullable(),
})

export const routes: Route[] = [
  route('GET /ops/alerts', {
    says: 'What needs a person to look after this server.',
    name: 'listAlerts',
    may: 'ops.see',
    in: z.object({}),
    out: z.object({ items: z.array(AlertView), next_cursor: z.null() }),
    run: async (tx) => ({ items: (await listAlerts(tx)).map(view), next_cursor: null }),
  }),
  ...overviewRoutes,
  ...deadLetterRoutes,
]

/** Those of the whole installation and of this organisation: its row security shows no others. */
async function listAlerts(tx: Tx): Promise<Alert[]> {
  const { rows } = await sql<Alert>`
    select condition, subject, says, todo, page, opened_at, closed_at, told_at from alert
    order by opened_at desc, condition, subject`.execute(tx.db)
  return rows
}

function view({ condition, says, todo, page, opened_at, closed_at }: Alert): z.input<typeof AlertView> {
  return {
    condition,
    says,
    todo,
    page,
    opened_at: opened_at.toISOString(),
    closed_at: closed_at?.toISOString() ?? null,
  }
}
