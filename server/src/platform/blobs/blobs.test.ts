import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type LocalS3, openS3 } from '../../../test/s3.ts'
import { BlobDamaged, type Blobs, BlobsAway, collect, hashOf } from './blobs.ts'
import { blobPlace, openBlobs, type S3Place } from './place.ts'
import { s3Blobs } from './s3.ts'

const org = '01900000-0000-7000-8000-000000000001'
const other = '01900000-0000-7000-8000-000000000002'
const words = Buffer.from('What was kept is what is given back.'.repeat(50))
const name = hashOf(words)
const key = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' }

let s3: LocalS3
let dataDir: string
beforeAll(async () => {
  s3 = await openS3()
  dataDir = mkdtempSync(join(tmpdir(), 'docket-blobs-'))
})
afterAll(async () => {
  await s3.close()
  rmSync(dataDir, { recursive: true, force: true })
})
beforeEach(() => s3.fail(undefined))

const impatient = { firstByteMs: 300, attemptsMax: 3, pauseMs: 1 }
const onS3 = (more = '') => s3Blobs(blobPlace(s3.url(more), { dataDir, ...key }) as S3Place, impatient)

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

describe.each([
  ['disk', (): Blobs => openBlobs(blobPlace(undefined, { dataDir }))],
  ['S3', (): Blobs => onS3()],
])('on %s', (_, open) => {
  test('what was put is got back, by name, in whole and in pieces, until it is deleted', async () => {
    const blobs = open()
    expect(await blobs.get(org, name)).toBeUndefined()
    expect(await blobs.open(org, name)).toBeUndefined()
    await blobs.put(org, name, words)
    await blobs.put(org, name, words)
    expect(Buffer.compare((await blobs.get(org, name))!, words)).toBe(0)
    const opened = await blobs.open(org, name)
    expect(opened?.size).toBe(words.length)
    expect(Buffer.compare(await collect(opened!.stream), words)).toBe(0)
    expect(await blobs.has(org, name)).toBe(true)
    expect(await blobs.has(other, name)).toBe(false)
    await blobs.delete(org, name)
    await blobs.delete(org, name)
    expect(await blobs.has(org, name)).toBe(false)
  })

  test('nothing is put under a name that is not its hash, nor read under a name that is a path', async () => {
    await expect(open().put(org, hashOf(Buffer.from('other')), words)).rejects.toThrow(BlobDamaged)
    await expect(open().get(org, '../../etc/passwd')).rejects.toThrow('not the name of a blob')
    await expect(open().get('..', name)).rejects.toThrow('not the name of a blob')
  })

  test('the list has every blob once, in order, of all organisations or of one', async () => {
    const blobs = open()
    const many = Array.from({ length: 12 }, (_, i) => Buffer.from(`blob ${i}`))
    for (const bytes of many) await blobs.put(org, hashOf(bytes), bytes)
    await blobs.put(other, name, words)
    const listed = await all(blobs.list())
    expect(listed).toEqual([
      ...many
        .map((bytes) => ({ orgId: org, sha256: hashOf(bytes), size: bytes.length }))
        .sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1)),
      { orgId: other, sha256: name, size: words.length },
    ])
    expect(await all(blobs.list(other))).toHaveLength(1)
    await blobs.check()
  })
})

test('an empty blob is a blob', async () => {
  const nothing = Buffer.alloc(0)
  for (const blobs of [onS3(), openBlobs(blobPlace(undefined, { dataDir }))]) {
    await blobs.put(org, hashOf(nothing), nothing)
    expect(await blobs.get(org, hashOf(nothing))).toHaveLength(0)
  }
})

test('a blob damaged on disk is never given out as if it were whole, and putting it again heals it', async () => {
  const blobs = openBlobs(blobPlace(undefined, { dataDir }))
  await blobs.put(org, name, words)
  const changed = Buffer.from(words)
  changed[10]! ^= 1
  writeFileSync(join(dataDir, 'blobs', org, name.slice(0, 2), name), changed)
  await expect(blobs.get(org, name)).rejects.toThrow(BlobDamaged)
  await expect(collect((await blobs.open(org, name))!.stream)).rejects.toThrow('is damaged')
  await blobs.put(org, name, words)
  expect(Buffer.compare((await blobs.get(org, name))!, words)).toBe(0)
  expect(readdirSync(join(dataDir, 'blobs', org, name.slice(0, 2)))).toEqual([name])
})

test('a list longer than a page goes on', async () => {
  const third = '01900000-0000-7000-8000-000000000003'
  const blobs = s3Blobs(blobPlace(s3.url(), { dataDir, ...key }) as S3Place, impatient, 7)
  for (let i = 0; i < 21; i++) await blobs.put(third, hashOf(Buffer.from(`many ${i}`)), Buffer.from(`many ${i}`))
  const listed = await all(blobs.list(third))
  expect(new Set(listed.map(({ sha256 }) => sha256)).size).toBe(21)
  expect(listed).toHaveLength(21)
})

describe('when the bucket misbehaves', () => {
  beforeEach(() => onS3().put(org, name, words))

  test.each([
    ['is busy', { kind: 'refuse', status: 503, code: 'SlowDown' }],
    ['is limited', { kind: 'refuse', status: 429, code: 'TooManyRequests' }],
    ['breaks the line', { kind: 'reset' }],
    ['breaks off half-way', { kind: 'truncate' }],
    ['sends other bytes', { kind: 'corrupt' }],
    ['says nothing', { kind: 'silent' }],
  ] as const)('one that %s once is asked again, and the bytes are right', async (_, fault) => {
    s3.fail(fault, 1)
    expect(Buffer.compare((await onS3().get(org, name))!, words)).toBe(0)
  })

  test('one that stays busy, broken or silent is a sentence, after a bounded number of attempts', async () => {
    for (const [fault, says] of [
      [{ kind: 'refuse', status: 503, code: 'SlowDown' }, /answers 503 SlowDown/],
      [{ kind: 'reset' }, /does not answer/],
      [{ kind: 'silent' }, /does not answer: no answer within 0.3 s/],
      [{ kind: 'truncate' }, /does not answer|broke off/],
    ] as const) {
      s3.fail(fault)
      const before = s3.requests.length
      const error = await onS3()
        .get(org, name)
        .catch((error) => error)
      expect(error).toBeInstanceOf(BlobsAway)
      expect(error.message).toMatch(says)
      expect(s3.requests.length - before).toBeLessThanOrEqual(impatient.attemptsMax)
      if (fault.kind !== 'truncate') await expect(onS3().put(org, name, words)).rejects.toThrow(BlobsAway)
    }
  })

  test('bytes that arrive damaged every time are refused, and a stream of them breaks off', async () => {
    s3.fail({ kind: 'corrupt' })
    await expect(onS3().get(org, name)).rejects.toThrow(BlobDamaged)
    await expect(collect((await onS3().open(org, name))!.stream)).rejects.toThrow(BlobDamaged)
  })

  test.each([
    [403, 'SignatureDoesNotMatch', /refuses our signature: AWS_SECRET_ACCESS_KEY/],
    [403, 'InvalidAccessKeyId', /does not know the key/],
    [403, 'AccessDenied', /may not do this in the bucket docket/],
    [403, 'RequestTimeTooSkewed', /refuses our clock/],
    [404, 'NoSuchBucket', /There is no bucket docket at http/],
    [301, 'PermanentRedirect', /not in the region us-east-1/],
    [400, 'AuthorizationHeaderMalformed', /not in the region us-east-1/],
  ])('a refusal (%i %s) is one sentence, is not tried again, and holds no secret', async (status, code, says) => {
    s3.fail({ kind: 'refuse', status, code })
    const before = s3.requests.length
    for (const work of [() => onS3().get(org, name), () => onS3().put(org, name, words), () => onS3().check()]) {
      const error = await work().catch((error) => error)
      expect(error).toBeInstanceOf(BlobsAway)
      expect(error.message).toMatch(says)
      expect(error.message).not.toContain('S3RVER')
    }
    expect(s3.requests.length - before).toBe(3)
  })

  test('a bucket that is not there is told by the real server too', async () => {
    const place = blobPlace(s3.url().replace('s3://docket/', 's3://elsewhere/'), { dataDir, ...key })
    await expect(s3Blobs(place as S3Place, impatient).check()).rejects.toThrow('There is no bucket elsewhere')
    await expect(s3Blobs(place as S3Place, impatient).put(org, name, words)).rejects.toThrow(
      'There is no bucket elsewhere',
    )
    const nobody = blobPlace('s3://b1b?endpoint=http://127.0.0.1:9', { dataDir, ...key }) as S3Place
    await expect(s3Blobs(nobody, impatient).check()).rejects.toThrow(/does not answer/)
  })
})

test('a signed address gives out the blob as a file to save, without our key, and only as it was signed', async () => {
  await onS3().put(org, name, words)
  const address = (await onS3().signedUrl(org, name, `attachment; filename="a.html"`))!
  const answer = await fetch(address)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="a.html"')
  expect(answer.headers.get('content-type')).toBe('application/octet-stream')
  expect(Buffer.compare(Buffer.from(await answer.arrayBuffer()), words)).toBe(0)
  const signed = new URL(address).searchParams
  expect(signed.get('X-Amz-Expires')).toBe('60')
  expect(signed.get('X-Amz-SignedHeaders')).toBe('host')
  const aside = await onS3('&public_endpoint=https://files.example.com').signedUrl(org, name, 'attachment')
  expect(aside).toMatch(/^https:\/\/files\.example\.com\/docket\//)
  expect(await onS3('&redirect=false').signedUrl(org, name, 'attachment')).toBeNull()
})

test('faults of BLOB_URL are told as the end of a sentence', () => {
  const fault = (url: string, given: object = key) => {
    try {
      return blobPlace(url, { dataDir, ...given })
    } catch (error) {
      return (error as Error).message
    }
  }
  expect(fault('ftp://x')).toBe('must begin with file: or s3://')
  expect(fault('file:')).toContain('must name a folder')
  expect(fault('s3://')).toContain('must name a bucket')
  expect(fault('s3://UPPER_case')).toContain('must name a bucket')
  expect(fault('s3://bucket', {})).toContain('needs a key')
  expect(fault('s3://bucket?endpoint=nowhere')).toContain('endpoint that is no http or https URL')
  expect(fault('s3://bucket?endpoint=https://x.example/path')).toContain('more than scheme, host and port')
  expect(fault('s3://bucket?regio=x')).toContain('has the option regio')
  expect(fault('s3://bucket?path_style=yes')).toContain('path_style=yes')
  expect(fault('s3://bucket/a b')).toContain('other signs')
  expect(fault('s3://k:s%2F1@bucket/in/here?region=eu-central-1', {})).toMatchObject({
    endpoint: 'https://s3.eu-central-1.amazonaws.com',
    prefix: 'in/here/',
    pathStyle: false,
    secretAccessKey: 's/1',
  })
  expect(fault('file:/srv/blobs')).toEqual({ kind: 'disk', folder: '/srv/blobs' })
})
