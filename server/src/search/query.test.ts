import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Problem } from '../platform/problem.ts'
import { unwantedIn, wantedIn } from './matching.ts'
import { parseQuery } from './query.ts'

const now = new Date('2026-11-21T10:00:00Z')
const ask = (text: string) => parseQuery(text, now)
const wanted = (text: string) => wantedIn(ask(text))

test.each([
  ['order late', `'~order' & '~late':*`],
  ['order late ', `'~order' & '~late'`],
  ['"order"', `'~order'`],
  ['order* late ', `'~order':* & '~late'`],
  ['"new york" office ', `('~new' <1> '~york') & '~office'`],
  ['"new yo', `('~new' <1> '~yo':*)`],
  ['AB-123 ', `('~ab' <1> '~123')`],
  ['from:ada subject:"late order" ', `'~Fada' & ('~Slate' <1> '~Sorder')`],
  ['from:Ada@Example.com', `'~Fada@example.com':*`],
  ['@example.com ', `'~@example.com'`],
  ['#1042', `'~#1042'`],
  ['has:attachment', `'~Hattachment'`],
  ['注文番号 ', `('~注文' <1> '~文番' <1> '~番号')`],
  ['税 ', `'~税':*`],
  ['x', `'~x'`],
  ['colour:red ', `('~colour' <1> '~red')`],
  ['http://example.com/x ', `('~http' <1> '~example' <1> '~com' <1> '~x')`],
  ["o'neil ", `('~o' <1> '~neil')`],
  ['after:7d', `'~'`],
])('%j asks the index for %s', (text, expected) => {
  expect(wanted(text)).toBe(expected)
})

test('what is excluded is asked for apart', () => {
  expect(unwantedIn(ask('order -refund -from:bob -"new york"'))).toBe(
    `('~refund') | ('~Fbob') | (('~new' <1> '~york'))`,
  )
  expect(wanted('-refund')).toBe(`'~'`)
  expect(unwantedIn(ask('well-known'))).toBeNull()
})

test('what concerns tickets is set aside for their owner', () => {
  expect(ask('status:open,pending -assignee:me is:unread tag:vip').facets).toEqual([
    { name: 'status', value: 'open,pending', isNot: false },
    { name: 'assignee', value: 'me', isNot: true },
    { name: 'is', value: 'unread', isNot: false },
    { name: 'tag', value: 'vip', isNot: false },
  ])
  expect(ask('Status:open assignee:"Kim L"').facets).toMatchObject([{ value: 'open' }, { value: 'Kim L' }])
})

test('an operator whose value is not typed yet asks for nothing', () => {
  expect(ask('order from: ')).toEqual(ask('order '))
  expect(ask('status:')).toEqual(ask(''))
})

test('instants are days, months, years or ages, and both bounds narrow', () => {
  const { from, before } = ask('after:2026-11 after:2026-11-03 before:2027 before:2026-12-24')
  expect([from, before]).toEqual([new Date('2026-11-03T00:00:00Z'), new Date('2026-12-24T00:00:00Z')])
  expect(ask('after:7d').from).toEqual(new Date('2026-11-14T10:00:00Z'))
  expect(ask('before:today').before).toEqual(new Date('2026-11-21T00:00:00Z'))
  expect(ask('after:yesterday').from).toEqual(new Date('2026-11-20T00:00:00Z'))
})

test.each([
  ['before:soon', /^before: takes a day/],
  ['after:2026-02-31', /^after: takes a day/],
  ['after:2026-13', /^after: takes a day/],
  ['-after:2026', /^-after: has no meaning/],
  ['has:legs', /^has: knows only/],
])('%j is refused with a sentence in the name of q', (text, sentence) => {
  let refusal: unknown
  try {
    ask(text)
  } catch (error) {
    refusal = error
  }
  expect(refusal).toBeInstanceOf(Problem)
  expect(refusal).toMatchObject({
    status: 422,
    more: { errors: [{ field: 'q', message: expect.stringMatching(sentence) }] },
  })
})

test('whatever is typed is a question or a refusal, and never one that PostgreSQL cannot read', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '-',
      '"',
      ':',
      '*',
      "'",
      '\\',
      '~',
      '(',
      '&',
      '<1>',
      ' ',
      '@',
      '#1',
      'from:',
      'has:',
      'after:7d',
      'tag:x',
    ),
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom('ada', '注文', 'ß', 'ada@example.com'),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      try {
        const query = ask(pieces.join(''))
        const text = `${wantedIn(query)} ${unwantedIn(query) ?? ''}`
        // Outside the quoted lexemes stands nothing but the language of tsquery.
        expect(text.replace(/'~(?:[^'\\]|'')*'(:\*)?/g, '')).toMatch(/^[&|() <>0-9]*$/)
      } catch (error) {
        expect(error).toBeInstanceOf(Problem)
      }
    }),
    { numRuns: 500 },
  )
})
