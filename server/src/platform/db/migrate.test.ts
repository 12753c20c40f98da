import { randomBytes } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { migrate, missingMigrations } from './migrate.ts'
import { migrateOwnDatabase, openDatabase } from './opening.ts'
import { checkServingRole, connected, ensureServingRole } from './roles.ts'

const { superUrl } = inject('postgres')
let folder: string
let name: string
let ownerUrl: string
let appUrl: string

/** A database as an administrator would make one: with role names of their own. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'docket-migrations-'))
  name = `own_${randomBytes(6).toString('hex')}`
  await connected(superUrl, async (client) => {
    await client.query(`create role ${name}_owner login createrole password 'owner'`)
    await client.query(`create database ${name} owner ${name}_owner`)
  })
  ownerUrl = as(`${name}_owner`, 'owner')
  appUrl = as(`${name}_app`, 'app')
})

afterEach(async () => {
  rmSync(folder, { recursive: true })
  await connected(superUrl, async (client) => {
    await client.query(`drop database ${name} with (force)`)
    await client.query(`drop role if exists ${name}_app`)
    await client.query(`drop role ${name}_owner`)
  })
})

test('migrations are applied in order, each once', async () => {
  write('0002_b.sql', 'insert into thing values (2)')
  write('0001_a.sql', 'create table thing (n int)')
  expect(await migrateHere()).toEqual(['0001_a.sql', '0002_b.sql'])
  expect(await migrateHere()).toEqual([])
  write('0003_c.sql', 'insert into thing values (3)')
  expect(await migrateHere()).toEqual(['0003_c.sql'])
})

test('two that migrate at once apply each file once', async () => {
  write('0001_a.sql', 'create table thing (n int)')
  const done = await Promise.all([migrateHere(), migrateHere(), migrateHere()])
  expect(done.flat()).toEqual(['0001_a.sql'])
})

test('a migration that fails leaves nothing of itself', async () => {
  write('0001_a.sql', 'create table thing (n int)')
  write('0002_b.sql', 'insert into thing values (1); select nonsense')
  await expect(migrateHere()).rejects.toThrow('The migration 0002_b.sql failed: column "nonsense" does not exist')
  const { rows } = await connected(ownerUrl, (client) => client.query('select * from thing'))
  expect(rows).toEqual([])
})

test('a migration changed after it was applied is refused', async () => {
  write('0001_a.sql', 'create table thing (n int)')
  await migrateHere()
  write('0001_a.sql', 'create table thing (n bigint)')
  await expect(migrateHere()).rejects.toThrow('0001_a.sql was changed after it was applied')
})

test('a database that is ahead of this version is refused', async () => {
  write('0001_a.sql', 'create table thing (n int)')
  await migrateHere()
  rmSync(join(folder, '0001_a.sql'))
  await expect(migrateHere()).rejects.toThrow('this version of Docket does not know')
})

test('a migration waits for a lock by coming again, and then succeeds', async () => {
  write('0001_a.sql', 'create table thing (n int)')
  await migrateHere()
  write('0002_b.sql', 'alter table thing add m int')
  const blocker = new pg.Client({ connectionString: ownerUrl })
  await blocker.connect()
  await blocker.query('begin; lock table thing in access share mode')
  const migrating = migrateHere()
  await sleep(2500)
  await blocker.query('rollback')
  await blocker.end()
  expect(await migrating).toEqual(['0002_b.sql'])
})

test('a database of one’s own is refused until it is migrated, and then served under its own role names', async () => {
  const config = { databaseUrl: appUrl, databaseOwnerUrl: ownerUrl, dataDir: folder }
  await connected(ownerUrl, (client) => client.query(`create role ${name}_app login password 'app'`))
  await expect(openDatabase(config)).rejects.toThrow('run docket migrate first')
  expect(await migrateOwnDatabase(config)).not.toEqual([])
  expect(await missingMigrations(appUrl)).toEqual([])
  expect(await openDatabase(config)).toMatchObject({ appUrl, ownerUrl })
})

test('docket migrate makes the serving role when it may', async () => {
  await migrateOwnDatabase({ databaseUrl: appUrl, databaseOwnerUrl: ownerUrl, dataDir: folder })
  await expect(checkServingRole(appUrl)).resolves.toBeUndefined()
})

test('who was signed in, and what acted by a token, goes on over the migration that lets people in', async () => {
  cpSync(join(import.meta.dirname, '../../../migrations/0001_first.sql'), join(folder, '0001_first.sql'))
  await ensureServingRole(ownerUrl, appUrl)
  await migrate(ownerUrl, { folder, appRole: `${name}_app` })
  await connected(superUrl.replace(/@\/[^?]*/, `@/${name}`), (client) =>
    client.query(`
      insert into org (id, slug, name, created_at) values ('${id(1)}', 'acme', 'Acme', now());
      insert into app_user (id, org_id, email, name, role, created_at) values ('${id(2)}', '${id(1)}', 'a@b.example', 'Ana', 'admin', now());
      insert into session (token_hash, org_id, user_id, created_at, expires_at) values ('session', '${id(1)}', '${id(2)}', now(), now() + interval '1 day');
      insert into api_token (id, org_id, user_id, token_hash, name, created_at) values ('${id(3)}', '${id(1)}', '${id(2)}', 'token', 'old', now());`),
  )
  const applied = await migrateOwnDatabase({ databaseUrl: appUrl, databaseOwnerUrl: ownerUrl, dataDir: folder })
  expect(applied).toContain('0002_people.sql')
  const ask = (sql: string) => connected(appUrl, async (client) => (await client.query(sql)).rows)
  expect(await ask(`select user_id from session_holder('session', now())`)).toEqual([{ user_id: id(2) }])
  expect(await ask(`select scopes from token_holder('token', now())`)).toEqual([{ scopes: null }])
  expect(await ask('select is_set_up() as open')).toEqual([{ open: true }])
  await expect(ask('select * from try_count')).rejects.toThrow('permission denied')
})

test('nobody serves as the owner, as a superuser, or past row security', async () => {
  await connected(superUrl, (client) => client.query(`create role ${name}_app login password 'app'`))
  await migrateOwnDatabase({ databaseUrl: appUrl, databaseOwnerUrl: ownerUrl, dataDir: folder })
  await expect(checkServingRole(ownerUrl)).rejects.toThrow('owns')
  await expect(checkServingRole(superUrl)).rejects.toThrow('is a superuser')
  await connected(superUrl, (client) => client.query(`alter role ${name}_app bypassrls`))
  await expect(checkServingRole(appUrl)).rejects.toThrow('bypass row security')
  await connected(superUrl, (client) => client.query(`alter role ${name}_app nobypassrls`))
  await connected(superUrl, (client) => client.query(`grant ${name}_owner to ${name}_app`))
  await expect(checkServingRole(appUrl)).rejects.toThrow('is a member of the role that does')
})

const id = (n: number) => `00000000-0000-7000-8000-00000000000${n}`

function write(file: string, sql: string): void {
  writeFileSync(join(folder, file), sql)
}

function migrateHere(): Promise<string[]> {
  return migrate(ownerUrl, { appRole: `${name}_owner`, folder })
}

function as(user: string, password: string): string {
  return superUrl.replace(/\/\/[^@]*@\/[^?]*/, `//${user}:${password}@/${name}`)
}
