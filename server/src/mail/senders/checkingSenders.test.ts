import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '../../../test/world.ts'
import type { AskDns } from '../../connectors/dns.ts'
import { ingestRound } from '../arriving/ingesting.ts'
import { keepMail, mailKeeper } from '../arriving/keeping.ts'
import { checkingSenders } from './checkingSenders.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ TRUSTED_RELAYS: '198.51.100.0/28', TRUSTED_AUTHSERV_IDS: 'mx.acme.example' })
})
afterAll(() => world.close())

const zone: Record<string, string> = {
  'shop.example': 'v=spf1 ip4:192.0.2.10 -all',
  '_dmarc.shop.example': 'v=DMARC1; p=reject',
}
const missing = (name: string) => Object.assign(new Error(`ENODATA ${name}`), { code: 'ENODATA' })
const dns: AskDns = async (name, type) => {
  const text = type === 'TXT' ? zone[name] : undefined
  if (text === undefined) throw missing(name)
  return [[text]]
}
const away: AskDns = async () => {
  throw Object.assign(new Error('queryTxt ESERVFAIL'), { code: 'ESERVFAIL' })
}
const mail = (subject: string, head = '') =>
  `${head}From: Ada <ada@shop.example>\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@shop.example>\r\n\r\nWords.\r\n`

async function arrive(subject: string, ip: string, head = ''): Promise<void> {
  await mailKeeper(world.store).keep({
    bytes: Buffer.from(mail(subject, head)),
    envelopeFrom: 'ada@shop.example',
    recipients: [world.acme.mailbox],
    peer: { ip, helo: 'out.shop.example' },
  })
  while ((await ingestRound(world.store)) > 0);
}

const idsOf = async (subject: string) =>
  (
    await world.rows<{ id: string }>(
      world.acme.orgId,
      `select o.id from occurrence o join message m on m.id = o.message_id where m.subject = $1`,
      [subject],
    )
  ).map(({ id }) => id)

async function check(subject: string, ask = dns, attempt = 1): Promise<void> {
  const io = {
    unit: world.as.bind(null, world.acme.orgId) as never,
    ...{ store: world.store, attempt, signal: AbortSignal.abort() },
  }
  await checkingSenders(ask).run(io, { occurrenceIds: await idsOf(subject) })
}

async function shown(subject: string) {
  const [row] = await world.rows<{ ticket_id: string }>(
    world.acme.orgId,
    'select ticket_id from message where subject = $1',
    [subject],
  )
  const { body } = await world.ask('Kim', 'GET', `/api/tickets/${row!.ticket_id}`)
  const types = body.events.map(({ type }: { type: string }) => type)
  return {
    ...{ status: body.status, authentication: body.messages[0].authentication, verdict: body.messages[0].verdict },
    told: types.filter((type: string) => type === 'message.authenticated').length,
  }
}

test('the ticket is there first; what is found out of the sender comes to it, once, and with its reasons', async () => {
  await arrive('first', '192.0.2.10')
  expect(await shown('first')).toMatchObject({ status: 'new', authentication: null, told: 0 })
  await check('first')
  await check('first')
  const { authentication, told } = await shown('first')
  expect([authentication.verdict, told]).toEqual(['verified', 1])
  expect(authentication.reasons).toContain('SPF: shop.example sends from 192.0.2.10.')
  const [{ id, ticket_id }] = (await world.rows<{ id: string; ticket_id: string }>(
    world.acme.orgId,
    `select id, ticket_id from message where subject = 'first'`,
  )) as [{ id: string; ticket_id: string }]
  const source = await world.ask('Kim', 'GET', `/api/tickets/${ticket_id}/messages/${id}/source`)
  expect(source.body.occurrences[0]).toMatchObject({
    peer: { ip: '192.0.2.10', helo: 'out.shop.example' },
    authentication: { verdict: 'verified' },
  })
})

test('the errand is ordered with the ticket, in the same commit', async () => {
  await arrive('ordered', '192.0.2.10')
  const [id] = await idsOf('ordered')
  const { rows } = await world.store.pool.query(
    `select from pgboss.job where name = 'mail.authenticate' and data->'input'->'occurrenceIds' ? $1`,
    [id],
  )
  expect(rows).toHaveLength(1)
})

test('a stranger who writes as the shop is marked, and the mail is a ticket like any other', async () => {
  await arrive('spoofed', '203.0.113.5')
  await check('spoofed')
  expect(await shown('spoofed')).toMatchObject({ status: 'new', authentication: { verdict: 'failed' } })
})

test('a check that fails is a hint of spam with its sentence, once, and hides nothing', async () => {
  await arrive('hinted', '203.0.113.5')
  await check('hinted')
  await check('hinted')
  const { status, verdict, authentication } = await shown('hinted')
  const hints = verdict.reasons.filter((reason: string) => reason.startsWith('The check of the sender failed: '))
  expect([status, verdict.spam, hints]).toEqual([
    'new',
    true,
    [`The check of the sender failed: ${authentication.reasons[0]}`],
  ])
})

test('the hint goes when another delivery of the same mail stands the check, and other reasons for spam stay', async () => {
  for (const [subject, head] of [
    ['only-check', ''],
    ['check-and-filter', 'X-Spam-Flag: YES\r\n'],
  ] as const) {
    await arrive(subject, '203.0.113.5', head)
    await check(subject)
    expect((await shown(subject)).verdict.spam).toBe(true)
    await arrive(subject, '192.0.2.10', head)
    await check(subject)
  }
  const [check1, filter] = [await shown('only-check'), await shown('check-and-filter')]
  expect([check1.authentication.verdict, check1.verdict.spam, check1.verdict.reasons]).toEqual(['verified', false, []])
  expect([filter.authentication.verdict, filter.verdict.spam]).toEqual(['verified', true])
  expect(filter.verdict.reasons).toHaveLength(1)
})

test('a DNS that fails leaves the ticket alone, is asked again, and its late answer is shown', async () => {
  await arrive('late', '192.0.2.10')
  await expect(check('late', away)).rejects.toThrow('asked about again')
  expect(await shown('late')).toMatchObject({ status: 'new', authentication: { verdict: 'unknown' } })
  await check('late', away, 4)
  await check('late')
  expect(await shown('late')).toMatchObject({ authentication: { verdict: 'verified' } })
})

test('a server of ours is not asked about by SPF, and only it is believed in what it writes', async () => {
  const head = 'Authentication-Results: mx.acme.example; dmarc=pass header.from=shop.example\r\n'
  await arrive('relayed', '198.51.100.3')
  await check('relayed')
  expect((await shown('relayed')).authentication.verdict).toBe('unverified')
  await arrive('relayed-and-told', '198.51.100.3', head)
  await check('relayed-and-told')
  expect((await shown('relayed-and-told')).authentication.verdict).toBe('verified')
  for (const [subject, ip] of [
    ['forged-told', '203.0.113.5'],
    ['forged-near', '10.0.0.9'],
  ] as const) {
    await arrive(subject, ip, head)
    await check(subject)
    expect((await shown(subject)).authentication.verdict).not.toBe('verified')
  }
})

test('another delivery of the same words does not speak for the mail that is shown', async () => {
  await arrive('twice', '203.0.113.5')
  await check('twice')
  await arrive('twice', '192.0.2.10', 'X-Road: other\r\n')
  await check('twice')
  expect(await idsOf('twice')).toHaveLength(2)
  expect((await shown('twice')).authentication.verdict).toBe('failed')
})

test('in the demo, what was sent on this machine is verified; in an organisation of its own it is not', async () => {
  await arrive('here', '127.0.0.1')
  await check('here')
  expect((await shown('here')).authentication.verdict).toBe('unverified')
  await world.rows(world.acme.orgId, 'update org set is_demo = true where id = $1', [world.acme.orgId])
  await arrive('here-demo', '::1')
  await check('here-demo', away)
  await world.rows(world.acme.orgId, 'update org set is_demo = false where id = $1', [world.acme.orgId])
  expect((await shown('here-demo')).authentication).toEqual({
    verdict: 'verified',
    reasons: ['It was sent on this machine.'],
  })
})

test('history asks nobody: no errand is ordered, and one that comes all the same finds nothing to do', async () => {
  const { store, acme } = world
  const before = await store.pool.query(`select count(*) from pgboss.job where name = 'mail.authenticate'`)
  await world.as(acme.orgId, async (tx) => {
    const [box] = await tx.db.withTables<{ mailbox: { id: string } }>().selectFrom('mailbox').select('id').execute()
    const bytes = Buffer.from(mail('long-ago'))
    const envelope = { envelopeFrom: null, envelopeTo: null, receivedAt: tx.now }
    await keepMail(tx, [{ mailboxId: box!.id, providerId: 'import:1', bytes, ...envelope, isHistory: true }])
  })
  while ((await ingestRound(store)) > 0);
  const after = await store.pool.query(`select count(*) from pgboss.job where name = 'mail.authenticate'`)
  expect(after.rows).toEqual(before.rows)
  const asked: string[] = []
  await check('long-ago', async (name) => {
    asked.push(name)
    throw missing(name)
  })
  expect(asked).toEqual([])
  expect((await shown('long-ago')).authentication).toBeNull()
})
