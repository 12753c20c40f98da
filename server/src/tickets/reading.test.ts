import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '../../test/world.ts'
import { messageAbout } from './forwarding.ts'
import { readTicket } from './reading.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

test('a ticket among others with long threads is read without a new plan each time', async () => {
  const { orgId } = world.acme
  const open = async (subject: string) =>
    (
      await world.ask('Kim', 'POST', '/api/tickets', {
        subject,
        body: 'Please help.',
        requester: { email: 'ada@example.com', name: 'Ada' },
      })
    ).body.id as string
  const [short, long] = [await open('Short'), await open('Long')]
  for (let i = 0; i < 200; i++) await open(`Other ${i}`)
  await world.rows(
    orgId,
    `insert into message (id, ticket_id, direction, from_name, from_address, subject, text, reply_text, at)
    select gen_random_uuid(), $1, 'in', 'Ada', 'ada@example.com', 's', 't', 't', now() from generate_series(1, 2000)`,
    [long],
  )
  await world.rows(orgId, 'analyze message')
  const plans = await world.as(orgId, async (tx) => {
    for (let i = 0; i < 20; i++) await Promise.all([readTicket(tx, { id: short }), messageAbout(tx, short, undefined)])
    const { rows } = await sql<{ statement: string; custom: number }>`
      select left(regexp_replace(statement, '\\s+', ' ', 'g'), 60) as statement, custom_plans as custom
      from pg_prepared_statements where statement like '%from message%'`.execute(tx.db)
    return rows
  })
  expect(plans.length).toBeGreaterThanOrEqual(3)
  // PostgreSQL makes the first five for the very values it is asked for.
  expect(plans.filter(({ custom }) => custom > 5)).toEqual([])
}, 60_000)
