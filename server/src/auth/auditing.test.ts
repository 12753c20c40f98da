import { sql } from 'kysely'
import { TOTP } from 'otpauth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../../test/browser.ts'
import { openWorld, password, type World } from '../../test/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

async function signedIn(email: string) {
  const browser = openBrowser(world)
  expect((await browser.signIn(email, password)).status).toBe(200)
  return browser
}

test('S15: the serving role cannot change, delete or empty the audit', async () => {
  await signedIn('ana@acme.example')
  for (const attempt of [
    sql`update audit set type = 'nothing'`,
    sql`delete from audit`,
    sql`truncate audit`,
    sql`alter table audit disable row level security`,
  ])
    await expect(world.as(world.acme.orgId, (tx) => attempt.execute(tx.db))).rejects.toThrow(
      /permission denied|must be owner/,
    )
  expect((await world.rows(world.acme.orgId, 'select from audit')).length).toBeGreaterThan(0)
})

test('what was refused or failed leaves no trace of having been done', async () => {
  const ana = await signedIn('ana@acme.example')
  const { id } = (await ana.ask('GET', '/me')).body.user
  await ana.ask('PATCH', `/users/${id}`, { role: 'viewer' })
  const { items } = (await ana.ask('GET', '/audit?type=user.changed')).body
  expect(items).toEqual([])
})

test('a refusal is written once a minute, however often it is repeated', async () => {
  for (let i = 0; i < 5; i++) expect((await world.ask('Vic', 'GET', '/api/audit')).status).toBe(403)
  const { items } = (await world.ask('Ana', 'GET', '/api/audit?type=permission.refused')).body
  expect(items).toHaveLength(1)
  expect(items[0]).toMatchObject({ actor: { name: 'Vic' }, data: { route: 'GET /audit', permission: 'audit.see' } })
})

test('every change of access is in the audit with who, what and where', async () => {
  const ana = await signedIn('ana@acme.example')
  const users = (await ana.ask('GET', '/users')).body.items
  const vic = users.find(({ email }: { email: string }) => email === 'vic@acme.example')
  await ana.ask('PATCH', `/users/${vic.id}`, { role: 'agent' })
  const token = (await ana.ask('POST', '/tokens', { name: 'nightly', scopes: ['ticket.see'] })).body
  await ana.ask('DELETE', `/tokens/${token.id}`)
  const invitation = (await ana.ask('POST', '/users/invitations', { email: 'x@acme.example', role: 'agent' })).body
  await ana.ask('DELETE', `/users/invitations/${invitation.id}`)
  const { secret } = (await ana.ask('POST', '/me/two-factor')).body
  const code = new TOTP({ secret }).generate({ timestamp: world.store.clock().getTime() })
  await ana.ask('POST', '/me/two-factor/confirm', { code })
  await ana.ask('DELETE', '/me/two-factor', { password })
  await ana.ask('DELETE', '/me/sessions')
  await ana.ask('POST', '/auth/logout')
  const { items } = (await world.ask('Ana', 'GET', '/api/audit?limit=10')).body
  expect(items.map(({ type }: { type: string }) => type)).toEqual([
    ...[
      'sign-out',
      'session.revoked',
      'second-factor.off',
      'second-factor.on',
      'invitation.revoked',
      'invitation.sent',
    ],
    ...['token.revoked', 'token.created', 'user.changed', 'sign-in'],
  ])
  for (const { actor, ip } of items) expect([actor.name, ip]).toEqual(['ana', '127.0.0.1'])
  expect(items.at(-2).data).toEqual({ user_id: vic.id, old: { role: 'viewer' }, new: { role: 'agent' } })
  const ofVic = (await world.ask('Ana', 'GET', `/api/audit?user_id=${vic.id}`)).body.items
  expect(ofVic.map(({ type }: { type: string }) => type)).toContain('user.changed')
})

test('an organisation sees its own audit only, page by page without gap or double', async () => {
  const all = (await world.ask('Ana', 'GET', '/api/audit?limit=200')).body.items
  const paged: unknown[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { items: unknown[]; next_cursor: string | null } = (
      await world.ask('Ana', 'GET', `/api/audit?limit=3${cursor && `&cursor=${cursor}`}`)
    ).body
    paged.push(...page.items)
    cursor = page.next_cursor
  }
  expect(paged).toEqual(all)
  const { rows } = await world.as(world.globex.orgId, (tx) =>
    sql<{ type: string }>`select type from audit where type <> 'token.created'`.execute(tx.db),
  )
  expect(rows).toEqual([])
  expect((await world.ask('Ana', 'GET', '/api/audit?cursor=nonsense')).status).toBe(422)
})

test('S14: no secret of a person stands in the database as it is', async () => {
  const kim = await signedIn('kim@acme.example')
  const { secret } = (await kim.ask('POST', '/me/two-factor')).body
  const code = new TOTP({ secret }).generate({ timestamp: world.store.clock().getTime() })
  const { recovery_codes } = (await kim.ask('POST', '/me/two-factor/confirm', { code })).body
  const { token } = (await kim.ask('POST', '/tokens', { name: 'canary' })).body
  const session = kim.cookies.get('docket_session')!
  const tables = await world.rows(
    world.acme.orgId,
    `
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'`,
  )
  for (const { name } of tables) {
    const rows = await world.rows(world.acme.orgId, `select t::text as line from ${name} t`)
    const dump = rows.map(({ line }) => line).join('\n')
    for (const canary of [secret, ...recovery_codes, token, session, password]) expect(dump).not.toContain(canary)
  }
})

test('the second factor of one user cannot be put in the place of another’s', async () => {
  const [kim] = await world.rows(world.acme.orgId, `select user_id, secret_sealed from second_factor`)
  const [vic] = await world.rows(world.acme.orgId, `select id from app_user where email = 'vic@acme.example'`)
  await world.as(world.acme.orgId, (tx) =>
    sql`insert into second_factor (user_id, secret_sealed, created_at, confirmed_at)
      values (${vic!.id}, ${kim!.secret_sealed}, ${tx.now}, ${tx.now})`.execute(tx.db),
  )
  const answer = await openBrowser(world).signIn('vic@acme.example', password, { code: '123456' })
  expect(answer.status).toBe(500)
  expect(answer.headers.get('set-cookie')).toBeNull()
})
