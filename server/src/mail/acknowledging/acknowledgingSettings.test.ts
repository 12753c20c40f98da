import { afterAll, beforeAll, expect, test } from 'vitest'
import { Desk } from '../../../test/acknowledging.ts'
import { parseMail } from '../parsing/parsing.ts'
import { filled, languages, mustBeSendable, standardTexts } from './acknowledgementTexts.ts'
import { languageOf } from './languages.ts'

let desk: Desk
let at: string
beforeAll(async () => {
  desk = await Desk.open()
  at = `/api/acknowledging/${await desk.mailboxId()}`
})
afterAll(() => desk.close())

const text = { subject: 'No. {{ticket.number}}', body: 'Hello from {{mailbox.name}}' }
const wanted = { active: true, language: 'en', as_written: true, texts: { en: text } }

test('nothing is acknowledged until an administrator says so', async () => {
  const { body } = await desk.world.ask('Gina', 'GET', '/api/acknowledging')
  expect(body.items).toHaveLength(1)
  expect(body.items[0]).toMatchObject({ active: false, language: 'en', texts: {} })
})

test('what is set is kept, read again and in the audit, without the words', async () => {
  expect((await desk.world.ask('Ana', 'PUT', at, { ...wanted, language: 'de' })).status).toBe(200)
  const { body } = await desk.world.ask('Ana', 'GET', '/api/acknowledging')
  expect(body.items[0]).toMatchObject({ active: true, language: 'de', texts: { en: text } })
  expect(body.standard.fr.subject).toContain('Nous avons')
  const audit = await desk.world.ask('Ana', 'GET', '/api/audit?type=acknowledging.changed')
  expect(audit.body.items[0].data).toEqual({ mailbox: 'support@acme.example', language: 'de', reworded: ['en'] })
})

test.each([
  [
    'ticket.subject',
    { ...text, body: 'About {{ticket.subject}}, {{ticket.number}}' },
    'texts.en.body',
    'has no variable “ticket.subject”',
  ],
  ['an unknown one in the subject', { ...text, subject: '{{7*7}} {{ticket.number}}' }, 'texts.en.subject', '“7*7”'],
  ['an open brace', { ...text, body: '{{ticket.number' }, 'texts.en.body', 'without its other half'],
  ['a brace in a brace', { ...text, body: '{{no {{ticket.number}} }}' }, 'texts.en.body', 'without its other half'],
  ['no number', { subject: 'Hello', body: 'Hello' }, 'texts.en.body', 'must say the number'],
  ['an empty subject', { ...text, subject: ' ' }, 'texts.en.subject', 'must not be empty'],
])('words with %s are refused, with the field and a sentence', async (_what, en, field, sentence) => {
  for (const [method, path, body] of [
    ['PUT', at, { ...wanted, texts: { en } }],
    ['POST', `${at}/preview`, { language: 'en', text: en }],
  ] as const) {
    const { status, body: said } = await desk.world.ask('Ana', method, path, body)
    expect(status).toBe(422)
    expect(said.errors[0].field).toBe(method === 'PUT' ? field : field.replace('texts.en', 'text'))
    expect(said.errors[0].message).toContain(sentence)
  }
})

test('an agent neither sees nor changes it', async () => {
  for (const [method, path, body] of [
    ['GET', '/api/acknowledging', undefined],
    ['PUT', at, wanted],
    ['POST', '/api/acknowledging/resume', undefined],
  ] as const)
    expect((await desk.world.ask('Kim', method, path, body)).status).toBe(403)
})

test('the preview is the mail as it would leave', async () => {
  const { body } = await desk.world.ask('Ana', 'POST', `${at}/preview`, { language: 'es' })
  expect(body.subject).toBe('Hemos recibido su mensaje (n.º 1042)')
  const { mail, headers } = await parseMail(Buffer.from(body.raw_text))
  expect(mail.subject).toBe(body.subject)
  expect(mail.text.trim()).toBe(body.body)
  expect(headers.get('auto-submitted')).toEqual(['auto-replied'])
})

test('a trial goes to whoever asks for it and counts for nobody; without a mail server it says so', async () => {
  const refused = await desk.world.ask('Ana', 'POST', `${at}/test`, { language: 'en' })
  expect([refused.status, refused.body.code]).toEqual([409, 'no-mail-server'])
  Object.assign(desk.world.store.config, { smtpUrl: desk.smtpUrl })
  const sent = await desk.world.ask('Ana', 'POST', `${at}/test`, { language: 'en', text })
  expect(sent.body).toEqual({ sent_to: 'ana@acme.example' })
  expect(desk.left[0]).toMatchObject({ envelopeFrom: '', recipients: ['ana@acme.example'] })
  expect(desk.left[0]!.read.mail.subject).toBe('No. 1042')
  expect(await desk.rows('select from automatic_mail')).toEqual([])
  Object.assign(desk.world.store.config, { smtpUrl: 'smtp://127.0.0.1:1' })
  const lost = await desk.world.ask('Ana', 'POST', `${at}/test`, { language: 'en' })
  expect([lost.status, lost.body.code]).toEqual([502, 'mail-not-taken'])
})

test.each(languages)('the standard words in %s can be sent and leave no variable open', (language) => {
  mustBeSendable(standardTexts[language])
  const values = { 'ticket.number': '7', 'mailbox.name': 'Acme', 'mailbox.address': 'a@b', 'organisation.name': 'A' }
  const { subject, body } = filled(standardTexts[language], values)
  expect(subject + body).not.toMatch(/[{}]/)
  expect(languageOf(body)).toBe(language)
})

test('a value that looks like a variable, or ends a line, stays a value', () => {
  const values = {
    ...{ 'ticket.number': '7', 'mailbox.address': 'a@b', 'organisation.name': 'A' },
    'mailbox.name': '{{ticket.number}}\r\nBcc: victim@bank.example',
  }
  const { subject } = filled({ subject: '{{mailbox.name}} {{ticket.number}}', body: 'x' }, values)
  expect(subject).toBe('{{ticket.number}} Bcc: victim@bank.example 7')
})

test.each([
  ['', null],
  ['Lampe kaputt', null],
  ['12345 67890', null],
  ['Hello, I have a problem with the lamp that you sent me, can you help please?', 'en'],
  ['Bonjour, je vous écris pour la lampe que vous avez envoyée, merci de votre aide.', 'fr'],
  ['Hola, tengo un problema con la lámpara, gracias por su ayuda, saludos', 'es'],
  ['Hallo, ich habe ein Problem mit der Lampe und bitte um Hilfe, danke', 'de'],
  ['Hallo, ik heb een probleem met de lamp', null],
])('the language of %j is %s', (words, language) => {
  expect(languageOf(words)).toBe(language)
})
