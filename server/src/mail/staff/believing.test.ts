import { expect, test } from 'vitest'
import { parseMail } from '../parsing/parsing.ts'
import { type Shown, whyNotBelieved, wordsOfAnswer } from './believing.ts'

const token = 'a'.repeat(26)
const address = `support+s.${token}@acme.example`
const now = new Date('2026-11-21T10:00:00Z')

const mailOf = (lines: string[], body = 'I will call her.') =>
  parseMail(Buffer.from([...lines, 'Message-ID: <1@acme.example>', '', body, ''].join('\r\n')))
const kims = ['From: Kim <kim@acme.example>', `To: Acme <${address}>`, 'Subject: Re: [#7] Lamp']

async function shown(change: Partial<Shown> = {}, lines = kims): Promise<Shown> {
  return {
    staffMail: { id: 'n', answer_until: new Date('2026-12-01T00:00:00Z'), answered_at: null, answer_does: 'note' },
    isAnswerAddress: (one) => one === address,
    read: await mailOf(lines),
    authenticated: { verdict: 'verified', dmarc: { result: 'pass', policy: 'reject' } },
    person: { email: 'Kim@Acme.example', active: true, mayReply: true },
    now,
    ...change,
  }
}

test('the person’s own mail, proven by the domain, to the unused address of the notification, is believed', async () => {
  expect(whyNotBelieved(await shown())).toBeNull()
})

const staffMail = { id: 'n', answer_until: new Date('2026-12-01'), answered_at: null, answer_does: 'note' } as const
test.each<[string, Partial<Shown>, string[]?]>([
  ['somebody who left', { person: undefined }],
  ['another sender', {}, ['From: Eve <eve@evil.example>', ...kims.slice(1)]],
  ['the person as a name', {}, ['From: "kim@acme.example" <eve@evil.example>', ...kims.slice(1)]],
  ['the person with a tag', {}, ['From: Kim <kim+x@acme.example>', ...kims.slice(1)]],
  ['a subdomain of the person’s', {}, ['From: Kim <kim@mail.acme.example>', ...kims.slice(1)]],
  ['the address in the envelope only', {}, [kims[0]!, 'To: eve@evil.example', kims[2]!]],
  ['the address of another notification', { isAnswerAddress: () => false }],
  ['the address that bounces come back to', {}, [kims[0]!, `To: support+t.${token}@acme.example`, kims[2]!]],
  ['DMARC that failed', { authenticated: { verdict: 'failed', dmarc: { result: 'fail', policy: 'reject' } } }],
  ['a domain without DMARC', { authenticated: { verdict: 'verified', dmarc: { result: 'none', policy: null } } }],
  ['a signature of a part', { authenticated: { verdict: 'unverified', dmarc: { result: 'pass', policy: 'none' } } }],
  ['a silent DNS', { authenticated: { verdict: 'unknown', dmarc: { result: 'temperror', policy: null } } }],
  ['a mail that says a machine wrote it', {}, [...kims, 'X-Auto-Response-Suppress: All']],
  ['an address that is used up', { staffMail: { ...staffMail, answered_at: now } }],
  ['an address that is over', { staffMail: { ...staffMail, answer_until: now } }],
  ['a person who wants none', { staffMail: { ...staffMail, answer_does: 'nothing' } }],
  ['a person who may only read', { person: { email: 'kim@acme.example', active: true, mayReply: false } }],
])('%s does nothing in the name of the person, and it is said why', async (_name, change, lines) => {
  expect(whyNotBelieved(await shown(change, lines))).toMatch(/\.$/)
})

test('only the words above the quoted notification count', async () => {
  const quoted =
    'I will call her.\r\n\r\n##- Please type your reply above this line -##\r\n\r\nAna gave you this ticket.'
  expect(wordsOfAnswer(await mailOf(kims, quoted))).toEqual({ words: 'I will call her.', leftOut: [] })
  expect(wordsOfAnswer(await mailOf(kims, quoted.slice(20))).words).toBe('')
})
