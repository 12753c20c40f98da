import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendBySmtp } from '../../../test/smtp.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { smtpServer } from './arriving.ts'

let world: World
let smtp: Awaited<ReturnType<typeof smtpServer>>
beforeAll(async () => {
  world = await openWorld()
  smtp = await smtpServer(world.store)
})
afterAll(async () => {
  await smtp.close()
  await world.close()
})

const mailOf = (nonce: string) => `From: ada@customer.example\r\nSubject: ${nonce}\r\n\r\nWords.\r\n`
const arrive = (nonce: string) => sendBySmtp(smtp.port, { to: world.acme.mailbox, bytes: mailOf(nonce) })
/** Bytes and delivery as another connection sees them, which is after the commit only. */
const kept = (nonce: string) =>
  world.as(world.acme.orgId, async (tx) => {
    const { rows } = await sql`select from occurrence o join raw_mail r on r.sha256 = o.raw_sha256
      where r.bytes = ${Buffer.from(mailOf(nonce))}`.execute(tx.db)
    return rows.length
  })
const owner = (sql: string) => world.rows(world.acme.orgId, sql)

test('when the sender hears 250, everyone else sees the mail already (R2)', async () => {
  const nonces = Array.from({ length: 60 }, (_, i) => `ordered-${i}`)
  const lanes = [0, 1, 2].map(async (lane) => {
    for (const nonce of nonces.filter((_, i) => i % 3 === lane)) {
      expect([await arrive(nonce), await kept(nonce)]).toEqual([250, 1])
    }
  })
  await Promise.all(lanes)
})

test.each([
  ['the bytes cannot be written', 'raw_mail', 'before insert', 'trigger'],
  ['the delivery cannot be written', 'occurrence', 'before insert', 'trigger'],
  ['the commit itself fails', 'occurrence', 'after insert', 'constraint trigger'],
])(
  'when %s, the sender hears 451, nothing is kept, and the next mail is taken again (R2)',
  async (name, table, at, kind) => {
    const deferred = kind === 'trigger' ? '' : 'deferrable initially deferred'
    await owner(
      `create or replace function broken() returns trigger language plpgsql as $$ begin raise 'i/o error'; end $$`,
    )
    await owner(`create ${kind} broken ${at} on ${table} ${deferred} for each row execute function broken()`)
    expect(await arrive(name)).toBe(451)
    expect(await kept(name)).toBe(0)
    await owner(`drop trigger broken on ${table}`)
    expect(await kept(name)).toBe(0)
    expect(await arrive(name)).toBe(250)
    expect(await kept(name)).toBe(1)
  },
)
