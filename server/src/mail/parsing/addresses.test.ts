import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAddresses, readMailboxes } from './addresses.ts'

test.each([
  ['Ada <ada@x.example>', [['Ada', 'ada@x.example']]],
  [
    '"Doe, Ada" <ada@x.example>, bob@x.example',
    [
      ['Doe, Ada', 'ada@x.example'],
      ['', 'bob@x.example'],
    ],
  ],
  ['Doe, Ada <ada@x.example>', [['Doe, Ada', 'ada@x.example']]],
  ['ada@x.example (Ada Lovelace)', [['Ada Lovelace', 'ada@x.example']]],
  [
    'Team: a@x.example, Bob <b@x.example>;, c@x.example',
    [
      ['', 'a@x.example'],
      ['Bob', 'b@x.example'],
      ['', 'c@x.example'],
    ],
  ],
  ['undisclosed-recipients:;', []],
  ['=?iso-8859-1?Q?J\xfcrgen?= <j@x.example>', [['Jürgen', 'j@x.example']]],
  ['=?utf-8?Q?Evil_=3Cevil=40bad.example=3E?= <ada@x.example>', [['Evil <evil@bad.example>', 'ada@x.example']]],
  ['pete (his account) @ silly.example (his host)', [['his account', 'pete@silly.example']]],
  ['<@relay.example,@b.example:ada@x.example>', [['', 'ada@x.example']]],
  ['Ada <ada@x.example', [['Ada', 'ada@x.example']]],
  [
    'a@x.example; b@x.example',
    [
      ['', 'a@x.example'],
      ['', 'b@x.example'],
    ],
  ],
  [
    'a@x.example b@x.example',
    [
      ['', 'a@x.example'],
      ['', 'b@x.example'],
    ],
  ],
  ['"ada b"@x.example', [['', '"adab"@x.example']]],
  ['ада@пример.example', [['', 'ада@пример.example']]],
])('an address line is read: %s', (value, wanted) => {
  expect(readAddresses(value).map(({ name, address }) => [name, address])).toEqual(wanted)
})

test('who has no address is still named', () => {
  expect(readMailboxes('MAILER-DAEMON')).toEqual([{ name: 'MAILER-DAEMON', address: '' }])
})

test('nothing that a sender may write stops the reader', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom('"', '(', ')', '<', '>', ',', ';', ':', '@', '\\', ' ', 'a', '.', '='),
        maxLength: 200,
      }),
      (value) => {
        for (const { address } of readMailboxes(value)) expect(address).not.toMatch(/\s/)
      },
    ),
  )
})
