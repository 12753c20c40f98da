import fc from 'fast-check'

/** One damage: what is done, and three numbers that say where and how much. The same damage to the same mail is the same mail. */
export type Damage = { kind: string; a: number; b: number; c: number }

/** A mail by the number of its seed, and what befell it; fast-check shrinks a failure to the least damage. */
export type Case = { seed: number; damages: Damage[] }

type Mutate = (mail: Buffer, damage: Damage, other: Buffer) => Buffer

const mutations: Record<string, Mutate> = {
  'bits are flipped': (mail, { a, b, c }) => {
    const copy = Buffer.from(mail)
    for (let n = 0; n <= c % 8; n++) if (copy.length > 0) copy[(a + n * b) % copy.length]! ^= 1 << ((b + n) % 8)
    return copy
  },
  'a run of bytes is lost': (mail, { a, b }) => replaced(mail, span(mail, a, b), empty),
  'a run of bytes comes twice': (mail, { a, b }) => {
    const [from, to] = span(mail, a, b)
    return replaced(mail, [to, to], mail.subarray(from, to))
  },
  'two runs of bytes change places': (mail, { a, b, c }) => {
    const [first, second] = [span(mail, a, c), span(mail, b, c)].sort((one, two) => one[0] - two[0])
    if (!first || !second || first[1] > second[0]) return mail
    return Buffer.concat([
      mail.subarray(0, first[0]),
      mail.subarray(...second),
      mail.subarray(first[1], second[0]),
      mail.subarray(...first),
      mail.subarray(second[1]),
    ])
  },
  'a boundary is damaged': (mail, { a, b, c }) => {
    const lines = placesOf(mail, '\n--')
    const at = lines[a % Math.max(1, lines.length)]
    if (at === undefined) return mail
    const end = mail.indexOf(10, at + 1)
    const to = end < 0 ? mail.length : end
    const line = mail.subarray(at, to)
    return replaced(
      mail,
      [at, to],
      [empty, line.subarray(0, line.length - (c % 5)), twice(line), text('\n--x--')][b % 4]!,
    )
  },
  'a line of another mail is put in': (mail, { a, b }, other) => {
    const lines = placesOf(other, '\n')
    const from = lines[b % Math.max(1, lines.length)] ?? 0
    const to = other.indexOf(10, from + 1)
    const at = placesOf(mail, '\n')[a % 30] ?? 0
    return replaced(mail, [at, at], other.subarray(from, to < 0 ? other.length : to))
  },
  'the rest is of another mail': (mail, { a, b }, other) =>
    Buffer.concat([mail.subarray(0, a % (mail.length + 1)), other.subarray(b % (other.length + 1))]),
  'the lines end otherwise': (mail, { a }) =>
    Buffer.from(mail.toString('latin1').replace(/\r?\n/g, ['\r\n', '\r', '\n\n', '\n\r', '\r\r\n'][a % 5]!), 'latin1'),
  'the mail breaks off': (mail, { a }) => mail.subarray(0, a % (mail.length + 1)),
  'a line is huge': (mail, { a, b, c }) =>
    put(mail, a, ['x', ' ', '=', '"', '(', '<', '=?', ',', '&', '> ', ';'][b % 11]!.repeat(1_000 + (c % 60_000))),
  'lines are many': (mail, { a, b, c }) =>
    put(
      mail,
      a,
      ['\n', '\n>', '\n--b', '\n1. wrote:', '\nTo: a@b', '\n ', '\nbegin 644 a', '<div>', '\n-- '][b % 9]!.repeat(
        c % 5_000,
      ),
    ),
  'parts nest deeply': (mail, { a, b }) => {
    const one = (n: number) => `Content-Type: multipart/mixed; boundary=n${n}\n\n--n${n}\n`
    return put(mail, a, `\n${Array.from({ length: b % 120 }, (_, n) => one(n)).join('')}`)
  },
  NULs: (mail, { a, b }) => put(mail, a, '\0'.repeat(1 + (b % 50))),
  'bytes of no charset': (mail, { a, b, c }) =>
    put(mail, a, Buffer.from([0xff, 0xc3, 0xed, 0xa0, 0x80, b & 255, c & 255])),
  'the charset is a lie': (mail, { a }) =>
    lie(mail, /charset="?[\w.:-]+"?/gi, `charset=${pick(charsets, a)}`, 'text/plain; '),
  'the encoding is a lie': (mail, { a }) =>
    lie(mail, /Content-Transfer-Encoding:[^\r\n]*/gi, `Content-Transfer-Encoding: ${pick(encodings, a)}`, null),
  'the type is a lie': (mail, { a }) =>
    lie(mail, /Content-Type: ?[\w./+-]+/gi, `Content-Type: ${pick(types, a)}`, null),
}

const charsets =
  'utf-7 utf-16 utf-16be utf-32 iso-2022-jp iso-2022-kr hz-gb-2312 gb18030 big5 koi8-r ebcdic-cp-us x-user-defined replacement unknown-8bit us-ascii windows-874 cp437 base64 hex binary ucs2'.split(
    ' ',
  )
const encodings = ['base64', 'quoted-printable', '8bit', 'binary', 'uuencode', 'x', '']
const types = [
  'multipart/mixed', 'multipart/alternative', 'multipart/related', 'multipart/digest', 'multipart/report', 'text/html', 'text',
  'application/ms-tnef', 'application/pkcs7-mime', 'message/rfc822', 'message/delivery-status', 'image/png', '/',
] // biome-ignore format: one list

export const cases: fc.Arbitrary<Case> = fc.record({
  seed: fc.nat(),
  damages: fc.array(
    fc.record({
      kind: fc.constantFrom(...Object.keys(mutations)),
      a: fc.nat(),
      b: fc.nat(),
      c: fc.nat(),
    }),
    { minLength: 1, maxLength: 6, size: 'max' },
  ),
})

const bytesMax = 512 * 1024

export function damaged(seeds: readonly Buffer[], { seed, damages }: Case): Buffer {
  let mail = seeds[seed % seeds.length]!
  for (const damage of damages) {
    const other = seeds[(seed + damage.a) % seeds.length]!
    mail = mutations[damage.kind]!(mail, damage, other).subarray(0, bytesMax)
  }
  return Buffer.from(mail)
}

const empty = Buffer.alloc(0)
const text = (words: string): Buffer => Buffer.from(words)
const twice = (line: Buffer): Buffer => Buffer.concat([line, line])
const pick = (list: readonly string[], number: number): string => list[number % list.length]!

const replaced = (mail: Buffer, [from, to]: [number, number], by: Buffer): Buffer =>
  Buffer.concat([mail.subarray(0, from), by, mail.subarray(to)])

function span(mail: Buffer, at: number, length: number): [number, number] {
  const from = at % (mail.length + 1)
  // Mostly short, sometimes most of the mail.
  const most = length % 5 === 0 ? mail.length : 40
  return [from, Math.min(mail.length, from + (length % (most + 1)))]
}

function put(mail: Buffer, at: number, what: string | Buffer): Buffer {
  const from = at % (mail.length + 1)
  return replaced(mail, [from, from], Buffer.from(what as string))
}

function placesOf(mail: Buffer, what: string): number[] {
  const places: number[] = []
  for (let at = mail.indexOf(what); at >= 0 && places.length < 1_000; at = mail.indexOf(what, at + 1)) places.push(at)
  return places
}

/** Where nothing of the kind is said, it is said in the header. */
function lie(mail: Buffer, said: RegExp, lie: string, type: string | null): Buffer {
  const words = mail.toString('latin1')
  const changed = words.replace(said, lie)
  return Buffer.from(changed === words ? `${type ? `Content-Type: ${type}` : ''}${lie}\n${words}` : changed, 'latin1')
}
