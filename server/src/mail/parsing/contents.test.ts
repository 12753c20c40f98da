import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { headOf, measure, piecesOf } from './contents.ts'
import { decodeInPieces, decodeTransfer } from './decoding.ts'
import { leafHash } from './fingerprinting.ts'

const encodings = fc.constantFrom('base64', 'quoted-printable', '7bit', 'x-unknown')
const lineEnds = fc.constantFrom('\n', '\r\n', '\r', '')
/** What encoded text is made of, and what spoils it. */
const bits = fc.constantFrom(
  ...[
    'QUJD',
    'YQ==',
    'YWI=',
    'Q',
    'AB',
    '-_',
    '+/',
    '=',
    '==',
    '=\n',
    '= \t\n',
    '=  ',
    '=4',
    '=41',
    '=C3=A4',
    '=zz',
    ' ',
    '\t',
  ],
  ...[
    '\xa0',
    '\xe4',
    '!',
    'a footer of words',
    '.',
    '\0',
    '\n',
    '\r\n',
    '\r',
    '--b',
    'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo',
  ],
)
const noise = fc.array(bits, { maxLength: 60 }).map((all) => Buffer.from(all.join(''), 'latin1'))
/** As a mail program writes it. */
const regular = fc
  .tuple(fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 1, max: 80 }), lineEnds)
  .map(([bytes, width, end]) =>
    Buffer.from(
      (
        Buffer.from(bytes)
          .toString('base64')
          .match(new RegExp(`.{1,${width}}`, 'g')) ?? []
      ).join(end),
    ),
  )
const bodies = fc.oneof(noise, regular)

test('decoded in pieces, whatever the encoding and wherever they end, a content has the same bytes', () => {
  fc.assert(
    fc.property(bodies, encodings, fc.integer({ min: 1, max: 40 }), (body, encoding, pieceBytes) => {
      const pieces = [...decodeInPieces(body, encoding, pieceBytes)]
      expect(Buffer.concat(pieces).toString('latin1')).toBe(decodeTransfer(body, encoding).toString('latin1'))
    }),
    { numRuns: 20_000 },
  )
})

test('a content is told from another by its bytes, line ends aside, however they are cut', () => {
  const endings = fc.array(fc.constantFrom('\r', '\n', '\r\n', 'a', '\xe4', ''), { maxLength: 30 })
  fc.assert(
    fc.property(endings, fc.array(fc.nat(30), { maxLength: 6 }), (words, cuts) => {
      const bytes = Buffer.from(words.join(''), 'latin1')
      const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length]
      const pieces = places.slice(1).map((to, index) => bytes.subarray(places[index], to))
      const plain = bytes.toString('latin1').replace(/\r\n?/g, '\n').replace(/\n+$/, '')
      expect(leafHash(pieces)).toBe(sha256(Buffer.from(plain, 'latin1')))
    }),
    { numRuns: 5_000 },
  )
})

test('a large content is never held whole, and is measured as the whole is', () => {
  const line = 'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0\r\n'
  for (const [encoding, body] of [
    ['base64', line.repeat(40_000)],
    ['base64', `${line.repeat(20_000)}YQ==\r\n${line.repeat(20_000)}`],
    ['quoted-printable', 'caf=C3=A9 and a soft break =\r\n'.repeat(100_000)],
    ['8bit', 'words\r\n'.repeat(400_000)],
  ] as const) {
    const content = { body: Buffer.from(body), encoding }
    const whole = decodeTransfer(content.body, encoding)
    expect(Math.max(...[...piecesOf(content)].map(({ length }) => length))).toBeLessThan(300 * 1024)
    expect(measure(content)).toEqual({ size: whole.length, sha256: sha256(whole), leaf: leafHash([whole]) })
    expect(headOf(content, 500_000).equals(whole.subarray(0, 500_000))).toBe(true)
  }
})

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
