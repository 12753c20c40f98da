import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fill, firstNameOf, type Variable, variables } from './filling.ts'

const both = (words: string) => ({ html: words, body: words })

test('every variable is filled, with or without spaces between its braces', () => {
  const names = Object.keys(variables) as Variable[]
  const values = Object.fromEntries(names.map((name, at) => [name, `value ${at}`]))
  const filled = fill(both(names.map((name) => `{{${name}}} {{ ${name} }}`).join(', ')), values)
  expect(filled.body).toBe(names.map((_, at) => `value ${at} value ${at}`).join(', '))
  expect(filled.unknown).toEqual([])
})

test('what stands for nothing stays and is named once', () => {
  expect(fill(both('{{contact.nme}} {{contact.nme}} {{contact.name}} {{}}'), { 'contact.name': '' })).toEqual({
    ...both('{{contact.nme}} {{contact.nme}} {{contact.name}} {{}}'),
    unknown: ['contact.nme', 'contact.name', ''],
  })
})

test('what somebody is called can neither bring markup along nor be filled again', () => {
  const name = '<b onclick="x">{{agent.name}} & $& $1</b>'
  const { html, body } = fill(both('Dear {{contact.name}}'), { 'contact.name': name, 'agent.name': 'Kim' })
  expect(html).toBe(
    'Dear &#60;b onclick=&#34;x&#34;&#62;{{agent.name}} &#38; $& $1&#60;/b&#62;'.replace('$&', '$&#38;'),
  )
  expect(body).toBe(`Dear ${name}`)
})

test('names of objects are no variables', () => {
  expect(fill(both('{{constructor}}{{__proto__}}'), {}).unknown).toEqual(['constructor', '__proto__'])
})

test('words without braces come through as they are, whatever they are', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (words) => {
      fc.pre(!words.includes('{{'))
      expect(fill(both(words), { 'agent.name': 'Kim' })).toEqual({ ...both(words), unknown: [] })
    }),
  )
})

test.each([
  ['Ada Lovelace', 'Ada'],
  ['Lovelace, Ada', 'Ada'],
  ['Dr. Ada Lovelace', 'Ada'],
  ['Frau Prof. Dr. Erika Mustermann', 'Erika'],
  ['Madonna', 'Madonna'],
  ['Dr.', 'Dr.'],
  ['ליאת כהן', 'ליאת'],
  ['Müller-Lüdenscheidt, Hans-Joachim', 'Hans-Joachim'],
  ['ada@example.com', ''],
  ['', ''],
])('%s is called %s', (name, first) => expect(firstNameOf(name)).toBe(first))
