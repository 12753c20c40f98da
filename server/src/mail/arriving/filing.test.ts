import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type LocalS3, openS3, s3Key } from '../../../test/s3.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { BlobsAway, hashOf } from '../../platform/blobs/blobs.ts'
import { fileRawMail } from './filing.ts'
import { fileAttachments } from './filingAttachments.ts'
import { ingestRound } from './ingesting.ts'
import { mailKeeper } from './keeping.ts'

const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')
const pdf = Buffer.from('%PDF-1.4 not much of one')
const part = (type: string, more: string, bytes: Buffer) =>
  `--b\r\nContent-Type: ${type}\r\n${more}Content-Transfer-Encoding: base64\r\n\r\n${bytes.toString('base64')}\r\n`
const mailWith = (id: string, name = 'Rechnung Ä.pdf') =>
  [
    `From: Ada <ada@example.com>\r\nTo: support@acme.example\r\nSubject: ${id}\r\nMessage-ID: <${id}@x>\r\nMIME-Version: 1.0\r\n`,
    'Content-Type: multipart/mixed; boundary=b\r\n\r\n',
    '--b\r\nContent-Type: text/html\r\n\r\n<p>See <img src="cid:one"></p>\r\n',
    part('image/gif', 'Content-ID: <one>\r\nContent-Disposition: inline\r\n', gif),
    part('text/html', `Content-Disposition: attachment; filename="${name}"\r\n`, pdf),
    '--b--\r\n',
  ].join('')

const later = (world: World) => ({ ...world.store, clock: () => new Date(world.store.clock().getTime() + 120_000) })

async function arrive(world: World, id: string) {
  await mailKeeper(world.store).keep({
    bytes: Buffer.from(mailWith(id)),
    envelopeFrom: 'ada@example.com',
    recipients: [world.acme.mailbox],
  })
  while ((await ingestRound(world.store)) > 0);
  const rows = await world.rows<{ id: string; ticket_id: string; message_id: string; filename: string }>(
    world.acme.orgId,
    `select a.id, m.ticket_id, m.id as message_id, a.filename from attachment a join message m on m.id = a.message_id
     where m.message_id_header = $1 order by a.position`,
    [`${id}@x`],
  )
  const [image, file] = rows
  const base = `/api/tickets/${image!.ticket_id}`
  return {
    image: `${base}/attachments/${image!.id}/download`,
    file: `${base}/attachments/${file!.id}/download`,
    html: `${base}/messages/${image!.message_id}/html`,
    source: `${base}/messages/${image!.message_id}/source`,
  }
}
const unfiled = (world: World) =>
  world.rows(
    world.acme.orgId,
    `select 1 from attachment where not blob union all select 1 from raw_mail where not blob`,
  )

describe('on disk', () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld()
  })
  afterAll(() => world.close())

  test('an attachment gets a blob of its own, once, and is downloaded the same before and after', async () => {
    const { file, image } = await arrive(world, 'disk1')
    const before = await world.ask('Kim', 'GET', file)
    expect(await fileAttachments(world.store)).toBe(2)
    expect(await fileAttachments(world.store)).toBe(0)
    expect(await fileRawMail(later(world))).toBe(1)
    expect(await world.store.blobs.has(world.acme.orgId, hashOf(pdf))).toBe(true)
    const after = await world.ask('Kim', 'GET', file)
    for (const answer of [before, after]) {
      expect(answer.status).toBe(200)
      expect(answer.text).toBe(pdf.toString())
      expect(answer.headers.get('content-disposition')).toMatch(/^attachment; .*Rechnung/)
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    }
    expect(after.headers.get('content-length')).toBe(String(pdf.length))
    for (const address of [file, image]) expect((await world.ask('Gus', 'GET', address)).status).toBe(404)
  })

  test('the same bytes in another mail are one blob, and a lost blob is read out of the mail again', async () => {
    const { file } = await arrive(world, 'disk2')
    expect(await fileAttachments(world.store)).toBe(2)
    await world.store.blobs.delete(world.acme.orgId, hashOf(pdf))
    const answer = await world.ask('Kim', 'GET', file)
    expect([answer.status, answer.text]).toEqual([200, pdf.toString()])
    await world.store.blobs.put(world.acme.orgId, hashOf(pdf), pdf)
  })

  test('an attachment that is not found in its mail stays there with a sentence, and holds up no other', async () => {
    await arrive(world, 'disk3')
    await world.rows(
      world.acme.orgId,
      `update attachment set sha256 = repeat('0', 64) where filename = 'Rechnung Ä.pdf' and not blob`,
    )
    expect(await fileAttachments(world.store)).toBe(1)
    expect(await fileAttachments(world.store)).toBe(0)
    expect(await world.rows(world.acme.orgId, 'select blob_fault from attachment where not blob')).toEqual([
      { blob_fault: 'It is no longer found in its mail.' },
    ])
  })
})

describe('on S3 (A10)', () => {
  let s3: LocalS3
  let world: World
  beforeAll(async () => {
    s3 = await openS3()
    world = await openWorld({ BLOB_URL: s3.url(), ...s3Key })
  })
  afterAll(async () => {
    await world.close()
    await s3.close()
  })
  beforeEach(() => s3.fail(undefined))
  afterEach(() => s3.fail(undefined))

  test('a filed attachment is a redirect to a signed address for those who may see its ticket, and for nobody else', async () => {
    const { file } = await arrive(world, 's1')
    expect((await world.ask('Kim', 'GET', file)).text).toBe(pdf.toString())
    await fileAttachments(world.store)
    await fileRawMail(later(world))
    expect(await unfiled(world)).toEqual([])

    const answer = await world.ask('Kim', 'GET', file)
    expect(answer.status).toBe(302)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const got = await fetch(answer.headers.get('location')!)
    expect(await got.text()).toBe(pdf.toString())
    expect(got.headers.get('content-type')).toBe('application/octet-stream')
    expect(got.headers.get('content-disposition')).toContain("filename*=UTF-8''Rechnung%20%C3%84.pdf")
    expect((await world.ask('Gus', 'GET', file)).status).toBe(404)
    expect((await world.ask(null, 'GET', file)).status).toBe(401)
  })

  test('the page of a mail takes its pictures from our own address, and its source is read from the bucket', async () => {
    const { html, source } = await arrive(world, 's2')
    await fileAttachments(world.store)
    await fileRawMail(later(world))
    const page = await world.ask('Kim', 'GET', html)
    const picture = /src="(\/api\/[^"]+)"/.exec(page.text)![1]!.replaceAll('&amp;', '&')
    const answer = await world.ask('Kim', 'GET', picture)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('image/gif')
    expect(answer.headers.get('content-length')).toBe(String(gif.length))
    expect((await world.ask('Ana', 'GET', source)).body.raw_text).toBe(mailWith('s2'))
  })

  test('while the bucket is away mail is taken in and read, what lies there is a 503 with a sentence, and nothing is lost', async () => {
    const filed = await arrive(world, 's3')
    await fileAttachments(world.store)
    await fileRawMail(later(world))
    s3.fail({ kind: 'reset' })
    const fresh = await arrive(world, 's4-fresh')
    await world.rows(world.acme.orgId, `update attachment set blob = false where sha256 = $1`, [hashOf(pdf)])
    await expect(fileAttachments(world.store)).rejects.toThrow(BlobsAway)
    await expect(fileRawMail(later(world))).rejects.toThrow(BlobsAway)

    expect((await world.ask('Kim', 'GET', fresh.file)).text).toBe(pdf.toString())
    expect((await world.ask('Ana', 'GET', fresh.source)).body.raw_text).toBe(mailWith('s4-fresh'))
    for (const address of [filed.image, filed.source]) {
      const answer = await world.ask('Ana', 'GET', address)
      expect(answer.status).toBe(503)
      expect(answer.body.detail).toContain('Nothing is lost')
      expect(answer.text).not.toContain('127.0.0.1')
    }
    await expect(world.store.blobs.check()).rejects.toThrow('does not answer')

    s3.fail(undefined)
    await fileAttachments(world.store)
    await fileRawMail(later(world))
    expect(await unfiled(world)).toEqual([])
    expect((await world.ask('Kim', 'GET', filed.file)).status).toBe(302)
    expect((await world.ask('Ana', 'GET', fresh.source)).body.raw_text).toBe(mailWith('s4-fresh'))
  }, 60_000)

  test('a mail that comes again after it was filed is another delivery of its message, as soon as the bucket answers', async () => {
    await arrive(world, 's5')
    await fileAttachments(world.store)
    await fileRawMail(later(world))
    s3.fail({ kind: 'reset' })
    await arrive(world, 's6-other')
    const again = { envelopeFrom: 'ada@example.com', recipients: [world.acme.mailbox] }
    await mailKeeper(world.store).keep({ ...again, bytes: Buffer.from(mailWith('s5')) })
    await mailKeeper(world.store).keep({ ...again, bytes: Buffer.from(mailWith('s7-beside')) })
    while ((await ingestRound(world.store)) > 0);
    const states = () =>
      world.rows(
        world.acme.orgId,
        `select state, attempts from occurrence where raw_sha256 = $1 order by received_at`,
        [hashOf(Buffer.from(mailWith('s5')))],
      )
    expect(await states()).toEqual([
      { state: 'done', attempts: 1 },
      { state: 'kept', attempts: 0 },
    ])
    expect(
      await world.rows(world.acme.orgId, `select 1 from message where message_id_header = 's7-beside@x'`),
    ).toHaveLength(1)

    s3.fail(undefined)
    while ((await ingestRound(later(world))) > 0);
    expect((await states()).map(({ state }) => state)).toEqual(['done', 'done'])
    expect(await world.rows(world.acme.orgId, `select 1 from message where message_id_header = 's5@x'`)).toHaveLength(1)
  }, 60_000)

  test('a failed mail whose bytes lie in the bucket is tried again from there', async () => {
    await mailKeeper(world.store).keep({
      bytes: Buffer.from('no mail'),
      envelopeFrom: 'x@x',
      recipients: [world.acme.mailbox],
    })
    while ((await ingestRound(world.store)) > 0);
    await fileRawMail(later(world))
    const [mail] = (await world.ask('Ana', 'GET', '/api/ops/failed-mails')).body.items
    expect((await world.ask('Ana', 'GET', `/api/ops/failed-mails/${mail.id}`)).body.raw_text).toBe('no mail')
    expect((await world.ask('Ana', 'POST', `/api/ops/failed-mails/${mail.id}/retry`)).status).toBe(200)
    while ((await ingestRound(world.store)) > 0);
    const [row] = await world.rows<{ state: string; error: string }>(
      world.acme.orgId,
      'select state, error from occurrence where id = $1',
      [mail.id],
    )
    expect(row).toEqual({ state: 'failed', error: mail.error })
  })
})
