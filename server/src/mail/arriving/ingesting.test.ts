import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '../../../test/world.ts'
import type { Store } from '../../platform/store.ts'
import { inTx, systemActor } from '../../platform/tx.ts'
import { mailReader } from '../parsing/reader.ts'
import { claimWaiting } from './claiming.ts'
import { ingestRound } from './ingesting.ts'
import { mailKeeper } from './keeping.ts'

let world: World
let store: Store

beforeAll(async () => {
  world = await openWorld(process.env.LOG_LEVEL ? { LOG_LEVEL: process.env.LOG_LEVEL } : {})
  store = world.store
})
afterAll(() => world.close())

type Mail = { id?: string; from?: string; subject?: string; headers?: string; body?: string }

const eml = ({ id, from = 'ada@example.com', subject = 'Hello', headers = '', body = 'Words.' }: Mail) =>
  Buffer.from(
    `From: ${from}\r\nTo: support@acme.example\r\nSubject: ${subject}\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n${id ? `Message-ID: <${id}>\r\n` : ''}${headers}\r\n${body}\r\n`,
  )

const arrive = async (...mails: Buffer[]) => {
  const keeper = mailKeeper(store)
  await Promise.all(
    mails.map((bytes) => keeper.keep({ bytes, envelopeFrom: 'ada@example.com', recipients: ['support@acme.example'] })),
  )
  while ((await ingestRound(store)) > 0);
}
const rows = async <T>(query: ReturnType<typeof sql<T>>): Promise<T[]> =>
  world.as(world.acme.orgId, async (tx) => (await query.execute(tx.db)).rows)
const ticketsOf = async (like: string) =>
  (
    await rows(
      sql<{ ticket_id: string }>`select distinct ticket_id from message where message_id_header like ${`${like}%`}`,
    )
  ).map((row) => row.ticket_id)

test('a mail becomes a ticket, and a reply to it joins the ticket', async () => {
  await arrive(eml({ id: 'a1@x' }))
  await arrive(
    eml({ id: 'a2@x', subject: 'Re: Hello', headers: 'In-Reply-To: <a1@x>\r\nReferences: <a1@x>\r\n', body: 'More.' }),
  )
  expect(await ticketsOf('a')).toHaveLength(1)
  expect(await rows(sql`select 1 from occurrence where state <> 'done'`)).toHaveLength(0)
})

test('the same mail delivered twice is one message with two deliveries', async () => {
  await arrive(eml({ id: 'b1@x' }), eml({ id: 'b1@x' }))
  await arrive(eml({ id: 'b1@x' }))
  const [message] = await rows(sql<{ id: string }>`select id from message where message_id_header = 'b1@x'`)
  expect(await rows(sql`select 1 from occurrence where message_id = ${message!.id}`)).toHaveLength(3)
  expect(await ticketsOf('b1')).toHaveLength(1)
})

test('another mail under a used Message-ID is kept as well (R9)', async () => {
  await arrive(eml({ id: 'c1@x' }), eml({ id: 'c1@x', from: 'mallory@example.net', body: 'Other words.' }))
  expect(await rows(sql`select 1 from message where message_id_header = 'c1@x'`)).toHaveLength(2)
})

test('whatever order a thread arrives in, it is one ticket', async () => {
  const thread = (prefix: string) => [
    eml({ id: `${prefix}1@x` }),
    eml({ id: `${prefix}2@x`, headers: `In-Reply-To: <${prefix}1@x>\r\nReferences: <${prefix}1@x>\r\n` }),
    eml({
      id: `${prefix}3@x`,
      headers: `In-Reply-To: <${prefix}2@x>\r\nReferences: <${prefix}1@x> <${prefix}2@x>\r\n`,
    }),
  ]
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ]
  for (const [n, order] of orders.entries()) {
    const mails = thread(`d${n}-`)
    for (const index of order) await arrive(mails[index]!)
    expect(await ticketsOf(`d${n}-`)).toHaveLength(1)
    await arrive(...thread(`e${n}-`).map((_, i, all) => all[order[i]!]!))
    expect(await ticketsOf(`e${n}-`)).toHaveLength(1)
  }
})

test('a stranger who refers to a thread is held on its ticket', async () => {
  await arrive(eml({ id: 'f1@x' }))
  await arrive(eml({ id: 'f2@x', from: 'mallory@example.net', headers: 'In-Reply-To: <f1@x>\r\n' }))
  expect(
    await rows(sql`select held from message where message_id_header in ('f1@x', 'f2@x') order by message_id_header`),
  ).toEqual([{ held: false }, { held: true }])
})

test('a mail that cannot be understood stands before a person with a sentence, and stops no other', async () => {
  await arrive(Buffer.from(''), eml({ id: 'g1@x' }))
  expect(await ticketsOf('g1')).toHaveLength(1)
  const failed = await rows(sql<{ error: string }>`select error from occurrence where state = 'failed'`)
  expect(failed).toHaveLength(1)
  expect(failed[0]!.error).not.toBe('')
  expect(await rows(sql`select 1 from event where type = 'mail.failed'`)).toHaveLength(1)
})

test('two ingesters at once make one ticket of one thread', async () => {
  const keeper = mailKeeper(store)
  const mails = Array.from({ length: 120 }, (_, n) =>
    eml({ id: `h${n}@x`, headers: n ? 'References: <h0@x>\r\n' : '', body: `Words ${n}` }),
  )
  await Promise.all(
    mails.map((bytes) => keeper.keep({ bytes, envelopeFrom: '', recipients: ['support+x@acme.example'] })),
  )
  await Promise.all([ingestRound(store), ingestRound(store)])
  while ((await ingestRound(store)) > 0);
  expect(await ticketsOf('h')).toHaveLength(1)
  expect(await rows(sql`select 1 from message where message_id_header like 'h%@x'`)).toHaveLength(120)
})

/** As long after now as the longest wait between two tries. */
const later = (tries: number): Store => ({ ...store, clock: () => new Date(store.clock().getTime() + tries * 601_000) })
const keepAll = (...mails: Buffer[]) => {
  const keeper = mailKeeper(store)
  return Promise.all(
    mails.map((bytes) => keeper.keep({ bytes, envelopeFrom: '', recipients: ['support@acme.example'] })),
  )
}
const stateOf = (like: string) =>
  rows(
    sql<{ state: string; error: string | null; attempts: number }>`
      select o.state, o.error, o.attempts from occurrence o join raw_mail r on r.sha256 = o.raw_sha256
      where position(${like}::bytea in r.bytes) > 0`,
  )

test('a mail that ends whoever reads it harms no other, and stands before a person after its attempts', {
  timeout: 120_000,
}, async () => {
  const hostile = mailReader({ program: join(import.meta.dirname, '../../../test/hostileReader.ts') })
  await keepAll(eml({ id: 'k1@x' }), eml({ id: 'k2@x', subject: 'crash' }), eml({ id: 'k3@x' }))
  while ((await ingestRound(store, hostile)) > 0);
  expect([...(await ticketsOf('k1')), ...(await ticketsOf('k3'))]).toHaveLength(2)
  const error = 'The process that read this mail ended (SIGSEGV).'
  expect(await stateOf('k2@x')).toEqual([{ state: 'kept', error, attempts: 1 }])
  for (let tries = 1; tries < 5; tries++) while ((await ingestRound(later(tries), hostile)) > 0);
  expect(await stateOf('k2@x')).toEqual([{ state: 'failed', error, attempts: 5 }])
  await hostile.close()
})

test('a mail that ends the whole process is not tried for ever: its attempts are counted before', async () => {
  await keepAll(eml({ id: 'l1@x' }))
  const die = async (tries: number) => {
    const taken = await inTx(later(tries), systemActor(world.acme.orgId, 'mail'), (tx) => claimWaiting(tx))
    expect(taken).toHaveLength(1)
  }
  for (let tries = 0; tries < 25; tries++) await die(tries)
  while ((await ingestRound(later(25))) > 0);
  expect(await stateOf('l1@x')).toMatchObject([
    { state: 'failed', error: 'Docket ended, or lost its database, 25 times while it was reading this mail.' },
  ])
  await keepAll(eml({ id: 'l2@x' }))
  for (let tries = 0; tries < 8; tries++) await die(tries)
  while ((await ingestRound(later(8))) > 0);
  expect(await stateOf('l2@x')).toMatchObject([{ state: 'done' }])
})

test('what two have in hand, because one was slow, becomes one message', async () => {
  await keepAll(eml({ id: 'm1@x' }))
  const slow = mailReader()
  const reads = slow.read
  await ingestRound(store, {
    ...slow,
    read: async (mails) => {
      while ((await ingestRound(later(1))) > 0);
      return reads(mails)
    },
  })
  await slow.close()
  expect(await stateOf('m1@x')).toMatchObject([{ state: 'done', attempts: 2 }])
  expect(await rows(sql`select 1 from message where message_id_header = 'm1@x'`)).toHaveLength(1)
})
