import { expect, test } from 'vitest'
import { openKeys } from '../platform/secrets.ts'
import { claimedNumber, mintReplyTag, verifyReplyTag } from './replyTag.ts'

const keys = openKeys(Buffer.alloc(32, 7))
const ticket = { orgId: 'acme', ticketId: 'one', number: 12, participant: 'ada@customer.example' }
const asked = { orgId: 'acme', ticketId: 'one', participants: ['carl@customer.example', 'ada@customer.example'] }
const tag = mintReplyTag(keys, ticket)
const code = tag.slice(tag.indexOf('-') + 1)

test('a tag leads to its ticket and says to whom it was given, also in capitals', () => {
  expect(verifyReplyTag(keys, asked, tag)).toBe('ada@customer.example')
  expect(verifyReplyTag(keys, asked, tag.toUpperCase())).toBe('ada@customer.example')
  expect(claimedNumber(tag)).toBe(12)
})

test.each([
  ['cut short', tag.slice(0, -1)],
  ['with more behind it', `${tag}a`],
  ['without its code', '12-'],
  ['without its number', `-${code}`],
  ['of a number written otherwise', `012-${code}`],
  ['for another number', `13-${code}`],
  ['with one letter changed', `12-${code[0] === 'a' ? 'b' : 'a'}${code.slice(1)}`],
  ['of zeros', `12-${'a'.repeat(26)}`],
  ['of another organisation', mintReplyTag(keys, { ...ticket, orgId: 'globex' })],
  ['of another ticket with this number', mintReplyTag(keys, { ...ticket, ticketId: 'two' })],
  ['given to somebody who takes no part', mintReplyTag(keys, { ...ticket, participant: 'eve@elsewhere.example' })],
  ['of another installation', mintReplyTag(openKeys(Buffer.alloc(32, 8)), ticket)],
  ['with a line end in it', `12-${code}\n`],
])('a tag %s leads nowhere (S9)', (_name, forged) => {
  expect(verifyReplyTag(keys, asked, forged)).toBe(null)
})
