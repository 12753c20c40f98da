import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { attemptAt } from '../../../test/attempting.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { startSmtpIn } from '../../connectors/smtpIn.ts'
import { ingestRound } from '../arriving/ingesting.ts'
import { mailKeeper } from '../arriving/keeping.ts'
import { parseMail } from '../parsing/parsing.ts'
import { resumeDeliveries } from './sender.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

/** A customer writes, Kim answers; the delivery waits. */
async function answered(subject = 'Broken lamp', from = 'Ada <ada@example.com>') {
  const nonce = crypto.randomUUID()
  await arrive(
    `From: ${from}\r\nTo: ${world.acme.mailbox}\r\nSubject: ${subject}\r\nMessage-ID: <${nonce}@customer.example>\r\n\r\nIt does not light.\r\n`,
  )
  const [row] = await world.rows<{ ticket_id: string }>(
    world.acme.orgId,
    'select ticket_id from message where message_id_header = $1',
    [`${nonce}@customer.example`],
  )
  const reply = await world.ask('Kim', 'POST', `/api/tickets/${row!.ticket_id}/replies`, { body: 'Try another bulb.' })
  expect(reply.status).toBe(201)
  const [delivery] = await world.rows<{ id: string; message_id: string }>(
    world.acme.orgId,
    'select id, message_id from delivery where ticket_id = $1',
    [row!.ticket_id],
  )
  return {
    ticketId: row!.ticket_id,
    messageId: delivery!.message_id,
    deliveryId: delivery!.id,
    customersId: `${nonce}@customer.example`,
  }
}

async function arrive(mail: string | Buffer, to = world.acme.mailbox) {
  await mailKeeper(world.store).keep({
    bytes: Buffer.from(mail as string),
    envelopeFrom: 'ada@example.com',
    recipients: [to],
  })
  while ((await ingestRound(world.store)) > 0);
}

const send = ({ deliveryId }: { deliveryId: string }, smtpUrl?: string) =>
  attemptAt({ ...world.store, config: { ...world.store.config, smtpUrl } }, world.acme.orgId, deliveryId)
const state = async (deliveryId: string) =>
  (
    await world.rows(world.acme.orgId, 'select status, via, error, attempts, raw from delivery where id = $1', [
      deliveryId,
    ])
  )[0]!

/** An SMTP server that says what it is told; `null` hangs up. */
async function peer(answers: { data?: string | null; dot?: string | null }): Promise<{ url: string; server: Server }> {
  const server = createServer((socket) => {
    let inData = false
    socket.on('error', () => {})
    socket.write('220 peer\r\n')
    socket.on('data', (chunk) => {
      const say = (answer: string | null) => (answer === null ? socket.destroy() : socket.write(`${answer}\r\n`))
      if (inData) {
        if (!chunk.toString('latin1').endsWith('\r\n.\r\n')) return
        inData = false
        return say(answers.dot === undefined ? '250 queued' : answers.dot)
      }
      const command = chunk.toString().slice(0, 4).toUpperCase()
      if (command === 'DATA') {
        inData = !answers.data
        return say(answers.data === undefined ? '354 go' : answers.data)
      }
      return say('250 ok')
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `smtp://127.0.0.1:${(server.address() as { port: number }).port}`, server }
}

test('an answer arrives at a real SMTP server and the reply to it comes back to its ticket', async () => {
  const got: Buffer[] = []
  const server = await startSmtpIn({
    host: '127.0.0.1',
    port: 0,
    bytesMax: 1e6,
    log: world.store.log,
    onRecipient: async () => true,
    onMail: async ({ bytes }) => void got.push(bytes),
  })
  const it = await answered()
  await send(it, `smtp://127.0.0.1:${server.port}`)
  await server.close()
  const { status, raw } = await state(it.deliveryId)
  expect(status).toBe('sent')
  expect(got[0]!.equals(raw)).toBe(true)

  const { mail, headers } = await parseMail(got[0]!)
  expect(mail.in_reply_to).toBe(it.customersId)
  expect(mail.references.at(-1)).toBe(it.customersId)
  expect(mail.references[0]).toMatch(/^docket\.\d+-[a-z2-7]{26}@acme\.example$/)
  expect(mail.reply_text).toBe('Try another bulb.')
  expect(mail.quoted_text).toContain('It does not light.')
  expect(headers.get('x-docket-ticket-id')).toEqual([it.ticketId])

  const replyTo = mail.reply_to[0]!.address
  await arrive(
    `From: ada@example.com\r\nTo: ${replyTo}\r\nSubject: entirely other\r\nMessage-ID: <${crypto.randomUUID()}@customer.example>\r\n\r\nThat helped.\r\n`,
    replyTo,
  )
  await arrive(
    `From: ada@example.com\r\nTo: ${world.acme.mailbox}\r\nSubject: other\r\nReferences: <${mail.references[0]}>\r\nMessage-ID: <${crypto.randomUUID()}@customer.example>\r\n\r\nAnd again.\r\n`,
  )
  const joined = await world.rows(
    world.acme.orgId,
    `select stitch_reason, held from message where ticket_id = $1 and direction = 'in' order by at, id`,
    [it.ticketId],
  )
  expect(joined.map(({ stitch_reason, held }) => [stitch_reason, held])).toEqual([
    ['new', false],
    ['reply_token', false],
    ['ticket_reference', false],
  ])
})

test('our own mail coming back opens no ticket', async () => {
  const it = await answered()
  await send(it)
  const { raw, via } = await state(it.deliveryId)
  expect(via).toBe('outbox')
  const before = await world.rows(world.acme.orgId, 'select count(*) as n from ticket')
  await arrive(raw)
  await arrive(Buffer.concat([raw, Buffer.from('\r\n-- \r\nlist footer\r\n')]))
  expect(await world.rows(world.acme.orgId, 'select count(*) as n from ticket')).toEqual(before)
})

test.each([
  ['a refusal is failed', { dot: '550 5.7.1 no' }, 'failed'],
  ['a busy server is tried again', { dot: '451 4.3.0 later' }, 'queued'],
  ['a connection lost before the mail was handed over is tried again', { data: null }, 'queued'],
  ['a connection lost after the final dot is unsure', { dot: null }, 'unsure'],
] as const)('%s', async (_name, answers, wanted) => {
  const { url, server } = await peer(answers)
  const it = await answered()
  await send(it, url)
  server.close()
  const { status, error, attempts } = await state(it.deliveryId)
  expect(status).toBe(wanted)
  expect(error).not.toBe(null)
  expect(attempts).toBe(1)
  await send(it, 'smtp://127.0.0.1:1')
  expect((await state(it.deliveryId)).attempts).toBe(1)
})

test('a delivery whose sender died is unsure, and only a person sends it again (R10)', async () => {
  const it = await answered()
  await world.rows(
    world.acme.orgId,
    `update delivery set status = 'sending', next_try_at = now() - interval '1 hour' where id = $1`,
    [it.deliveryId],
  )
  await send(it)
  expect((await state(it.deliveryId)).status).toBe('unsure')
  await send(it)
  expect((await state(it.deliveryId)).status).toBe('unsure')
  expect((await world.ask('Kim', 'POST', `/api/tickets/${it.ticketId}/messages/${it.messageId}/retry`)).status).toBe(
    200,
  )
  await send(it)
  expect((await state(it.deliveryId)).status).toBe('sent')
})

test('a server that is busy is asked again later, with the same bytes, and the sweep brings it up when it is due', async () => {
  const it = await answered()
  const busy = await peer({ data: '451 greylisted' })
  await send(it, busy.url)
  busy.server.close()
  const waiting = await state(it.deliveryId)
  expect(waiting).toMatchObject({ status: 'queued', attempts: 1, error: expect.stringContaining('greylisted') })

  const well = await peer({})
  await send(it, well.url)
  expect((await state(it.deliveryId)).status).toBe('queued')
  await world.rows(world.acme.orgId, `update delivery set next_try_at = now() - interval '1 s' where id = $1`, [
    it.deliveryId,
  ])
  expect(await resumeDeliveries(world.store)).toBeGreaterThan(0)
  await send(it, well.url)
  well.server.close()
  expect(await state(it.deliveryId)).toMatchObject({ status: 'sent', attempts: 2, raw: waiting.raw })
  const { text } = await world.ask(null, 'GET', '/metrics')
  expect(text).toMatch(/docket_deliveries_total\{outcome="temporary"\} [1-9]/)
  expect(text).toMatch(/docket_mails_total\{outcome="taken_in"\} [1-9]/)
})

test('no line end of a customer becomes a header of ours (S13)', async () => {
  const it = await answered(
    '=?utf-8?q?Lamp=0D=0ABcc:_victim@example.net?=',
    '=?utf-8?q?Ada=0D=0AX-Evil:_1?= <ada@example.com>',
  )
  await world.rows(
    world.acme.orgId,
    `update message set subject = E'Re: a\\r\\nBcc: victim@example.net', to_addresses = '[{"name": "A\\r\\nX-Evil: 1", "address": "ada@example.com"}]' where id = $1`,
    [it.messageId],
  )
  await send(it)
  const { headers } = await parseMail((await state(it.deliveryId)).raw)
  expect(headers.has('bcc')).toBe(false)
  expect(headers.has('x-evil')).toBe(false)
})
