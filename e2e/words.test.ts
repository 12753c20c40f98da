import { describe, expect, test } from 'vitest'
import { isAddress, peopleIn, whoGetsIt } from '../web/src/composer/addresses.ts'
import { isBlank, type Node, textOf } from '../web/src/composer/plain-text.ts'

const text = (words: string, ...marks: Node['marks'] & object): Node => ({ type: 'text', text: words, marks })
const line = (...content: Node[]): Node => ({ type: 'paragraph', content })
const doc = (...content: Node[]): Node => ({ type: 'doc', content })
const item = (...content: Node[]): Node => ({ type: 'listItem', content })
const link = (href: string) => ({ type: 'link', attrs: { href } })

describe('the plain twin', () => {
  test('says lists, lists in lists and quotes by their signs', () => {
    const inner = { type: 'bulletList', content: [item(line(text('deep')))] }
    const words = doc(
      line(text('Dear Ada,')),
      line(),
      {
        type: 'orderedList',
        attrs: { start: 3 },
        content: [item(line(text('turn')), inner), item(line(text('wait')))],
      },
      {
        type: 'blockquote',
        content: [line(text('It')), line(), { type: 'blockquote', content: [line(text('stopped'))] }],
      },
    )
    expect(textOf(words)).toBe('Dear Ada,\n\n3. turn\n   - deep\n4. wait\n> It\n>\n>> stopped')
  })

  test('says where a link leads, unless its words say so already', () => {
    const words = doc(
      line(text('See '), text('the manual', link('https://docs.example/crank'))),
      line(text('docs.example/crank', link('https://docs.example/crank'))),
      line(text('https://docs.example', link('https://docs.example/'))),
      line(
        text('ada@example.com', link('mailto:ada@example.com')),
        text(' '),
        text('Bob', link('mailto:bob@example.com')),
      ),
    )
    expect(textOf(words)).toBe(
      'See the manual (https://docs.example/crank)\ndocs.example/crank\nhttps://docs.example\nada@example.com Bob (bob@example.com)',
    )
  })

  test('keeps code, breaks and pictures, and marks the signature for mail programs', () => {
    const words = doc(
      { type: 'codeBlock', content: [text('if (a)\n  b()')] },
      line(text('one'), { type: 'hardBreak' }, text('two ')),
      line({ type: 'image', attrs: { alt: 'crank.png' } }),
      { type: 'signature', content: [line(text('Kim'))] },
    )
    expect(textOf(words)).toBe('if (a)\n  b()\none\ntwo\n[crank.png]\n-- \nKim')
  })

  test('a signature alone is nothing written; a picture alone is something', () => {
    const signature = { type: 'signature', content: [line(text('Kim'))] }
    expect(isBlank(doc(line(), line(text('  ')), signature))).toBe(true)
    expect(isBlank(doc(line({ type: 'image', attrs: {} }), signature))).toBe(false)
  })
})

describe('recipients', () => {
  test('a pasted list is people, however it is written', () => {
    expect(
      peopleIn(
        'Ada Lovelace <ada@example.com>, "Hopper, Grace" <grace@navy.example>; bob@example.net\ncy@a.example dy@b.example',
      ),
    ).toEqual([
      { name: 'Ada Lovelace', address: 'ada@example.com' },
      { name: 'Hopper, Grace', address: 'grace@navy.example' },
      { name: '', address: 'bob@example.net' },
      { name: '', address: 'cy@a.example' },
      { name: '', address: 'dy@b.example' },
    ])
    expect(peopleIn('Lovelace, Ada <ada@example.com>')).toEqual([{ name: 'Ada Lovelace', address: 'ada@example.com' }])
    expect(peopleIn(' ,; \n')).toEqual([])
  })

  test.each(['ada@example.com', 'o’neil+1@sub.example.co.uk', 'ida@bücher.example'])('%s is an address', (address) =>
    expect(isAddress(address)).toBe(true),
  )
  test.each([
    'ada',
    'ada@',
    'ada@example',
    'a b@example.com',
    'ada@example..com',
    '<ada@example.com>',
    'ada@example.com,',
  ])('%s is none', (address) => expect(isAddress(address)).toBe(false))

  test('who gets it is said in a line, and how many of them are strangers to the house', () => {
    const [ada, bob, kim] = ['ada@example.com', 'bob@example.net', 'kim@acme.example'].map((address) => ({
      name: '',
      address,
    }))
    const own = new Set(['acme.example'])
    expect(whoGetsIt({ to: [{ ...ada!, name: 'Ada' }], cc: [], bcc: [] }, own)).toBe('To Ada')
    expect(whoGetsIt({ to: [ada!], cc: [bob!], bcc: [kim!] }, own)).toBe(
      'To ada@example.com, cc bob@example.net, bcc kim@acme.example; 2 outside your company',
    )
    expect(whoGetsIt({ to: [], cc: [], bcc: [] }, own)).toBe('To nobody yet')
  })
})
