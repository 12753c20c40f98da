import { expect, test } from 'vitest'
import type { Opener } from '../../tickets/index.ts'
import { acknowledgeable, type Surroundings } from './acknowledgeable.ts'
import { countedAs } from './automaticMail.ts'

const at = new Date('2026-11-21T10:00:00Z')
const verdict = { auto_generated: false, vacation: false, bounce: false, list: false, loop: false, spam: false }
const opener: Opener = {
  ...{
    messageId: 'm',
    ticketId: 't',
    number: 7,
    status: 'new',
    mailboxId: 'b',
    rawSha256: 'x',
    messageIdHeader: 'a@b',
  },
  ...{ from: 'ada@shop.example', subject: 'Lamp', text: 'Words.', verdict: { ...verdict, reasons: [] } },
  ...{ authentication: 'verified', held: false, at, isAnswered: false, isKnown: false },
}
const around: Surroundings = {
  envelopeFrom: 'ada@shop.example',
  ownAddresses: new Set(['support@acme.example']),
  now: at,
}

test.each([
  ['ada@shop.example', 'ada@shop.example', 'ada@shop.example'],
  ['Ada@Shop.Example', 'ada@shop.example', 'ada@shop.example'],
  ['ida@bücher.example', 'ida@bücher.example', 'ida@xn--bcher-kva.example'],
  ['ida@bücher.example', 'ida@xn--bcher-kva.example', 'ida@xn--bcher-kva.example'],
  ['o’neil@shop.example', 'o’neil@shop.example', 'o’neil@shop.example'],
])('%s, returning to %s, is answered at %s', (from, envelopeFrom, to) => {
  expect(acknowledgeable({ ...opener, from }, { ...around, envelopeFrom })).toEqual({ to })
})

test.each([
  ['ada@shop.example', 'ada@pshop.example'],
  ['ada@shop.example', 'ada@example'],
  ['ada@shop.example', 'eve+ada@shop.example'],
  ['ada@shop.example', 'prvs=1234abcd56=eve@shop.example'],
  ['ada@shop.example', 'prvs=1234abcd56=ada@evil.example'],
  ['ada@shop.example', 'ada@shop.example.evil.example'],
  ['ada@xn--bcher-kva.example', 'ada@bucher.example'],
])('%s is never answered at %s', (from, envelopeFrom) => {
  expect(acknowledgeable({ ...opener, from }, { ...around, envelopeFrom })).toHaveProperty('reasons')
})

test.each([
  'a@b\r\nRCPT TO:<victim@bank.example>',
  '<victim@bank.example>',
  '"ada> <victim@bank.example"@shop.example',
  '"ada lovelace"@shop.example',
  'ada@[192.0.2.1]',
  'ada@localhost',
  'ada',
  '@shop.example',
  `${'a'.repeat(65)}@shop.example`,
  `ada@${'a.'.repeat(200)}example`,
])('nothing goes to an address that cannot stand in an envelope as it is: %j', (odd) => {
  expect(acknowledgeable({ ...opener, from: odd }, { ...around, envelopeFrom: odd })).toHaveProperty('reasons')
})

test('every reason is told, not only the first', () => {
  const decided = acknowledgeable(
    {
      ...opener,
      held: true,
      isAnswered: true,
      authentication: 'unknown',
      verdict: { ...verdict, list: true, reasons: [] },
    },
    { ...around, envelopeFrom: null, now: new Date(at.getTime() + 25 * 3600_000) },
  )
  expect(decided).toEqual({
    reasons: [
      'It comes through a list.',
      'Its sender takes no part in the ticket.',
      'It came without an envelope, so its return address is not known.',
      'It is not proven that its sender wrote it, and nobody here has answered this address before.',
      'A person has answered already.',
      'It arrived more than a day before this was decided.',
    ],
  })
})

test('an address has one count, however it is written', () => {
  const ways = [
    'ada@bücher.example',
    'ADA@BÜCHER.example',
    'ada+1@xn--bcher-kva.example',
    'Ada+x+y@xn--bcher-kva.EXAMPLE',
  ]
  expect(new Set(ways.map(countedAs))).toEqual(new Set(['ada@xn--bcher-kva.example']))
  expect(countedAs('bea@bücher.example')).not.toBe(countedAs('ada@bücher.example'))
})
