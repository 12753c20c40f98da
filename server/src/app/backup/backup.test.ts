import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { SMTPServer } from 'smtp-server'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/database.ts'
import { type LocalS3, openS3, s3Key } from '../../../test/s3.ts'
import { openWorld, password, type World } from '../../../test/world.ts'
import { authenticate, may } from '../../auth/index.ts'
import {
  fileAttachments,
  fileRawMail,
  ingestRound,
  mailKeeper,
  resumeDeliveries,
  startSender,
} from '../../mail/index.ts'
import { openBlobs } from '../../platform/blobs/place.ts'
import { blobPlaceOf, readConfig } from '../../platform/config.ts'
import { missingMigrations } from '../../platform/db/migrate.ts'
import { connected } from '../../platform/db/roles.ts'
import { openHttp } from '../../platform/http.ts'
import { openKeys, seal, unseal } from '../../platform/secrets.ts'
import { runCli } from '../cli.ts'
import { makeStore } from '../opening.ts'
import { routes } from '../routes.ts'
import { readArchive, writeArchive } from './archive.ts'
import { type Manifest, manifestName, partName } from './manifest.ts'
import { makePartitions } from './restoring.ts'
import { copiesOf, tablesOf } from './tables.ts'

const passphrase = 'a lamp that does not light'
const canaries = ['canary-secret-0a1b2c', 'canary-token-3d4e5f']
const place = { orgId: 'all', table: 'mailbox', column: 'secret', row: '1' }

let folder: string
let world: World
let env: Record<string, string>
let token: string

/** One command line; its environment is all it knows. */
async function docket(line: string, env: Record<string, string>) {
  const said: string[] = []
  let out = ''
  const terminal = {
    out: async (text: string) => {
      out += text
    },
    say: (text: string) => {
      said.push(text)
    },
    // Progress goes here: on a busy machine there is some, and what is said is only what must be.
    redraw: () => {},
    stdin: (async function* () {})(),
    env: { LOG_LEVEL: 'silent', ...env },
    folder,
  }
  const code = await runCli(line.split(' '), terminal, () => readConfig({ LOG_LEVEL: 'silent', ...env }))
  return { code, out, said: said.join('\n') }
}

const arrive = async (id: string, mailbox: string) => {
  const attached = Buffer.from(`what ${id} holds`).toString('base64')
  const mail = `From: Ada <ada@example.com>\r\nTo: ${mailbox}\r\nSubject: ${id}\r\nMessage-ID: <${id}@x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nIt does not light: \\ \t é 電球.\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${attached}\r\n--b--\r\n`
  await mailKeeper(world.store).keep({
    bytes: Buffer.from(mail),
    envelopeFrom: 'ada@example.com',
    recipients: [mailbox],
  })
  while ((await ingestRound(world.store)) > 0);
}

/** Every row of every table that a backup takes, as one hash for each table and organisation. */
async function contentOf(ownerUrl: string): Promise<Record<string, { rows: number; hash: string }>> {
  return connected(ownerUrl, async (client: pg.Client) => {
    const orgs = await client.query<{ id: string }>('select id from org order by id')
    const found: Record<string, { rows: number; hash: string }> = {}
    for (const table of await tablesOf(client)) {
      for (const { org, sql } of copiesOf(
        client,
        table,
        orgs.rows.map(({ id }) => id),
      )) {
        if (org) await client.query(`select set_config('app.org_id', $1, false)`, [org])
        // A living queue writes down by the clock how many jobs it has.
        const rows =
          table.name === 'queue' ? 'select name from pgboss.queue' : /^copy \((.*)\) to stdout$/.exec(sql)![1]
        const {
          rows: [row],
        } = await client.query(
          `select count(*)::int as rows, coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as hash from (${rows}) t`,
        )
        found[`${table.schema}.${table.name} ${org ?? ''}`] = row
      }
    }
    return found
  })
}

async function blobsOf(env: Record<string, string>): Promise<string[]> {
  const blobs = openBlobs(blobPlaceOf(readConfig(env)))
  const names: string[] = []
  for await (const { orgId, sha256 } of blobs.list()) {
    expect(
      createHash('sha256')
        .update((await blobs.get(orgId, sha256))!)
        .digest('hex'),
    ).toBe(sha256)
    names.push(`${orgId}/${sha256}`)
  }
  return names
}

const later = () => ({ ...world.store, clock: () => new Date(world.store.clock().getTime() + 120_000) })

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'docket-backup-'))
  world = await openWorld({ SMTP_URL: 'smtp://127.0.0.1:1' })
  const { dataDir } = world.store.config
  for (let i = 0; i < 6; i++) await arrive(`filed-${i}`, i % 2 ? world.acme.mailbox : world.globex.mailbox)
  await fileAttachments(world.store)
  await fileRawMail(later())
  for (let i = 0; i < 4; i++) await arrive(`fresh-${i}`, world.acme.mailbox)
  await mailKeeper(world.store).keep({
    bytes: Buffer.from('no mail'),
    envelopeFrom: 'x@x',
    recipients: [world.acme.mailbox],
  })
  while ((await ingestRound(world.store)) > 0);

  const [ticket] = await world.rows<{ id: string }>(world.acme.orgId, 'select id from ticket order by number limit 1')
  const reply = await world.ask('Kim', 'POST', `/api/tickets/${ticket!.id}/replies`, { body: 'Try another bulb.' })
  expect(reply.status).toBe(201)
  const draft = { body: 'Half a\tsentence\\N' }
  expect((await world.ask('Kim', 'PUT', `/api/tickets/${ticket!.id}/drafts/note`, draft)).status).toBe(200)
  await world.rows(world.acme.orgId, 'update mailbox set name = $1', [seal(world.store.keys, place, canaries[0]!)])
  env = {
    DATABASE_URL: world.store.connection,
    DATABASE_OWNER_URL: world.ownerUrl,
    DOCKET_DATA: dataDir,
    ENCRYPTION_KEY_BASE64: readFileSync(join(dataDir, 'encryption.key'), 'utf8').trim(),
    DOCKET_BACKUP_PASSPHRASE: passphrase,
  }
  token = JSON.parse((await docket('token create --email kim@acme.example --json', env)).out).token
}, 120_000)
afterAll(async () => {
  await world.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('a backup and its restore (R17)', () => {
  let fresh: TestDatabase
  let restoredEnv: Record<string, string>
  beforeAll(async () => {
    const { code, out, said } = await docket('backup all.tar.zst --json', env)
    expect({ code, said }).toEqual({ code: 0, said: '' })
    expect(JSON.parse(out)).toMatchObject({ with_keys: true, missing_blobs: 0, blobs: 12 })
    fresh = await createDatabase({ bare: true })
    restoredEnv = {
      ...env,
      DATABASE_URL: fresh.appUrl,
      DATABASE_OWNER_URL: fresh.ownerUrl,
      DOCKET_DATA: join(folder, 'restored'),
    }
    const restored = await docket('restore all.tar.zst', restoredEnv)
    expect({ code: restored.code, said: restored.said }).toEqual({ code: 0, said: '' })
  }, 120_000)
  afterAll(() => fresh.drop())

  test('every row of every table and every blob are equal', async () => {
    const [before, after] = [await contentOf(world.ownerUrl), await contentOf(fresh.ownerUrl)]
    // The old installation has since learned when it was backed up.
    delete before['public.installation ']
    delete after['public.installation ']
    expect(after).toEqual(before)
    for (const name of [
      'ticket',
      'message',
      'attachment',
      'occurrence',
      'raw_mail',
      'delivery',
      'draft',
      'api_token',
      'event',
    ])
      expect(after[`public.${name} ${world.acme.orgId}`]?.rows, name).toBeGreaterThan(0)
    expect(after['pgboss.job ']!.rows).toBeGreaterThan(0)
    expect(await blobsOf(restoredEnv)).toEqual(await blobsOf(env))
  })

  test('row security, keys and triggers stand as they stood, and new rows go on from the old numbers', async () => {
    const shape = (url: string) =>
      connected(url, async (client: pg.Client) => {
        const { rows } = await client.query(`
          select relname, relrowsecurity, relforcerowsecurity,
            (select array_agg(pg_get_constraintdef(oid) order by conname) from pg_constraint where conrelid = c.oid) as keys,
            (select array_agg(polname order by polname) from pg_policy where polrelid = c.oid) as policies
          from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by relname`)
        return rows
      })
    expect(await shape(fresh.ownerUrl)).toEqual(await shape(world.ownerUrl))
    const [seq] = await connected(fresh.ownerUrl, async (client: pg.Client) => {
      await client.query(`select set_config('app.org_id', $1, false)`, [world.acme.orgId])
      return (await client.query(`select max(seq) as max, nextval('event_seq_seq') as next from event`)).rows
    })
    expect(Number(seq.next)).toBeGreaterThan(Number(seq.max))
  })

  test('people sign in, tokens work, secrets open, and the queued reply goes out exactly once', async () => {
    const received: string[] = []
    const smtp = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onData(stream, _session, done) {
        let text = ''
        stream.on('data', (piece) => {
          text += piece
        })
        stream.on('end', () => {
          received.push(text)
          done()
        })
      },
    })
    await new Promise<void>((up) => smtp.listen(0, '127.0.0.1', up))
    const { port } = smtp.server.address() as { port: number }
    const store = makeStore(
      readConfig({ ...restoredEnv, LOG_LEVEL: 'silent', SMTP_URL: `smtp://127.0.0.1:${port}` }),
      fresh.appUrl,
    )
    const http = await openHttp(store, { routes, authenticate, may, pages: folder, ready: {}, rateMax: 1_000 })
    try {
      const csrf = await http.inject({ url: '/api/auth/csrf' })
      const { csrf_token } = csrf.json()
      const signedIn = await http.inject({
        method: 'POST',
        url: '/api/auth/login',
        headers: { 'x-csrf-token': csrf_token, cookie: `docket_csrf=${csrf_token}` },
        payload: { email: 'kim@acme.example', password },
      })
      expect(signedIn.statusCode).toBe(200)
      const me = await http.inject({ url: '/api/me', headers: { authorization: `Bearer ${token}` } })
      expect(me.json().user.email).toBe('kim@acme.example')
      const [mailbox] = await connected(
        fresh.ownerUrl,
        async (client: pg.Client) =>
          (await client.query('select name from mailbox where address = $1', [world.acme.mailbox])).rows,
      )
      expect(unseal(store.keys, place, mailbox.name)).toBe(canaries[0])

      const sender = startSender(store)
      await expect.poll(() => received.length, { timeout: 20_000 }).toBe(1)
      expect(received[0]).toContain('Try another bulb.')
      await resumeDeliveries({ ...store, clock: () => new Date(store.clock().getTime() + 3_600_000) })
      await sender.close()
      expect(received).toHaveLength(1)
    } finally {
      await http.close()
      await store.jobs.stop()
      await store.live.close()
      await store.pool.end()
      await new Promise<void>((down) => smtp.close(down))
    }
  }, 60_000)

  test('a database that holds anything is refused with a sentence, and nothing in it is changed', async () => {
    const before = await contentOf(world.ownerUrl)
    const taken = await docket('restore all.tar.zst', env)
    expect(taken.code).toBe(1)
    expect(taken.said).toBe('The database already holds 2 organisations: a backup is only restored into an empty one.')
    expect(await contentOf(world.ownerUrl)).toEqual(before)

    const foreign = await createDatabase({ bare: true })
    await connected(foreign.ownerUrl, (client: pg.Client) => client.query('create table theirs (a int)'))
    const others = await docket('restore all.tar.zst', {
      ...restoredEnv,
      DATABASE_URL: foreign.appUrl,
      DATABASE_OWNER_URL: foreign.ownerUrl,
    })
    expect(others.said).toContain('tables of something else')
    await foreign.drop()
  })

  test('the embedded database of a new folder takes it too, with the keys and nothing asked', async () => {
    const dataDir = join(folder, 'embedded')
    const { DOCKET_BACKUP_PASSPHRASE } = env as { DOCKET_BACKUP_PASSPHRASE: string }
    const { code, out } = await docket('restore all.tar.zst --json', { DOCKET_DATA: dataDir, DOCKET_BACKUP_PASSPHRASE })
    expect(code).toBe(0)
    expect(JSON.parse(out).blobs).toBe(12)
    expect(readFileSync(join(dataDir, 'encryption.key'), 'utf8').trim()).toBe(env.ENCRYPTION_KEY_BASE64)
    const exported = await docket('export --org acme', { DOCKET_DATA: dataDir })
    expect(exported.out).toBe((await docket('export --org acme', env)).out)
  }, 120_000)
})

test('a backup taken while mails keep arriving is consistent in itself', async () => {
  let arriving = true
  let arrived = 0
  const stream = (async () => {
    while (arriving) {
      await arrive(`during-${arrived++}`, world.acme.mailbox)
      if (arrived % 7 === 0) {
        await fileAttachments(world.store)
        await fileRawMail(later())
      }
    }
  })()
  await expect.poll(() => arrived, { timeout: 20_000 }).toBeGreaterThan(5)
  const { code } = await docket('backup during.tar.zst', env)
  const arrivedThen = arrived
  await expect.poll(() => arrived, { timeout: 20_000 }).toBeGreaterThan(arrivedThen)
  arriving = false
  await stream
  expect(code).toBe(0)

  const fresh = await createDatabase({ bare: true })
  const dataDir = join(folder, 'during')
  const there = { ...env, DATABASE_URL: fresh.appUrl, DATABASE_OWNER_URL: fresh.ownerUrl, DOCKET_DATA: dataDir }
  expect((await docket('restore during.tar.zst', there)).code).toBe(0)
  const blobs = new Set(await blobsOf(there))
  const rows = await connected(fresh.ownerUrl, async (client: pg.Client) => {
    await client.query(`select set_config('app.org_id', $1, false)`, [world.acme.orgId])
    const torn = await client.query(`
      select 'count' from ticket t where message_count <> (select count(*) from message m where m.ticket_id = t.id)
      union all select 'number' from ticket_counter where last_number <> (select max(number) from ticket)
      union all select 'raw' from occurrence o where not exists (select from raw_mail r where r.sha256 = o.raw_sha256)
      union all select 'bytes' from raw_mail where bytes is null and not blob
      union all select 'message' from occurrence where state = 'done' and message_id is null`)
    expect(torn.rows).toEqual([])
    return (
      await client.query(`select org_id || '/' || sha256 as name from raw_mail where blob
         union select org_id || '/' || sha256 from attachment where blob`)
    ).rows
  })
  expect(rows.length).toBeGreaterThan(12)
  for (const { name } of rows) expect(blobs.has(name), name).toBe(true)
  await fresh.drop()
}, 120_000)

describe('what is wrong with a file', () => {
  const target = () => ({
    ...env,
    DOCKET_DATA: join(folder, 'never'),
    DATABASE_URL: 'postgres://x@127.0.0.1:1/x',
    DATABASE_OWNER_URL: 'postgres://y@127.0.0.1:1/x',
  })

  test('a bit changed at any of 50 places, or an end cut off, is one sentence before anything is touched', async () => {
    const whole = readFileSync(join(folder, 'all.tar.zst'))
    const path = join(folder, 'broken.tar.zst')
    const damaged = async () => {
      const { code, said } = await docket('restore broken.tar.zst', target())
      expect(code).toBe(1)
      expect(said).toMatch(/^\S+broken\.tar\.zst is (damaged: .*|no whole backup: .*)\.$/)
    }
    for (let i = 0; i < 50; i++) {
      const bytes = Buffer.from(whole)
      const at = Math.floor(((i + Math.random()) / 50) * bytes.length)
      bytes[at]! ^= 1 << (i % 8)
      writeFileSync(path, bytes)
      await damaged()
    }
    for (const left of [0, 1, 40, 56, whole.length >> 1, whole.length - 57, whole.length - 1]) {
      cpSync(join(folder, 'all.tar.zst'), path)
      truncateSync(path, left)
      await damaged()
    }
    expect(existsSync(join(folder, 'never'))).toBe(false)
  }, 60_000)

  test('a wrong passphrase, no passphrase and a file that is not there are sentences', async () => {
    const wrong = await docket('restore all.tar.zst', { ...target(), DOCKET_BACKUP_PASSPHRASE: 'another passphrase' })
    expect(wrong.said).toBe('The passphrase does not open the keys in this backup.')
    const { DOCKET_BACKUP_PASSPHRASE: _, ...without } = target() as Record<string, string>
    expect((await docket('restore all.tar.zst', without)).said).toContain('give its passphrase')
    expect((await docket('restore gone.tar.zst', target())).said).toContain('it does not exist')
    expect((await docket('backup x.tar.zst', without)).code).toBe(2)
    const checked = await docket('restore all.tar.zst --check', target())
    expect([checked.code, checked.out]).toEqual([0, expect.stringContaining('is whole')])
    expect((await docket('restore all.tar.zst --print-key', target())).out.trim()).toBe(env.ENCRYPTION_KEY_BASE64)
  })

  test('a key that is not the backup’s is refused before anything is changed', async () => {
    const key = Buffer.alloc(32, 9).toString('base64')
    const { code, said } = await docket('restore all.tar.zst', { ...target(), ENCRYPTION_KEY_BASE64: key })
    expect([code, said]).toEqual([1, expect.stringContaining('ENCRYPTION_KEY_BASE64 is not the key')])
  })

  test('the file holds no secret in plain words, and without keys not even a sealed one (S14)', async () => {
    expect((await docket('backup bare.tar.zst --without-keys', env)).out).toContain('It holds no keys')
    for (const file of ['all.tar.zst', 'bare.tar.zst']) {
      let looked = 0
      for await (const { name, bytes } of readArchive(join(folder, file))) {
        looked += bytes.length
        expect(file !== 'bare.tar.zst' || name !== 'keys.json').toBe(true)
        for (const secret of [canaries[0]!, token, password, env.ENCRYPTION_KEY_BASE64!, passphrase])
          expect(bytes.includes(secret), `${name} of ${file}`).toBe(false)
        expect(bytes.includes(Buffer.from(env.ENCRYPTION_KEY_BASE64!, 'base64'))).toBe(false)
      }
      expect(looked).toBeGreaterThan(10_000)
    }
    expect(openKeys(Buffer.from(env.ENCRYPTION_KEY_BASE64!, 'base64')).derive('x')).toHaveLength(32)
  })

  test('a backup that could not be finished leaves no file', async () => {
    const { code } = await docket('backup nowhere/x.tar.zst', env)
    expect(code).toBe(1)
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })
})

/** The same backup with something in it changed, whole and sealed as if it had been made so. */
async function repacked(name: string, change: (manifest: Manifest, entries: Map<string, Buffer>) => void) {
  const entries = new Map<string, Buffer>()
  for await (const { name, bytes } of readArchive(join(folder, 'all.tar.zst'))) entries.set(name, bytes)
  const manifest: Manifest = JSON.parse(entries.get(manifestName)!.toString())
  change(manifest, entries)
  entries.set(manifestName, Buffer.from(JSON.stringify(manifest)))
  await writeArchive(join(folder, name), new Date(0), async (put) => {
    for (const [name, bytes] of entries) await put(name, bytes)
  })
}

describe('versions and failures', () => {
  let fresh: TestDatabase
  let there: Record<string, string>
  beforeEach(async () => {
    fresh = await createDatabase({ bare: true })
    const dataDir = mkdtempSync(join(folder, 'there-'))
    there = { ...env, DATABASE_URL: fresh.appUrl, DATABASE_OWNER_URL: fresh.ownerUrl, DOCKET_DATA: dataDir }
  })
  afterEach(() => fresh.drop())

  test('a backup of an older version is restored as it was, and brought up to date after', async () => {
    await repacked('older.tar.zst', (manifest, entries) => {
      manifest.migrations = manifest.migrations.filter(({ name }) => name !== '0004_blobs.sql')
      manifest.tables = manifest.tables.filter(({ name }) => name !== 'installation')
      const table = manifest.tables.find(({ name }) => name === 'attachment')!
      const kept = table.columns.flatMap((column, at) => (column.startsWith('blob') ? [] : [at]))
      table.columns = kept.map((at) => table.columns[at]!)
      const lines = entries.get(partName(table, 1))!.toString().split('\n')
      const cut = (line: string) => {
        const values = line.split('\t')
        return kept.map((at) => values[at]).join('\t')
      }
      const older = Buffer.from(lines.map((line) => (line ? cut(line) : line)).join('\n'))
      entries.set(partName(table, 1), older)
      entries.delete(partName({ schema: 'public', name: 'installation' }, 1))
      table.bytes = older.length
      table.sha256 = createHash('sha256').update(older).digest('hex')
    })
    const { code, said } = await docket('restore older.tar.zst', there)
    expect([code, said]).toEqual([0, 'Applied the migration 0004_blobs.sql.'])
    expect(await missingMigrations(fresh.ownerUrl)).toEqual([])
    const [before, after] = [await contentOf(world.ownerUrl), await contentOf(fresh.ownerUrl)]
    const attachments = `public.attachment ${world.globex.orgId}`
    expect(after[attachments]!.rows).toBe(before[attachments]!.rows)
    expect(after[`public.message ${world.globex.orgId}`]).toEqual(before[`public.message ${world.globex.orgId}`])
  })

  test('a backup of a newer version, or of a schema we do not know, is a sentence before anything is touched', async () => {
    await repacked('newer.tar.zst', (manifest) => manifest.migrations.push({ name: '9999_future.sql', sha256: '' }))
    expect((await docket('restore newer.tar.zst', there)).said).toContain(
      'The backup is of a newer Docket (it has 9999_future.sql)',
    )
    await repacked('format.tar.zst', (manifest) => Object.assign(manifest, { format: 2 }))
    expect((await docket('restore format.tar.zst', there)).said).toContain('was made by a newer Docket')
    expect(await connected(fresh.ownerUrl, tablesOf)).toEqual([])
  })

  test('a restore that fails after it has begun leaves no row, and the right one goes in after it', async () => {
    await repacked('short.tar.zst', (manifest) => {
      manifest.tables.find(({ name }) => name === 'raw_mail')!.rows++
    })
    const failed = await docket('restore short.tar.zst', there)
    expect([failed.code, failed.said]).toEqual([
      1,
      expect.stringMatching(/^raw_mail has \d+ rows after the restore, but \d+ in the backup\.$/),
    ])
    await repacked('foreign.tar.zst', (manifest, entries) => {
      const table = manifest.tables.find(({ name }) => name === 'ticket')!
      const part = Buffer.from(`${entries.get(partName(table, 1))!}\\N\n`)
      entries.set(partName(table, 1), part)
      table.bytes = part.length
      table.sha256 = createHash('sha256').update(part).digest('hex')
    })
    expect((await docket('restore foreign.tar.zst', there)).code).toBe(1)
    for (const { rows } of Object.values(await contentOf(fresh.ownerUrl))) expect(rows).toBeLessThanOrEqual(1)
    expect(existsSync(join(there.DOCKET_DATA!, 'encryption.key'))).toBe(false)
    expect((await docket('restore all.tar.zst', there)).code).toBe(0)
  })

  test('partitions that were made while running are made again, and rows find their way into them', async () => {
    await connected(fresh.ownerUrl, async (client: pg.Client) => {
      await client.query('create table document (at int) partition by range (at)')
      const partitions = [{ parent: 'document', name: 'document_1', bound: "FOR VALUES FROM ('0') TO ('10')" }]
      await makePartitions(client, { partitions })
      await makePartitions(client, { partitions })
      await client.query('insert into document values (5)')
      expect((await client.query('select * from document_1')).rowCount).toBe(1)
    })
  })

  test('a table whose rows row security would hide is refused, not left out', async () => {
    await connected(fresh.ownerUrl, async (client: pg.Client) => {
      await client.query('create table hidden (org_id uuid); alter table hidden enable row level security')
      await client.query('alter table hidden force row level security')
      await expect(tablesOf(client)).rejects.toThrow('No policy lets the owner of the schema read hidden')
    })
  })
})

describe('with a bucket', () => {
  let s3: LocalS3
  beforeAll(async () => {
    s3 = await openS3()
  })
  afterAll(() => s3.close())

  test('what was backed up from disk is restored into a bucket, and a lost blob is told', async () => {
    const fresh = await createDatabase({ bare: true })
    const there = {
      ...env,
      DATABASE_URL: fresh.appUrl,
      DATABASE_OWNER_URL: fresh.ownerUrl,
      DOCKET_DATA: join(folder, 'bucket'),
      BLOB_URL: s3.url(),
      ...s3Key,
    }
    expect((await docket('restore all.tar.zst', there)).code).toBe(0)
    const names = await blobsOf(there)
    expect(names).toHaveLength(12)
    const [orgId, sha256] = names[0]!.split('/') as [string, string]
    await openBlobs(blobPlaceOf(readConfig(there))).delete(orgId, sha256)
    const { code, out, said } = await docket('backup again.tar.zst --json', there)
    expect([code, JSON.parse(out)]).toEqual([1, expect.objectContaining({ blobs: 11, missing_blobs: 1 })])
    expect(said).toContain('1 blobs that rows name are gone')
    await fresh.drop()
  }, 60_000)
})
