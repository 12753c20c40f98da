import { Readable } from 'node:stream'
import fc from 'fast-check'
import PostalMime from 'postal-mime'
import { expect, test } from 'vitest'
import { hostile, strictFields } from '../../../test/hostile.ts'
import { faultsOf } from '../../../test/strict/mail.ts'
import type { DeliveryToSend, EarlierMessage } from '../../tickets/index.ts'
import { parseMail } from '../parsing/parsing.ts'
import { composeReply } from './composing.ts'

const at = new Date('2026-11-21T10:00:00Z')
const ours = [
  ...[
    'cc',
    'content-type',
    'date',
    'from',
    'in-reply-to',
    'message-id',
    'mime-version',
    'references',
    'reply-to',
    'subject',
  ],
  ...['to', 'x-docket-message-id', 'x-docket-ticket-id'],
]

type Words = Record<
  'subject' | 'toName' | 'toAddress' | 'ccName' | 'mailbox' | 'author' | 'text' | 'quoted' | 'parent' | 'reference',
  string
>

function delivery({
  subject,
  toName,
  toAddress,
  ccName,
  author,
  text,
  quoted,
  parent,
  reference,
}: Words): DeliveryToSend & { thread: EarlierMessage[] } {
  const to = [{ name: toName, address: toAddress }]
  const earlier = {
    direction: 'in',
    at,
    from: { name: author, address: 'ada@customer.example' },
    text: quoted,
  } as const
  const message = {
    ...{
      id: crypto.randomUUID(),
      messageIdHeader: 'docket.1@acme.example',
      inReplyTo: parent,
      subject,
      text,
      to,
      at,
      author,
      from: 'support@acme.example',
      identity: null,
      automatic: null,
      ...{ html: null, forwardedId: null, hasFiles: false, writtenAt: at },
    },
    cc: [{ name: ccName, address: 'carl@customer.example' }],
  }
  const envelope = { envelopeFrom: 'support@acme.example', envelopeTo: ['ada@customer.example'] }
  const state = {
    id: crypto.randomUUID(),
    status: 'queued',
    attempts: 0,
    nextTryAt: at,
    raw: null,
    rawSha256: null,
    mailboxId: null,
    ...{ wayOf: null, claimedBy: null, queuedAt: at },
  } as const
  return {
    ...{ ...state, ...envelope, message },
    ticket: { id: crypto.randomUUID(), number: 7, subject },
    thread: [{ ...earlier, messageIdHeader: parent, referenceIds: [reference, parent] }],
  }
}

test('whatever anybody writes into any field, an outgoing mail has our headers, each once, and no other (S13)', async () => {
  const names = [
    'subject',
    'toName',
    'toAddress',
    'ccName',
    'mailbox',
    'author',
    'text',
    'quoted',
    'parent',
    'reference',
  ]
  const words = fc.record(Object.fromEntries(names.map((name) => [name, hostile]))) as fc.Arbitrary<Words>
  let composed = 0
  await fc.assert(
    fc.asyncProperty(words, async (said) => {
      const mailbox = { address: 'support@acme.example', name: said.mailbox }
      const { raw } = await composeReply(delivery(said), { mailbox, token: `7-${'a'.repeat(26)}` })
      const fields = strictFields(raw).map(({ name }) => name)
      expect(fields.filter((name) => !ours.includes(name))).toEqual([])
      expect(fields.length).toBe(new Set(fields).size)
      const toOne = delivery({ ...said, toAddress: 'ada@customer.example' })
      expect(faultsOf((await composeReply(toOne, { mailbox, token: `7-${'a'.repeat(26)}` })).raw)).toEqual([])

      const read = await PostalMime.parse(raw)
      expect(read.headers.map(({ key }) => key).sort()).toEqual([...fields].sort())
      expect(read.bcc ?? []).toEqual([])
      expect(read.cc?.map(({ address }) => address)).toEqual(['carl@customer.example'])
      expect(read.from?.address).toBe('support@acme.example')
      expect(read.replyTo?.map(({ address }) => address)).toEqual([`support+7-${'a'.repeat(26)}@acme.example`])
      expect(read.to?.length ?? 0).toBeLessThanOrEqual(1)
      composed++
    }),
    { numRuns: 200 },
  )
  expect(composed).toBeGreaterThanOrEqual(200)
}, 120_000)

test('an address with white space of another script begins no line of its own (S13)', async () => {
  const plain = {
    subject: 's',
    toName: '',
    ccName: '',
    mailbox: 'Acme',
    author: '',
    text: '',
    quoted: '',
    parent: 'c@d',
  }
  for (const space of ['\u2003', '\u3000', '\u00a0', '\ufeff', '\u1680']) {
    const toAddress = `${'a'.repeat(60)}${space}Bcc:victim@injected.example`
    const it = delivery({ ...plain, toAddress, reference: 'e@f' })
    const { raw } = await composeReply(it, { mailbox: { address: 'support@acme.example', name: 'Acme' }, token: 't' })
    expect(strictFields(raw).filter(({ name }) => !ours.includes(name))).toEqual([])
  }
})

test('a name that looks like an address is a name, to whom the mail goes stays one (S13)', async () => {
  const plain = {
    subject: 's',
    ccName: '',
    mailbox: 'Acme',
    author: 'Ada',
    text: 't',
    quoted: 'q',

    parent: 'c@d',
    reference: 'e@f',
  }
  const tricky = [
    '"><victim@injected.example>',
    'Ada", "V" <victim@injected.example>',
    'victim@injected.example,',
    'Group: a@b;',
  ]
  for (const toName of tricky) {
    const it = delivery({ ...plain, toName, toAddress: 'ada@customer.example' })
    const { raw } = await composeReply(it, { mailbox: { address: 'support@acme.example', name: 'Acme' }, token: 't' })
    expect((await PostalMime.parse(raw)).to).toEqual([{ name: toName, address: 'ada@customer.example' }])
  }
})

test('nor does anything that is new in a mail: names of many, files, pictures, HTML, what is handed on; and it is read back whole', async () => {
  const shown = 'shown@docket'
  const bytes = Buffer.from([0, 13, 10, 255, 46, 13, 10, 46, 13, 10])
  const said = fc.record({
    names: fc.array(hostile, { minLength: 1, maxLength: 4 }),
    filename: hostile,
    contentType: fc.oneof(hostile, fc.constantFrom('message/rfc822', 'multipart/mixed', 'text/html', 'image/png')),
    contentId: fc.oneof(hostile, fc.constant(shown)),
    html: hostile.map((words) => `<p>${words}</p><img src="cid:${shown}"><script>${words}</script>`),
    subject: hostile,
    isForward: fc.boolean(),
    words: hostile,
  })
  let composed = 0
  await fc.assert(
    fc.asyncProperty(said, async ({ names, filename, contentType, contentId, html, subject, isForward, words }) => {
      const plain = {
        ...{ subject, toName: '', toAddress: '', ccName: '', mailbox: 'Acme', author: 'Ada', text: words },
      }
      const it = delivery({ ...plain, quoted: words, parent: 'c@d', reference: 'e@f' })
      const people = names.map((name, n) => ({ name, address: `p${n}@customer.example` }))
      const forwarded = { from: people[0]!, to: people, cc: people, at, subject, text: words, html }
      const open = () => Readable.from([bytes])
      const { raw } = await composeReply(
        {
          ...it,
          message: { ...it.message, to: people, cc: [{ name: filename, address: 'carl@customer.example' }], html },
          forwarded: isForward ? forwarded : null,
          files: [
            { filename, contentType, contentId, open },
            { filename: `2 ${filename}`, contentType, contentId: null, open },
          ],
        },
        { mailbox: { address: 'support@acme.example', name: 'Acme' }, token: `7-${'a'.repeat(26)}` },
      )
      const fields = strictFields(raw).map(({ name }) => name)
      expect(fields.filter((name) => !ours.includes(name))).toEqual([])
      expect(fields.length).toBe(new Set(fields).size)
      // Its words and its HTML are of two hands here.
      expect(faultsOf(raw).filter((says) => !/^the (?:plain words|HTML) lack/.test(says))).toEqual([])
      const text = raw.toString('latin1')
      expect(/[^\0-\x7f]/.test(text)).toBe(false)
      for (const line of text.split('\r\n')) {
        if (line.length > 998 || /[\r\n]/.test(line)) throw new Error(`not a line of a mail: ${JSON.stringify(line)}`)
      }
      const read = await PostalMime.parse(raw, { forceRfc822Attachments: true })
      expect(read.to?.map(({ address }) => address)).toEqual(people.map(({ address }) => address))
      expect(read.attachments.map(({ content }) => Buffer.from(content as ArrayBuffer))).toEqual([bytes, bytes])
      expect(read.html).not.toMatch(/<script/i)
      const { mail } = await parseMail(raw)
      expect(mail.attachments.map(({ size }) => size)).toEqual([bytes.length, bytes.length])
      expect([mail.from?.address, mail.to.length]).toEqual(['support@acme.example', people.length])
      composed++
    }),
    { numRuns: 150 },
  )
  expect(composed).toBeGreaterThanOrEqual(150)
}, 240_000)
