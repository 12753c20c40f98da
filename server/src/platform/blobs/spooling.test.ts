import { createHash, randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { spooling, TooLong } from './spooling.ts'

const few = 10_000
const many = 1_000_000
async function* piecesOf(bytes: Buffer) {
  for (let from = 0; from < bytes.byteLength; from += 65_536) yield bytes.subarray(from, from + 65_536)
}
/** Files set aside by whoever; of this process's own there is one while it holds one. */
const filesNow = () => readdirSync(tmpdir()).filter((name) => /^docket-[0-9a-f-]{36}$/.test(name))

for (const [size, lies] of [
  [0, 'held'],
  [few, 'held'],
  [many, 'in a file that is gone afterwards'],
] as const)
  test(`${size} bytes are ${lies}, and are what came`, async () => {
    const bytes = randomBytes(size)
    const before = new Set(filesNow())
    const added = () => filesNow().filter((name) => !before.has(name)).length
    const said = await spooling(piecesOf(bytes), 2 * many, async ({ pieces, whole, ...rest }) => {
      if (lies === 'held') expect(added()).toBe(0)
      expect(Buffer.concat([...pieces()]).equals(bytes)).toBe(true)
      expect((await whole()).equals(bytes)).toBe(true)
      return rest
    })
    expect(said).toEqual({
      size,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      head: bytes.subarray(0, Math.min(64, size)),
    })
    expect(added()).toBe(0)
  })

test('the first byte too many ends it, and nothing is left behind', async () => {
  const before = filesNow().length
  const work = spooling(piecesOf(randomBytes(many)), many - 1, async () => 'taken')
  await expect(work).rejects.toThrow(TooLong)
  expect(filesNow().length).toBe(before)
})
