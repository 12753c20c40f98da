import { expect, test } from 'vitest'
import { lineDifference } from './comparing.ts'

const shown = (first: string, here: string) => lineDifference(first, here).lines.map(({ sign, text }) => sign + text)

test('what differs between two texts, with a line around it', () => {
  expect(shown('Hello,\nit is broken.\nAda', 'Hello,\nit is whole.\nPay here.\nAda')).toEqual([
    ' Hello,',
    '-it is broken.',
    '+it is whole.',
    '+Pay here.',
    ' Ada',
  ])
  expect(shown('a\nb\nc\nd', 'a\nx\nc\ny\nd')).toEqual([' a', '-b', '+x', ' c', '+y', ' d'])
  expect(shown('', 'Words')).toEqual(['-', '+Words'])
  expect(shown('Words \n\n', 'Words')).toEqual([' Words'])
})

test('a long difference is cut and says so; a long line too', () => {
  const lines = Array.from({ length: 5_000 }, (_, n) => `line ${n}`).join('\n')
  const { lines: some, more } = lineDifference('one', lines)
  expect([some.length, more]).toEqual([40, 4_961])
  expect(shown('a', 'b'.repeat(10_000))[1]!.length).toBeLessThan(310)
})
