import { expect, test } from 'vitest'
import { beingNamed, meant, mentionedIn, signOf } from '../web/src/composer/mentions.ts'

const one = (id: string, name: string) => ({ id, name, email: `${id}@acme.example` })
const all = [one('kim', 'Kim'), one('kim-lee', 'Kim Lee'), one('sam-1', 'Sam'), one('sam-2', 'Sam'), one('nobody', '')]

test('the longest name that fits is meant, wherever it stands, and each once', () => {
  expect(mentionedIn('Look, @Kim Lee, and @kim: @Kim.', all).sort()).toEqual(['kim', 'kim-lee'])
  expect(mentionedIn('(@Kim Lee)', all)).toEqual(['kim-lee'])
})

test('an address, a longer word and a name without its sign name nobody', () => {
  for (const words of ['x@Kim', '@Kimberly', 'Kim', '@', '', '@ Kim']) expect(mentionedIn(words, all)).toEqual([])
})

test('who shares a name, or has none, is named by the address, and never by what would be two people', () => {
  for (const colleague of all) expect(mentionedIn(`Look, ${signOf(colleague, all)}!`, all)).toEqual([colleague.id])
  expect(mentionedIn('@Sam', all)).toEqual([])
})

test('what is typed after the sign is looked for until the line or the name is over', () => {
  expect(beingNamed('Look, @Ki', 9)).toEqual({ from: 6, q: 'Ki' })
  expect(beingNamed('Look, @', 7)).toEqual({ from: 6, q: '' })
  for (const over of ['ada@Ki', '@Ki\nm', '@Kim ', 'Ki']) expect(beingNamed(over, over.length)).toBeUndefined()
})

test('names that begin so come before words within names and addresses', () => {
  expect(meant('le', [...all, one('z', 'Lea')]).map(({ id }) => id)).toEqual(['z', 'kim-lee'])
  expect(meant('', all)).toHaveLength(all.length)
})
