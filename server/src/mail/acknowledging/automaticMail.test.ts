import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Desk } from '../../../test/acknowledging.ts'
import { makeStore } from '../../app/opening.ts'
import { sweepAlerts } from '../../ops/alerting.ts'
import { stopAfter } from './automaticMail.ts'

let desk: Desk
beforeAll(async () => {
  desk = await Desk.open()
  desk.at('2026-11-21T10:00:00Z')
})
afterAll(() => desk.close())
beforeEach(() => {
  desk.left.length = 0
})

const count = async () => (await desk.rows<{ n: number }>('select count(*)::int as n from automatic_mail'))[0]!.n

test('1,000 tickets of one address within a minute are acknowledged once', { timeout: 120_000 }, async () => {
  const from = 'flood@shop.example'
  for (let round = 0; round < 10; round++) {
    const mails = Array.from({ length: 100 }, (_, i) => ({
      from: `Flo <flood+${i}@shop.example>`,
      text: `${round} ${i}`,
    }))
    const ids = await desk.receive(...mails)
    expect(ids).toHaveLength(100)
    desk.wait(0.1)
  }
  expect(desk.left).toHaveLength(1)
  expect(await count()).toBe(1)
  const [told] = await desk.rows<{ sent: number; declined: number }>(
    `select count(*) filter (where outcome = 'sent')::int as sent, count(*) filter (where outcome = 'declined')::int as declined from acknowledgement`,
  )
  expect(told).toEqual({ sent: 1, declined: 999 })
  const [last] = await desk.receive({ from })
  expect(await desk.decided(last!)).toBe('declined: The sender had an acknowledgement within the last hour.')
})

test('one an hour and three a day, also after a restart', async () => {
  const from = 'often@shop.example'
  const heard: (string | null)[] = []
  for (const minutes of [0, 59, 2, 61, 61, 600]) {
    desk.wait(minutes)
    const [id] = await desk.receive({ from })
    heard.push(await desk.decided(id!))
    // Nothing of it is remembered by a process.
    const { config, connection, clock } = desk.world.store
    const other = makeStore(config, connection as never, clock)
    await other.pool.end()
  }
  const [hour, day] = [
    'declined: The sender had an acknowledgement within the last hour.',
    'declined: The sender had 3 automatic mails within a day already.',
  ]
  expect(heard).toEqual(['sent', hour, 'sent', 'sent', day, day])
  desk.wait(24 * 60)
  const [id] = await desk.receive({ from })
  expect(await desk.decided(id!)).toBe('sent')
})

test('removing a ticket makes no room for another acknowledgement', async () => {
  const from = 'removed@shop.example'
  const [id] = await desk.receive({ from })
  const { id: ticketId } = await desk.ticketOf(id!)
  await desk.rows(
    'update occurrence set message_id = null where message_id in (select id from message where ticket_id = $1)',
    [ticketId],
  )
  await desk.rows('delete from ticket where id = $1', [ticketId])
  const [again] = await desk.receive({ from })
  expect(await desk.decided(again!)).toContain('within the last hour')
})

test('where too many leave at once, all stop, somebody is told, and it ends by a click or by itself', async () => {
  desk.sends = false
  desk.wait(60)
  const before = await count()
  let people = 0
  const flood = (n: number) =>
    desk.receive(...Array.from({ length: n }, () => ({ from: `p${++people}@shop.example`, text: `${people}` })))
  await flood(60)
  await flood(60)
  expect((await count()) - before).toBe(stopAfter.mails)
  const [late] = await flood(1)
  expect(await desk.decided(late!)).toMatch(
    /^declined: Acknowledgements are stopped until \d\d:\d\d UTC: 100 left within 10 minutes\.$/,
  )
  const alerts = async () =>
    (await desk.world.ask('Ana', 'GET', '/api/ops/alerts')).body.items.filter(
      ({ condition, closed_at }: { condition: string; closed_at: string | null }) =>
        condition === 'acknowledging-stopped' && !closed_at,
    )
  await sweepAlerts(desk.world.store)
  expect(await alerts()).toHaveLength(1)
  expect((await desk.world.ask('Gina', 'GET', '/api/ops/alerts')).text).not.toContain('acknowledging')
  const page = () => desk.world.ask('Ana', 'GET', '/api/acknowledging')
  expect((await page()).body.stop).not.toBe(null)

  expect((await desk.world.ask('Ana', 'POST', '/api/acknowledging/resume')).status).toBe(204)
  expect((await page()).body.stop).toBe(null)
  const [free] = await flood(1)
  expect(await desk.decided(free!)).toBe('sent')
  const { body } = await desk.world.ask('Ana', 'GET', '/api/audit?type=acknowledging')
  expect(body.items[0]).toMatchObject({ type: 'acknowledging.resumed' })
  desk.wait(2)
  await sweepAlerts(desk.world.store)
  expect(await alerts()).toEqual([])

  await flood(120)
  expect((await page()).body.stop).not.toBe(null)
  desk.wait(61)
  expect((await page()).body.stop).toBe(null)
  const [later] = await flood(1)
  expect(await desk.decided(later!)).toBe('sent')
})
