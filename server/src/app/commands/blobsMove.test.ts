import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LocalS3, openS3, s3Key } from '../../../test/s3.ts'
import { type Blobs, hashOf } from '../../platform/blobs/blobs.ts'
import { blobPlace, movingBlobs, openBlobs } from '../../platform/blobs/place.ts'
import { readConfig } from '../../platform/config.ts'
import { runCli } from '../cli.ts'

const org = '01900000-0000-7000-8000-000000000001'
const key = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' }
const contents = Array.from({ length: 20 }, (_, i) => Buffer.from(`blob ${i}`.repeat(100)))

let s3: LocalS3
let dataDir: string
let disk: Blobs
let bucket: Blobs
beforeAll(async () => {
  s3 = await openS3()
  dataDir = mkdtempSync(join(tmpdir(), 'docket-move-'))
  disk = openBlobs(blobPlace(undefined, { dataDir }))
  bucket = openBlobs(blobPlace(s3.url(), { dataDir, ...key }))
  for (const bytes of contents) await disk.put(org, hashOf(bytes), bytes)
})
afterAll(async () => {
  await s3.close()
  rmSync(dataDir, { recursive: true, force: true })
})

async function move(...args: string[]) {
  const said: string[] = []
  let out = ''
  const terminal = {
    out: async (text: string) => {
      out += text
    },
    say: (text: string) => void said.push(text),
    // Progress goes here: on a busy machine there is some, and what is said is only what must be.
    redraw: () => {},
    stdin: (async function* () {})(),
    env: {},
    folder: dataDir,
  }
  const code = await runCli(['blobs', 'move', ...args, '--json'], terminal, () =>
    readConfig({ DOCKET_DATA: dataDir, ...s3Key }),
  )
  return { code, said, tally: out ? JSON.parse(out) : undefined }
}
const count = async (blobs: Blobs) => {
  let found = 0
  for await (const { orgId, sha256 } of blobs.list()) if (await blobs.get(orgId, sha256)) found++
  return found
}
const onDisk = () => `file:${join(dataDir, 'blobs')}`

test('a move that the bucket stops half-way is one sentence, loses nothing, and goes on where it stopped', async () => {
  s3.fail({ kind: 'refuse', status: 403, code: 'AccessDenied' })
  const refused = await move('--from', onDisk(), '--to', s3.url())
  expect([refused.code, refused.said.length]).toEqual([1, 1])
  s3.fail(undefined)
  for (const bytes of contents.slice(0, 7)) await bucket.put(org, hashOf(bytes), bytes)
  const { code, tally } = await move('--from', onDisk(), '--to', s3.url())
  expect(code).toBe(0)
  expect(tally).toMatchObject({ blobs: 20, copied: 13, there_already: 7, deleted: 0 })
  expect([await count(disk), await count(bucket)]).toEqual([20, 20])
})

test('while blobs move, those that are only at the old place are read there, and what is new is written to the new one', async () => {
  const extra = Buffer.from('filed before the switch')
  const fresh = Buffer.from('filed after the switch')
  await disk.put(org, hashOf(extra), extra)
  const both = movingBlobs(bucket, disk)
  expect(await both.get(org, hashOf(extra))).toEqual(extra)
  expect(await both.has(org, hashOf(extra))).toBe(true)
  expect(await both.signedUrl(org, hashOf(extra), 'attachment')).toBeNull()
  await both.put(org, hashOf(fresh), fresh)
  expect(await disk.has(org, hashOf(fresh))).toBe(false)
  expect(await both.signedUrl(org, hashOf(fresh), 'attachment')).toContain('X-Amz-Signature')
  await bucket.delete(org, hashOf(fresh))
})

test('the source is emptied only of what the other place has given back with the right hash', async () => {
  const [damaged] = contents as [Buffer]
  const name = hashOf(damaged)
  await bucket.delete(org, name)
  const folder = join(dataDir, 'blobs', org, name.slice(0, 2))
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name), 'something else')
  const { code, tally, said } = await move('--from', onDisk(), '--to', s3.url(), '--delete-source')
  expect(code).toBe(1)
  expect(tally).toMatchObject({ blobs: 21, damaged: 1, deleted: 20, copied: 1 })
  expect(said.join()).toContain(`${name} is damaged`)
  rmSync(join(folder, name))
  expect([await count(disk), await count(bucket)]).toEqual([0, 20])
})

test('and back again', async () => {
  const { code, tally } = await move('--from', s3.url(), '--to', onDisk(), '--delete-source')
  expect(code).toBe(0)
  expect(tally).toMatchObject({ copied: 20, deleted: 20 })
  expect([await count(disk), await count(bucket)]).toEqual([20, 0])
})

test('what is missing or wrong on the command line is a sentence', async () => {
  expect(await move('--from', onDisk())).toMatchObject({ code: 2 })
  expect(await move('--from', onDisk(), '--to', onDisk())).toMatchObject({ code: 2 })
  expect((await move('--from', 'ftp://x', '--to', onDisk())).said[0]).toContain('--from must begin with file: or s3://')
})
