import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../../test/browser.ts'
import { openWorld, password, type World } from '../../test/world.ts'
import { grantResets } from '../auth/index.ts'
import { sendSystemMail } from './index.ts'

let world: World
let peer: SMTPServer
const arrived: string[] = []
let refusal: { responseCode: number; message: string } | undefined

beforeAll(async () => {
  peer = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, _session, done) =>
      void buffer(stream).then((bytes) => {
        if (refusal) return done(Object.assign(new Error(refusal.message), refusal))
        arrived.push(bytes.toString())
        done()
      }),
  })
  peer.listen(0, '127.0.0.1')
  await once(peer.server, 'listening')
  const { port } = peer.server.address() as AddressInfo
  world = await openWorld({ SMTP_URL: `smtp://127.0.0.1:${port}`, PUBLIC_URL: 'https://help.acme.example' })
  await world.store.jobs.work(world.store)
})
afterAll(async () => {
  await world.close()
  await new Promise<void>((resolve) => peer.close(() => resolve()))
})

/** The newest mail to this address, with its soft line breaks undone. */
async function mailTo(address: string): Promise<string> {
  return expect
    .poll(() => newest(address), { timeout: 10_000 })
    .toBeTruthy()
    .then(() => newest(address)!)
}
const newest = (address: string) =>
  arrived
    .filter((mail) => mail.includes(`<${address}>`) || mail.includes(`To: ${address}`))
    .at(-1)
    ?.replaceAll('=\r\n', '')
    .replaceAll('=3D', '=')
const linkIn = (mail: string) => new URL(/https:\/\/\S+token=[\w-]+/.exec(mail)![0])

async function browserOf(email: string) {
  const browser = openBrowser(world)
  expect((await browser.signIn(email, password)).status).toBe(200)
  return browser
}

test('an invitation goes out by SMTP as a machine’s mail, with a link of the public address that works', async () => {
  const ana = await browserOf('ana@acme.example')
  const { body } = await ana.ask('POST', '/users/invitations', { email: 'nia@acme.example', role: 'agent' })
  const mail = await mailTo('nia@acme.example')
  expect(mail).toMatch(/^Auto-Submitted: auto-generated\r$/m)
  expect(mail).toMatch(/^X-Auto-Response-Suppress: All\r$/m)
  expect(mail).toMatch(/^From: Acme support <support@acme\.example>\r$/m)
  expect(linkIn(mail).href).toBe(body.link)
  const read = await world.ask(null, 'GET', `/api/auth/invitation${linkIn(mail).search}`, undefined, {
    host: 'evil.example',
  })
  expect(read.body.email).toBe('nia@acme.example')
})

test('a forgotten password: the same answer for everyone, one link for a user, which works once and ends all sessions', async () => {
  const kim = await browserOf('kim@acme.example')
  const stranger = openBrowser(world)
  await stranger.ask('GET', '/auth/csrf')
  const answers = await Promise.all(
    ['kim@acme.example', 'KIM@acme.example', 'nobody@acme.example'].map((email) =>
      stranger.ask('POST', '/auth/password/forgot', { email }),
    ),
  )
  expect(answers.map(({ status, text }) => [status, text])).toEqual(Array(3).fill([204, '']))
  await Promise.all([grantResets(world.store), grantResets(world.store)])
  const link = linkIn(await mailTo('kim@acme.example'))
  expect(link.origin).toBe('https://help.acme.example')
  expect(await world.rows(world.acme.orgId, 'select 1 from password_reset where used_at is null')).toHaveLength(1)
  expect(arrived.filter((mail) => mail.includes('nobody@'))).toEqual([])

  const reset = { token: link.searchParams.get('token'), password: 'seven grey herons' }
  expect((await stranger.ask('POST', '/auth/password/reset', { ...reset, password: 'kim@acme.example' })).status).toBe(
    422,
  )
  const both = await Promise.all([1, 2].map(() => stranger.ask('POST', '/auth/password/reset', reset)))
  expect(both.map(({ status }) => status).sort()).toEqual([204, 404])
  expect((await kim.ask('GET', '/me')).status).toBe(401)
  expect((await openBrowser(world).signIn('kim@acme.example', password)).status).toBe(401)
  expect((await openBrowser(world).signIn('kim@acme.example', reset.password)).status).toBe(200)
  await expect.poll(() => newest('kim@acme.example'), { timeout: 10_000 }).toContain('Your password was changed')
})

test('a link that was mailed stands in no row, event or job', async () => {
  const ana = await browserOf('ana@acme.example')
  const { link } = (await ana.ask('POST', '/users/invitations', { email: 'olu@acme.example', role: 'viewer' })).body
  await mailTo('olu@acme.example')
  const token = new URL(link).searchParams.get('token')!
  for (const table of ['event', 'audit', 'system_mail', 'invitation', 'pgboss.job']) {
    const rows = await world.rows(world.acme.orgId, `select t::text as line from ${table} t`)
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.filter(({ line }) => String(line).includes(token))).toEqual([])
  }
})

test('the job that sends twice sends once, and a mail that was refused says why', async () => {
  const ana = await browserOf('ana@acme.example')
  refusal = { responseCode: 550, message: 'no such person' }
  await ana.ask('POST', '/users/invitations', { email: 'gone@acme.example', role: 'viewer' })
  const mails = async () => (await ana.ask('GET', '/system-mails')).body.items
  await expect.poll(async () => (await mails())[0].status, { timeout: 10_000 }).toBe('failed')
  expect((await mails())[0]).toMatchObject({
    to: 'gone@acme.example',
    kind: 'invitation',
    error: expect.stringContaining('no such person'),
  })
  refusal = undefined

  const sent = (await mails()).find(({ status }: { status: string }) => status === 'sent')
  const before = arrived.length
  const io = { unit: (work: never) => world.as(world.acme.orgId, work), store: world.store, attempt: 1 }
  await sendSystemMail.run(io as never, { id: sent.id })
  expect(arrived).toHaveLength(before)
})

test('a shadow is about customers: invitations and password links leave under it, from a mailbox that lets mail out where there is one', async () => {
  const ana = await browserOf('ana@acme.example')
  const shadow = async (address: string, on: boolean) => {
    const { items } = (await ana.ask('GET', '/mailboxes')).body
    const { id } = items.find((one: { address: string }) => one.address === address)
    expect((await ana.ask('PUT', `/mailboxes/${id}/shadow`, { shadow: on })).status).toBe(200)
  }
  const invite = async (email: string) => {
    expect((await ana.ask('POST', '/users/invitations', { email, role: 'viewer' })).status).toBe(201)
    return mailTo(email)
  }
  await shadow('support@acme.example', true)
  expect(await invite('pia@acme.example')).toMatch(/^From: Acme support <support@acme\.example>\r$/m)

  const stranger = openBrowser(world)
  await stranger.ask('GET', '/auth/csrf')
  await stranger.ask('POST', '/auth/password/forgot', { email: 'vic@acme.example' })
  await grantResets(world.store)
  expect(linkIn(await mailTo('vic@acme.example')).pathname).toContain('reset')

  await ana.ask('POST', '/mailboxes', { address: 'zeta@acme.example', name: 'Zeta' })
  expect(await invite('quin@acme.example')).toMatch(/^From: Zeta <zeta@acme\.example>\r$/m)
  await shadow('support@acme.example', false)
})
