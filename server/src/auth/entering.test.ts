import { TOTP } from 'otpauth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, openBrowser } from '../../test/browser.ts'
import { openWorld, password, type World } from '../../test/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ TRUSTED_PROXIES: '127.0.0.1' })
})
afterAll(() => world.close())

let place = 0
const fresh = () => openBrowser(world, { from: `10.0.0.${++place}` })
async function signedIn(email: string, secret = password): Promise<Browser> {
  const browser = fresh()
  expect((await browser.signIn(email, secret)).status).toBe(200)
  return browser
}

test('setup is closed where there is an administrator, whatever is sent', async () => {
  expect((await world.ask(null, 'GET', '/api/setup')).body).toEqual({ open: false })
  const browser = fresh()
  await browser.ask('GET', '/auth/csrf')
  const setup = {
    organisation: 'Evil',
    name: 'E',
    email: 'e@evil.example',
    password: 'a long enough one',
    mailbox: 'x@evil.example',
  }
  expect((await browser.ask('POST', '/setup', setup)).body.code).toBe('already-set-up')
  expect(await world.store.pool.query('select slug from org_list()')).toMatchObject({ rowCount: 2 })
})

test('an invited person sets a password, is signed in, and the link is spent', async () => {
  const ana = await signedIn('ana@acme.example')
  const invited = await ana.ask('POST', '/users/invitations', { email: 'Nia@Acme.example', name: 'Nia', role: 'agent' })
  expect(invited.status).toBe(201)
  expect(invited.body).toMatchObject({ email: 'nia@acme.example', role: 'agent', expired: false })
  const token = new URL(invited.body.link).searchParams.get('token')!
  expect((await world.ask(null, 'GET', `/api/auth/invitation?token=${token}`)).body).toEqual({
    email: 'nia@acme.example',
    name: 'Nia',
    organisation: 'Acme',
  })
  const nia = fresh()
  await nia.ask('GET', '/auth/csrf')
  const weak = await nia.ask('POST', '/auth/invitation', { token, name: 'Nia', password: 'password123' })
  expect([weak.status, weak.body.errors[0].field]).toEqual([422, 'password'])
  const entered = await nia.ask('POST', '/auth/invitation', { token, name: 'Nia Berg', password: 'seven grey herons' })
  expect(entered.body.user).toMatchObject({ name: 'Nia Berg', email: 'nia@acme.example', role: 'agent' })
  expect((await nia.ask('GET', '/me')).body.user.name).toBe('Nia Berg')
  const again = await nia.ask('POST', '/auth/invitation', { token, name: 'Nia', password: 'seven grey herons' })
  expect([again.status, again.body.code]).toEqual([404, 'link-spent'])
  expect((await ana.ask('GET', '/users/invitations')).body.items).toEqual([])
})

test('a second invitation ends the link of the first, resending ends that, and taking back ends all', async () => {
  const ana = await signedIn('ana@acme.example')
  const invite = () => ana.ask('POST', '/users/invitations', { email: 'olu@acme.example', role: 'viewer' })
  const status = async (link: string) =>
    (await world.ask(null, 'GET', `/api/auth/invitation${new URL(link).search}`)).status
  const first = (await invite()).body
  const second = (await invite()).body
  expect([await status(first.link), await status(second.link)]).toEqual([404, 200])
  const third = (await ana.ask('POST', `/users/invitations/${second.id}/resend`)).body
  expect([await status(second.link), await status(third.link)]).toEqual([404, 200])
  expect((await ana.ask('DELETE', `/users/invitations/${third.id}`)).status).toBe(204)
  expect(await status(third.link)).toBe(404)
})

test('a second factor is asked for, its code works once, and a recovery code works once', async () => {
  const kim = await signedIn('kim@acme.example')
  const { secret } = (await kim.ask('POST', '/me/two-factor')).body
  const totp = new TOTP({ secret })
  const now = world.store.clock().getTime()
  expect((await kim.ask('POST', '/me/two-factor/confirm', { code: '000000' })).status).toBe(422)
  const earlier = totp.generate({ timestamp: now - 30_000 })
  const { recovery_codes } = (await kim.ask('POST', '/me/two-factor/confirm', { code: earlier })).body
  expect(recovery_codes).toHaveLength(10)

  const other = fresh()
  const asked = await other.signIn('kim@acme.example', password)
  expect([asked.status, asked.body.code]).toEqual([401, 'second-factor'])
  expect((await other.signIn('kim@acme.example', password, { code: earlier })).body.code).toBe('second-factor')
  const code = totp.generate({ timestamp: now + 30_000 })
  expect((await other.signIn('kim@acme.example', password, { code })).status).toBe(200)
  expect((await fresh().signIn('kim@acme.example', password, { code })).body.code).toBe('second-factor')
  const recovery = { code: recovery_codes[3].toUpperCase().replace('-', ' ') }
  expect((await fresh().signIn('kim@acme.example', password, recovery)).status).toBe(200)
  expect((await fresh().signIn('kim@acme.example', password, recovery)).status).toBe(401)

  expect((await kim.ask('DELETE', '/me/two-factor', { password: 'not it' })).status).toBe(422)
  expect((await kim.ask('DELETE', '/me/two-factor', { password })).status).toBe(204)
  expect((await fresh().signIn('kim@acme.example', password)).status).toBe(200)
})

test('sessions are listed without their secret, and one that is revoked is out', async () => {
  const [here, there] = [await signedIn('vic@acme.example'), await signedIn('vic@acme.example')]
  const { items } = (await here.ask('GET', '/me/sessions')).body
  expect(items.map((one: { current: boolean }) => one.current).sort()).toEqual([false, true])
  expect(items[0]).toMatchObject({ user_agent: 'Test/1.0', ip: expect.stringMatching(/^10\.0\.0\./) })
  const other = items.find((one: { current: boolean }) => !one.current)
  expect((await here.ask('DELETE', `/me/sessions/${other.id}`)).status).toBe(204)
  expect((await there.ask('GET', '/me')).status).toBe(401)
  expect((await here.ask('GET', '/me')).status).toBe(200)
})

test('signing in again in one browser ends its old session and changes its id', async () => {
  const vic = await signedIn('vic@acme.example')
  const old = vic.cookies.get('docket_session')!
  await vic.signIn('vic@acme.example', password)
  expect(vic.cookies.get('docket_session')).not.toBe(old)
  expect((await world.ask(null, 'GET', '/api/me', undefined, { cookie: `docket_session=${old}` })).status).toBe(401)
})

test('a token may do what its scopes and its role both allow, until it expires or is revoked', async () => {
  const kim = await signedIn('kim@acme.example')
  const made = await kim.ask('POST', '/tokens', { name: 'reader', scopes: ['ticket.see'] })
  expect(made.status).toBe(201)
  const by = (method: string, path: string, body?: unknown) =>
    world.ask(null, method, `/api${path}`, body, { authorization: `Bearer ${made.body.token}` })
  expect((await by('GET', '/tickets')).status).toBe(200)
  expect((await by('POST', '/tickets', { subject: 'x', body: 'y', requester: { email: 'a@b.example' } })).status).toBe(
    403,
  )
  expect((await by('GET', '/me')).body.permissions).toEqual(['ticket.see'])
  expect((await by('POST', '/tokens', { name: 'more' })).status).toBe(403)
  expect((await by('PATCH', '/me', { name: 'Mallory' })).status).toBe(403)
  const [{ id }] = (await kim.ask('GET', '/me/sessions')).body.items
  expect((await by('DELETE', `/me/sessions/${id}`)).status).toBe(403)
  expect((await by('DELETE', '/me/sessions')).status).toBe(403)
  const spare = (await kim.ask('POST', '/tokens', { name: 'spare' })).body
  expect((await by('DELETE', `/tokens/${spare.id}`)).status).toBe(403)
  await kim.ask('DELETE', `/tokens/${spare.id}`)
  expect((await by('POST', '/me/password', { current_password: password, password: 'x'.repeat(12) })).status).toBe(403)
  expect((await kim.ask('POST', '/tokens', { name: 'too much', scopes: ['people.manage'] })).body.errors[0].field).toBe(
    'scopes',
  )
  expect((await kim.ask('GET', '/tokens')).body.items[0]).toMatchObject({
    name: 'reader',
    last_used_at: expect.any(String),
  })
  expect((await kim.ask('DELETE', `/tokens/${made.body.id}`)).status).toBe(204)
  expect((await by('GET', '/tickets')).status).toBe(401)
})

test('who is switched off is out at once, and comes back when switched on', async () => {
  const [ana, vic] = [await signedIn('ana@acme.example'), await signedIn('vic@acme.example')]
  const { items } = (await ana.ask('GET', '/users')).body
  const { id } = items.find(({ email }: { email: string }) => email === 'vic@acme.example')
  expect((await ana.ask('PATCH', `/users/${id}`, { active: false })).body.user).toMatchObject({ active: false })
  expect((await vic.ask('GET', '/me')).status).toBe(401)
  expect((await fresh().signIn('vic@acme.example', password)).body.code).toBe('wrong-sign-in')
  expect((await world.ask('Vic', 'GET', '/api/me')).status).toBe(401)
  const emails = async (query: string) =>
    (await ana.ask('GET', `/users${query}`)).body.items.map(({ email }: { email: string }) => email)
  expect(await emails('')).not.toContain('vic@acme.example')
  expect(await emails('?inactive=true')).toContain('vic@acme.example')
  await ana.ask('PATCH', `/users/${id}`, { active: true })
  expect((await fresh().signIn('vic@acme.example', password)).status).toBe(200)
})

test('whoever sits at an open page guesses its password ten times, also all at once', async () => {
  const vic = await signedIn('vic@acme.example')
  const guesses = await Promise.all(
    Array.from({ length: 40 }, (_, n) =>
      vic.ask('POST', '/me/password', { current_password: `guess ${n}`, password: 'seven grey herons' }),
    ),
  )
  expect(guesses.filter(({ status }) => status === 422)).toHaveLength(10)
  expect(guesses.filter(({ status }) => status === 429)).toHaveLength(30)
})

test('a token with an end is refused from that instant on, and one cannot begin past its end', async () => {
  const vic = await signedIn('vic@acme.example')
  const at = (ms: number) => new Date(world.store.clock().getTime() + ms).toISOString()
  expect((await vic.ask('POST', '/tokens', { name: 'late', expires_at: at(-1) })).body.errors[0].field).toBe(
    'expires_at',
  )
  const { token } = (await vic.ask('POST', '/tokens', { name: 'soon over', expires_at: at(60_000) })).body
  const status = async () =>
    (await world.ask(null, 'GET', '/api/me', undefined, { authorization: `Bearer ${token}` })).status
  expect(await status()).toBe(200)
  const { clock } = world.store
  world.store.clock = () => new Date(clock().getTime() + 60_000)
  expect(await status()).toBe(401)
  world.store.clock = clock
})

test('the last administrator stays one', async () => {
  const ana = await signedIn('ana@acme.example')
  const { id } = (await ana.ask('GET', '/me')).body.user
  for (const change of [{ role: 'agent' }, { active: false }])
    expect((await ana.ask('PATCH', `/users/${id}`, change)).body.code).toBe('last-admin')
})

test('changing the password ends the other sessions, and what happened is in the audit with place and name', async () => {
  const [here, there] = [await signedIn('kim@acme.example'), await signedIn('kim@acme.example')]
  const next = 'seven grey herons'
  expect(
    (await here.ask('POST', '/me/password', { current_password: 'wrong', password: next })).body.errors[0].field,
  ).toBe('current_password')
  expect((await here.ask('POST', '/me/password', { current_password: password, password: next })).status).toBe(204)
  expect([(await here.ask('GET', '/me')).status, (await there.ask('GET', '/me')).status]).toEqual([200, 401])
  expect((await here.ask('GET', '/audit')).status).toBe(403)
  const ana = await signedIn('ana@acme.example')
  const { items, next_cursor } = (await ana.ask('GET', '/audit?limit=3')).body
  expect(items.map(({ type }: { type: string }) => type)).toEqual(['sign-in', 'permission.refused', 'password.changed'])
  expect(items[2]).toMatchObject({ actor: { kind: 'user', name: 'Kim' }, ip: expect.stringMatching(/^10\.0/) })
  const older = (await ana.ask('GET', `/audit?limit=3&cursor=${next_cursor}`)).body.items
  expect(older[0].at <= items[2].at).toBe(true)
  expect((await ana.ask('GET', '/audit?type=password')).body.items[0].type).toBe('password.changed')
})

test('S2: what belongs to another organisation or another person is missing', async () => {
  const [vic, ana] = [await signedIn('vic@acme.example'), await signedIn('ana@acme.example')]
  const gina = await signedIn('gina@globex.example')
  const token = (await gina.ask('POST', '/tokens', { name: 'theirs' })).body
  const anas = (await ana.ask('POST', '/tokens', { name: "Ana's" })).body
  const invitation = (await gina.ask('POST', '/users/invitations', { email: 'g@globex.example', role: 'agent' })).body
  const me = (await gina.ask('GET', '/me')).body.user
  const [session] = (await gina.ask('GET', '/me/sessions')).body.items
  const missing = await ana.ask('DELETE', '/tokens/00000000-0000-7000-8000-000000000000')
  for (const [browser, method, path] of [
    [ana, 'DELETE', `/tokens/${token.id}`],
    [vic, 'DELETE', `/tokens/${anas.id}`],
    [ana, 'DELETE', `/me/sessions/${session.id}`],
    [ana, 'DELETE', `/users/invitations/${invitation.id}`],
    [ana, 'POST', `/users/invitations/${invitation.id}/resend`],
    [ana, 'PATCH', `/users/${me.id}`],
  ] as const) {
    const answer = await browser.ask(method, path, method === 'PATCH' ? { role: 'viewer' } : undefined)
    expect({ ...answer.body, instance: '' }).toEqual({ ...missing.body, instance: '' })
  }
  expect((await gina.ask('GET', '/me')).body.user.role).toBe('admin')
  expect(
    (await ana.ask('PATCH', `/users/${(await ana.ask('GET', '/me')).body.user.id}`, { two_factor: false })).status,
  ).toBe(403)
})

test('every role says what it may do', async () => {
  const { items } = (await world.ask('Vic', 'GET', '/api/roles')).body
  expect(items.map(({ role }: { role: string }) => role)).toEqual(['admin', 'agent', 'viewer'])
})
