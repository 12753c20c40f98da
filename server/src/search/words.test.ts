import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressesIn, fold, wordsOf } from './words.ts'

const words = (text: string) => [...wordsOf(text)].map(({ word, isTail }) => (isTail ? `${word}|` : word))

test.each([
  ['Große STRASSE', ['grosse', 'strasse']],
  ['Übergrößenträger', ['ubergrossentrager']],
  ['İstanbul’da ILIK ılık', ['istanbul', 'da', 'ilik', 'ilik']],
  ['Ｆｕｌｌ－ｗｉｄｔｈ １２３ ﬁnd', ['full', 'width', '123', 'find']],
  ['e\u0301te\u0301 \u00e9t\u00e9', ['ete', 'ete']],
  ['مُحَمَّد محمد', ['محمد', 'محمد']],
  ['שָׁלוֹם שלום', ['שלום', 'שלום']],
  ['Οδός ΟΔΟΣ', ['οδοσ', 'οδοσ']],
  ['Łódź Çelik Åse Ævar Phở', ['lodz', 'celik', 'ase', 'aevar', 'pho']],
  ['AB-123/x don’t', ['ab', '123', 'x', 'don', 't']],
  ['dono\u00adkrati\u200bon', ['donokration']],
  ['注文番号', ['注文', '文番', '番号', '号|']],
  ['ﾊﾞｽ バス', ['バス', 'ス|', 'バス', 'ス|']],
  ['주문을', ['주문', '문을', '을|']],
  ['iPhone用', ['iphone', '用|']],
  ['½ ﷺ', ['12', 'صلىاللهعليهوسلم']],
  ['🙂 — !', []],
])('the words of %j are known whatever form they are written in', (text, expected) => {
  expect(words(text)).toEqual(expected)
})

test('a decomposed Korean syllable equals the composed one', () => {
  expect(words('주문'.normalize('NFD'))).toEqual(words('주문'))
})

test('every word stands where it says, in its place, and none is longer than the index takes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      let [place, start] = [0, 0]
      for (const word of wordsOf(text)) {
        expect(word.place).toBe(place + 1)
        expect(word.start).toBeGreaterThanOrEqual(start)
        expect(word.end).toBeGreaterThan(word.start)
        expect(word.end).toBeLessThanOrEqual(text.length)
        expect(word.word).not.toBe('')
        expect(word.word.length).toBeLessThanOrEqual(128)
        expect(word.word).toMatch(/^[\p{L}\p{N}\p{M}]+$/u)
        place = word.place
        start = word.start
      }
    }),
  )
})

test('folding what is folded changes nothing', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => fold(fold(text)) === fold(text)))
})

test('a word of a million letters is found by its first ones', () => {
  expect(words('x'.repeat(1_000_000))).toEqual(['x'.repeat(64)])
})

test('addresses are found inside text, without the sentence around them', () => {
  expect(addressesIn('Write to Ada.L@Example.com, or <bob@müller.example>. Not @here or at@ all.')).toEqual([
    'ada.l@example.com',
    'bob@müller.example',
  ])
})
