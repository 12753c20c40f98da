import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { bombs } from '../../../../fuzz/bombs.ts'
import { seeds } from '../../../../fuzz/seeds.ts'
import { wholeOf } from './contents.ts'
import type { OpenMail } from './parsed.ts'
import { parseMail } from './parsing.ts'
import { mailReader, ReadingStopped } from './reader.ts'
import { ReaderAway } from './startingReader.ts'
import { Unparsable } from './unparsable.ts'

const reader = mailReader({ msMax: 30_000 })
const program = join(import.meta.dirname, '../../../test/hostileReader.ts')
const hostile = mailReader({ program, msMax: 30_000, heapMegabytes: 64 })
const hasty = mailReader({ program, msMax: 3_000 })
afterAll(() => Promise.all([reader.close(), hostile.close(), hasty.close()]))

const mails = [...seeds(), Buffer.from('no mail'), bombs['an attachment']!(3_000_000)]
const here = (bytes: Uint8Array): Promise<OpenMail | Unparsable> => parseMail(bytes).catch((error) => error)

test('read in a process of its own, a mail is what it is here', async () => {
  const apart = await reader.read(mails.map((bytes) => ({ bytes, envelope: { from: null, to: null } })))
  expect(apart).toHaveLength(mails.length)
  for (const [index, bytes] of mails.entries()) {
    const read = await here(bytes)
    if (read instanceof Unparsable) expect(apart[index]).toEqual(new Unparsable(read.message))
    else {
      const { contents: _, ...rest } = read
      expect(apart[index]).toEqual(rest)
    }
  }
})

test('attachments are found in a mail, those that had to be unwrapped too, and one it has not is not', async () => {
  let found = 0
  for (const bytes of mails) {
    const read = await here(bytes)
    if (read instanceof Unparsable) continue
    const wanted = read.mail.attachments.map(({ sha256 }, position) => ({ position, sha256 }))
    const contents = await reader.find(bytes, [...wanted, { position: 0, sha256: 'none' }])
    expect(contents.pop()).toBeUndefined()
    const wholes = (all: typeof contents) => all.map((one) => one && wholeOf(one).toString('latin1'))
    expect(wholes(contents)).toEqual(wholes(wanted.map(({ sha256 }) => contentBy(read, sha256))))
    found += contents.length
  }
  expect(found).toBeGreaterThan(5)
})

const contentBy = ({ mail, contents }: OpenMail, sha256: string) =>
  contents[mail.attachments.findIndex((one) => one.sha256 === sha256)]

const mailOf = (subject: string) => ({
  bytes: Buffer.from(`From: ada@acme.example\r\nSubject: ${subject}\r\n\r\nWords`),
})
const memory = 'Reading this mail took more than 64 MB of memory and was stopped.'

test.each([
  ['never end', 'Reading this mail took more than 3 s and was stopped.'],
  ['fill the heap', memory],
  ['ask for one large object', memory],
  ['spread a long text', memory],
  ['crash', 'The process that read this mail ended (SIGSEGV).'],
  ['throw', 'a hole in the parser'],
])('a mail that makes its reader %s is told of, and its neighbours are read', async (harm, sentence) => {
  const by = harm === 'never end' ? hasty : hostile
  const outcomes = await by.read([mailOf('first'), mailOf(harm), mailOf('last')])
  expect(outcomes.map((one) => (one instanceof Error ? one.message : one.mail.subject))).toEqual([
    'first',
    sentence,
    'last',
  ])
  expect(outcomes[1] instanceof ReadingStopped).toBe(harm !== 'throw')
})

test('the process that reads mails has no secrets and may not write', async () => {
  const [file, secret] = await hostile.read([mailOf('write a file'), mailOf('read a secret')])
  expect(file).toMatchObject({ message: expect.stringContaining('Access to this API has been restricted') })
  expect(secret).toMatchObject({ message: 'secrets: ' })
})

test('a reader that cannot be started blames no mail', async () => {
  const none = mailReader({ program: join(import.meta.dirname, 'none.ts') })
  const outcomes = await none.read([mailOf('first'), mailOf('last')])
  expect(outcomes.map((one) => one instanceof ReaderAway)).toEqual([true, true])
  await expect(none.find(Buffer.from(''), [{ position: 0, sha256: '' }])).rejects.toThrow('did not start')
})
