import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '../../../test/world.ts'
import { fileRawMail } from '../arriving/filing.ts'
import { ingestRound } from '../arriving/ingesting.ts'
import { mailKeeper } from '../arriving/keeping.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const arrive = async (mail: string) => {
  await mailKeeper(world.store).keep({
    bytes: Buffer.from(mail),
    envelopeFrom: 'ada@example.com',
    recipients: [world.acme.mailbox],
  })
  while ((await ingestRound(world.store)) > 0);
}
const withPicture = [
  'From: Ada <ada@example.com>',
  'To: support@acme.example',
  'Subject: picture',
  'Message-ID: <picture@x>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/related; boundary=b',
  '',
  '--b',
  'Content-Type: text/html',
  '',
  '<p>See <img src="cid:one"><script>alert(1)</script></p>',
  '--b',
  'Content-Type: image/png; name="=?utf-8?q?B=C3=A4r.png?="',
  'Content-ID: <one>',
  'Content-Transfer-Encoding: base64',
  '',
  'iVBORw0KGgo=',
  '--b--',
  '',
].join('\r\n')

test('a mail is shown as a page that runs nothing and takes its pictures from itself, also after its bytes were filed', async () => {
  await arrive(withPicture)
  const [row] = await world.rows<{ id: string; ticket_id: string }>(
    world.acme.orgId,
    `select id, ticket_id from message where message_id_header = 'picture@x'`,
  )
  const base = `/api/tickets/${row!.ticket_id}`
  const later = { ...world.store, clock: () => new Date(world.store.clock().getTime() + 120_000) }
  expect(await fileRawMail(later)).toBe(1)
  expect(await fileRawMail(later)).toBe(0)

  const html = await world.ask('Kim', 'GET', `${base}/messages/${row!.id}/html`)
  expect(html.status).toBe(200)
  expect(html.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(html.text).not.toContain('script>alert')
  const picture = /src="(\/api\/[^"]+)"/.exec(html.text)![1]!
  const download = await world.ask('Kim', 'GET', picture)
  expect(download.headers.get('content-type')).toBe('image/png')
  expect(download.headers.get('content-disposition')).toContain("filename*=UTF-8''B%C3%A4r.png")
  expect(download.headers.get('x-content-type-options')).toBe('nosniff')
  expect((await world.ask('Gus', 'GET', picture)).status).toBe(404)

  const source = await world.ask('Ana', 'GET', `${base}/messages/${row!.id}/source`)
  expect(source.body.raw_text).toBe(withPicture)
  expect(source.body.occurrences[0].stages.map(({ stage }: { stage: string }) => stage)).toEqual([
    'kept',
    'parsed',
    'stitched',
    'routed',
  ])
  expect((await world.ask('Ana', 'GET', `${base}/messages/${row!.id}/raw`)).headers.get('content-type')).toContain(
    'message/rfc822',
  )
})

test('a failed mail is listed with its sentence, can be read, and can be tried again', async () => {
  await arrive('')
  const list = await world.ask('Ana', 'GET', '/api/ops/failed-mails')
  expect(list.body.items).toHaveLength(1)
  const [mail] = list.body.items
  expect(mail.error).not.toBe('')
  expect((await world.ask('Ana', 'GET', `/api/ops/failed-mails/${mail.id}`)).body.raw_text).toBe('')
  expect((await world.ask('Gus', 'GET', `/api/ops/failed-mails/${mail.id}`)).status).not.toBe(200)
  expect((await world.ask('Ana', 'POST', `/api/ops/failed-mails/${mail.id}/retry`)).status).toBe(200)
  expect((await world.ask('Ana', 'GET', '/api/ops/failed-mails')).body.items).toHaveLength(0)
})

test('the outbox lists what goes out, page by page', async () => {
  const [row] = await world.rows<{ ticket_id: string }>(
    world.acme.orgId,
    `select ticket_id from message where message_id_header = 'picture@x'`,
  )
  for (const body of ['One.', 'Two.'])
    await world.ask('Kim', 'POST', `/api/tickets/${row!.ticket_id}/replies`, { body })
  const first = await world.ask('Kim', 'GET', '/api/outbox?limit=1')
  expect(first.body.items).toHaveLength(1)
  const second = await world.ask(
    'Kim',
    'GET',
    `/api/outbox?limit=1&cursor=${encodeURIComponent(first.body.next_cursor)}`,
  )
  expect(second.body.items[0].id).not.toBe(first.body.items[0].id)
  expect(second.body.next_cursor).toBe(null)
  expect((await world.ask('Kim', 'GET', '/api/outbox?cursor=nonsense')).status).toBe(422)
})
