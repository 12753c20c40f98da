import { afterAll, beforeAll, expect, test } from 'vitest'
import { openS3, s3Key } from '../../../test/s3.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { fileRawMail, ingestRound, mailKeeper } from '../../mail/index.ts'
import { readConfig } from '../../platform/config.ts'
import { connected } from '../../platform/db/roles.ts'
import { mustOpenSecrets } from '../../platform/installation.ts'
import { openKeys } from '../../platform/secrets.ts'
import { runCli } from '../cli.ts'

let world: World
let env: Record<string, string>
beforeAll(async () => {
  const key = Buffer.alloc(32, 5).toString('base64')
  world = await openWorld({ ENCRYPTION_KEY_BASE64: key })
  env = {
    DATABASE_URL: world.store.connection,
    DOCKET_DATA: world.store.config.dataDir,
    ENCRYPTION_KEY_BASE64: key,
    DOCKET_PORT: '0',
    DOCKET_SMTP_PORT: '0',
  }
  await mustOpenSecrets(world.store)
  await mailKeeper(world.store).keep({
    bytes: Buffer.from('From: Ada <ada@example.com>\r\nTo: support@acme.example\r\nSubject: lamp\r\n\r\nDark.\r\n'),
    envelopeFrom: 'ada@example.com',
    recipients: [world.acme.mailbox],
  })
  while ((await ingestRound(world.store)) > 0);
  await fileRawMail({ ...world.store, clock: () => new Date(world.store.clock().getTime() + 120_000) })
})
afterAll(() => world.close())

type Finding = { check: string; state: string; says: string; todo?: string }

async function doctor(more: Record<string, string> = {}) {
  let out = ''
  const terminal = {
    out: async (text: string) => {
      out += text
    },
    say: () => {},
    // Progress goes here: on a busy machine there is some, and what is said is only what must be.
    redraw: () => {},
    stdin: (async function* () {})(),
    env: {},
    folder: world.store.config.dataDir,
  }
  const code = await runCli(['doctor', '--json'], terminal, () => readConfig({ ...env, ...more }))
  const { findings } = JSON.parse(out) as { findings: Finding[] }
  return { code, find: (check: string) => findings.find((one) => one.check === check), findings }
}

test('a healthy installation has nothing wrong, and every finding is a sentence that says what to do where there is something', async () => {
  const { code, findings, find } = await doctor()
  expect(findings.filter(({ state }) => state === 'wrong')).toEqual([])
  expect(code).toBe(0)
  for (const { says, state, todo } of findings) {
    expect(says).toMatch(/^[A-Z0-9/].*\.$/)
    if (state !== 'ok') expect(todo).toMatch(/[.?]$/)
  }
  expect(find('blobs-there')).toMatchObject({
    state: 'ok',
    says: 'Of 1 filed mails and attachments looked up, all are there.',
  })
  expect(find('backup')).toMatchObject({ state: 'look', says: 'No backup was taken yet.' })
})

test('another key is found, and a server refuses to start with it', async () => {
  const other = Buffer.alloc(32, 6)
  const { code, find } = await doctor({ ENCRYPTION_KEY_BASE64: other.toString('base64') })
  expect(code).toBe(1)
  expect(find('key')).toMatchObject({
    state: 'wrong',
    says: expect.stringContaining('ENCRYPTION_KEY_BASE64 is not the key'),
  })
  await expect(mustOpenSecrets({ ...world.store, keys: openKeys(other) })).rejects.toThrow('is not the key')
  await mustOpenSecrets(world.store)
})

test('a mail that rows name and the store has not is found', async () => {
  const [row] = await world.rows<{ sha256: string }>(world.acme.orgId, 'select sha256 from raw_mail where blob')
  const bytes = (await world.store.blobs.get(world.acme.orgId, row!.sha256))!
  await world.store.blobs.delete(world.acme.orgId, row!.sha256)
  const { code, find } = await doctor()
  expect(code).toBe(1)
  expect(find('blobs-there')?.says).toContain('1 are not in')
  await world.store.blobs.put(world.acme.orgId, row!.sha256, bytes)
})

test('a bucket that is away, refuses or is missing is said in its own sentence', async () => {
  const s3 = await openS3()
  const there = await doctor({ BLOB_URL: s3.url(), ...s3Key })
  expect(there.find('blobs')?.state).toBe('ok')
  expect(there.find('blobs-there')?.says).toContain('1 are not in s3://docket/docket/')
  s3.fail({ kind: 'refuse', status: 403, code: 'SignatureDoesNotMatch' })
  const refused = await doctor({ BLOB_URL: s3.url(), ...s3Key })
  expect([refused.code, refused.find('blobs')?.state]).toEqual([1, 'wrong'])
  expect(refused.find('blobs')?.says).toContain('refuses our signature')
  s3.fail(undefined)
  const missing = await doctor({ BLOB_URL: s3.url().replace('//docket/', '//elsewhere/'), ...s3Key })
  expect(missing.find('blobs')?.says).toContain('There is no bucket elsewhere')
  await s3.close()
  const away = await doctor({ BLOB_URL: s3.url(), ...s3Key })
  expect(away.find('blobs')?.says).toContain('does not answer')
}, 60_000)

test('a schema that lacks a migration, and a role that row security does not bind, are found', async () => {
  const { rows } = await connected(world.ownerUrl, (client) =>
    client.query(`delete from schema_migration where name = '0004_blobs.sql' returning *`),
  )
  const { code, find } = await doctor()
  expect([code, find('migrations')]).toEqual([
    1,
    { check: 'migrations', state: 'wrong', says: 'The schema lacks 0004_blobs.sql.', todo: 'Run docket migrate.' },
  ])
  await connected(world.ownerUrl, (client) =>
    client.query('insert into schema_migration (name, sha256, applied_at) values ($1, $2, $3)', Object.values(rows[0])),
  )
  const owner = await doctor({ DATABASE_URL: world.ownerUrl })
  expect(owner.find('role')).toMatchObject({ state: 'wrong', says: expect.stringContaining('owns') })
})

test('an old backup, late jobs and an address that others cannot use ask for a look', async () => {
  await connected(world.ownerUrl, async (client) => {
    await client.query(`update installation set backed_up_at = now() - interval '10 days'`)
    await client.query(
      `insert into pgboss.job (name, data, start_after) values ('mail.authenticate', '{}', now() - interval '1 hour')`,
    )
  })
  const open = await doctor({ DOCKET_HOST: '0.0.0.0' })
  expect(open.find('backup')).toMatchObject({ state: 'look', says: expect.stringContaining('That is 10 days ago.') })
  expect(open.find('queue')?.says).toBe('1 jobs have been due for more than ten minutes.')
  expect(open.find('public-url')?.says).toContain("everybody's own machine")
  const plain = await doctor({ PUBLIC_URL: 'http://help.example.com' })
  expect(plain.find('public-url')?.says).toContain('is not encrypted')
  expect((await doctor({ PUBLIC_URL: 'https://help.example.com' })).find('public-url')?.state).toBe('ok')
})
