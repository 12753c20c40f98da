import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rangesIn, snippetOf } from './highlighting.ts'
import { parseQuery } from './query.ts'

const ask = (text: string) => parseQuery(text, new Date('2026-11-21T10:00:00Z'))
/** The text with its hits in brackets. */
const shown = (marked: { text: string; ranges: [number, number][] } | undefined) =>
  marked?.ranges.reduceRight(
    (text, [from, to]) => `${text.slice(0, from)}[${text.slice(from, to)}]${text.slice(to)}`,
    marked.text,
  )
const marked = (text: string, q: string) => shown({ text, ranges: rangesIn(text, ask(q)) })

test.each([
  ['Die Größe der STRASSE', 'strasse groß', 'Die [Größe] der [STRASSE]'],
  ['Größe', 'grosse ', '[Größe]'],
  ['ご注文番号は123です', '注文番号', 'ご[注文番号]は123です'],
  ['消費税込み', '税', '消費[税]込み'],
  ['ＡＢ−123 and AB 124', 'ab-123 ', '[ＡＢ−123] and AB 124'],
  ['new jersey, New  York', '"new york"', 'new jersey, [New  York]'],
  ['مُحَمَّد كتب', 'محمد ', '[مُحَمَّد] كتب'],
  ['Write to Ada@Example.com now', 'ada@example.com', 'Write to [Ada@Example.com] now'],
  ['nothing here', 'other', 'nothing here'],
])('in %j, %j is marked as %j', (text, q, expected) => {
  expect(marked(text, q)).toBe(expected)
})

test('a long mail is cut around where most of the question stands, in one line', () => {
  const text = `${'Lorem ipsum order dolor. '.repeat(40)}\n\nThe late\n  order 7 came today.\n${'More words. '.repeat(40)}`
  const snippet = snippetOf(text, ask('late order'))!
  expect(shown(snippet)).toContain('The [late] [order] 7 came today. More words.')
  expect(snippet.text).toMatch(/^….*…$/)
  expect(snippet.text.length).toBeLessThan(200)
})

test('a hit deep in a very long mail is shown, whether it is written as it was asked or not', () => {
  const text = `${'Lorem ipsum dolor. '.repeat(2_000)}Die GRÖSSE stimmt. ${'Und so weiter. '.repeat(2_000)}`
  for (const q of ['"grösse"', '"grosse"', 'stimmt '])
    expect(shown(snippetOf(text, ask(q)))).toMatch(/^….*ipsum dolor\..*\[\S+\].*…$/)
})

test('a snippet never cuts a sign in two, and its ranges lie inside it', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.string({ unit: 'binary', maxLength: 400 }),
      (a, b) => {
        const snippet = snippetOf(`${a} order ${b}`, ask('"order"'))!
        expect(snippet.ranges.length).toBeGreaterThan(0)
        for (const [from, to] of snippet.ranges) expect(snippet.text.slice(from, to).toLowerCase()).toContain('order')
        expect(snippet.text.isWellFormed()).toBe(true)
      },
    ),
  )
})

test('words asked of a field are not marked in the text', () => {
  expect(snippetOf('Ada wrote', ask('from:ada'))).toBeUndefined()
  expect(rangesIn('Ada <ada@example.com>', ask('from:ada'), 'from')).toEqual([
    [0, 3],
    [5, 8],
  ])
})
