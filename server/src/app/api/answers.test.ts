import { TOTP } from 'otpauth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, openBrowser } from '../../../test/browser.ts'
import { document, referred } from '../../../test/document.ts'
import { openWorld, type Person, password, type World } from '../../../test/world.ts'
import { ingestRound, mailKeeper } from '../../mail/index.ts'
import type { Operation } from './document.ts'
import type { Schema } from './schemas.ts'

// `world.ask` itself holds every answer against the document; what is asked here is everything there is.

let world: World
let ana: Browser
let ids: Record<string, string>
beforeAll(async () => {
  world = await openWorld()
  ana = openBrowser(world)
  await ana.signIn('ana@acme.example', password)
  ids = await peopled()
})
afterAll(() => world.close())

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
)

/** Operations whose example cannot be done in this world, each with the reason. */
const cannot: Record<string, string> = {
  tryAcknowledgement: 'no mail leaves this world',
  setUp: 'there is an administrator, so setup is closed',
  startNylas: 'this world is not registered at Nylas',
  endNylas: 'only Nylas sends a person there, with a code',
  resetPassword: 'its link is told by mail alone',
  startGmail: 'Docket is not registered at Google here',
  endGmail: 'only Google sends anybody there',
  askForIdentities: 'no mailbox here is at Google',
  verifyIdentity: 'its code is told by mail alone',
  readConsentVisit: 'nobody has been at a provider',
}

/** What no API token may do: asked by Ana's browser, as a page does. */
const inBrowser = new Set([
  'renameMyself',
  'changePassword',
  'revokeSession',
  'revokeOtherSessions',
  'beginTwoFactor',
  'confirmTwoFactor',
  'endTwoFactor',
  'makeToken',
])

/** What must be so before an operation can be done, where an earlier one may have undone it. */
const before: Record<string, () => Promise<unknown>> = {
  retryDelivery: () => fated('failed'),
  declareSent: () => fated('unsure'),
  lookForSent: () => fated('unsure'),
  cancelReply: waiting,
  sendNow: waiting,
  async revokeSession() {
    await openBrowser(world).signIn('ana@acme.example', password)
    const { items } = (await ana.ask('GET', '/me/sessions')).body
    ids.sessions = items.find(({ current }: { current: boolean }) => !current).id
  },
  async confirmTwoFactor() {
    const { secret } = (await ana.ask('POST', '/me/two-factor')).body
    ids.code = new TOTP({ secret }).generate({ timestamp: world.store.clock().getTime() })
  },
  async distrustImageSender() {
    ids['image-senders'] = (
      await world.ask('Ana', 'POST', '/api/me/image-senders', { address: 'ada@example.com' })
    ).body.id
  },
  downloadUpload: uploaded,
  forgetUpload: uploaded,
  async keepNewMail() {
    ids['new-mails'] = (await world.ask('Ana', 'POST', '/api/new-mails', { subject: 'Your order' })).body.id
  },
  async unblockSender() {
    ids.blocked = (await world.ask('Kim', 'POST', '/api/senders/blocked', { address: '@spam.example' })).body.id
  },
  async mergeTicket() {
    const asked = { subject: 'Smoke', body: 'Much.', requester: { email: 'ada@example.com' } }
    ids.into = (await world.ask('Kim', 'POST', '/api/tickets', asked)).body.id
  },
  async splitTicket() {
    const { messages } = (await world.ask('Kim', 'POST', `/api/tickets/${ids.tickets}/notes`, { body: 'Apart' })).body
    ids.note = messages.at(-1).id
  },
  holdSender: () =>
    world.rows(world.acme.orgId, `update message set from_address = 'eve@example.net' where id = $1`, [ids.message_id]),
  async replayJob() {
    const envelope = { orgId: world.acme.orgId, requestId: 'r', input: { occurrenceIds: [] } }
    const { rows } = await world.store.pool.query(
      `insert into pgboss.job (name, data, source_name) values ('dead', $1, 'mail.authenticate') returning id`,
      [envelope],
    )
    ids.jobs = rows[0].id
  },
  beginReplay: endReplays,
  readReplay: replaying,
  applyReplay: replaying,
  pauseReplay: replaying,
  resumeReplay: replaying,
  cancelReplay: replaying,
  readInvitation: () => invited('mia@acme.example'),
  revokeInvitation: () => invited('noa@acme.example'),
  ...Object.fromEntries(
    [
      'confirmMailbox',
      'checkMailbox',
      'readSyncStatus',
      'backfillMailbox',
      'pullMailbox',
      'pauseMailbox',
      'resumeMailbox',
    ].map((name) => [name, () => connected()]),
  ),
  ...Object.fromEntries(
    ['readMailWebhook', 'rotateMailWebhook', 'removeMailWebhook'].map((name) => [name, () => posted()]),
  ),
  ...Object.fromEntries(['changeMacro', 'removeMacro', 'fillMacro'].map((name) => [name, () => readied()])),
  ...Object.fromEntries(
    ['changeIdentity', 'removeIdentity', 'mailIdentityCode', 'revokeIdentity'].map((name) => [name, () => listed()]),
  ),
  resendInvitation: () => invited('noa@acme.example'),
}

function endReplays() {
  return world.rows(world.acme.orgId, `update replay_run set state = 'cancelled'`)
}
async function replaying() {
  await endReplays()
  ids.replays = (await world.ask('Ana', 'POST', '/api/ops/replays', {})).body.id
}

test('the example of every operation really works, and its answer is what the document says', async () => {
  const failed: string[] = []
  for (const { method, path, operation } of operations) {
    if (operation.operationId in cannot) continue
    await before[operation.operationId]?.()
    const input = await inputOf(operation)
    const answer = inBrowser.has(operation.operationId)
      ? await ana.ask(method, addressOf(path, operation), input)
      : await ask('Ana', method, path, operation, input)
    if (answer.status >= 300) failed.push(`${method} ${path}: ${answer.status} ${answer.body?.detail}`)
  }
  expect(failed).toEqual([])
  const told = [...Object.keys(cannot), ...Object.keys(before), ...inBrowser]
  expect(told.filter((name) => !operations.some(({ operation }) => operation.operationId === name))).toEqual([])
})

test('a stranger, a viewer and a foreigner are refused as the document says', async () => {
  for (const { method, path, operation } of operations) {
    const permission = operation['x-docket-permission']
    if (permission === null) continue
    expect((await ask(null, method, path, operation)).status).toBe(401)
    const seen = (await ask('Gus', method, path, operation, await inputOf(operation))).status
    if (path.includes('{')) expect([403, 404], `${method} ${path}`).toContain(seen)
    await ask('Vic', method, path, operation, await inputOf(operation))
  }
})

test('what cannot be read or accepted is refused as the document says', async () => {
  for (const { method, path, operation } of operations) {
    const nonsense = path.replace(/\{\w+\}/g, 'nonsense')
    if (nonsense !== path)
      expect((await world.ask('Ana', method, `/api${nonsense}`, bodyOf(operation))).status).toBe(422)
    if (!operation.requestBody || isBytes(operation)) continue
    const broken = await world.ask('Ana', method, `/api${addressOf(path, operation)}`, '{"half', json)
    expect(broken.body.code).toBe('bad-request')
    const plain = await world.ask('Ana', method, `/api${addressOf(path, operation)}`, 'hello', {
      'content-type': 'text/csv',
    })
    expect(plain.body.code).toBe('not-json')
  }
})

test('an answer that the document does not allow fails the test that asked', async () => {
  const { out } = (await import('../routes.ts')).routes.find(({ name }) => name === 'whoAmI')!
  const parse = (out as { parse: unknown }).parse
  Object.assign(out as object, { parse: () => ({ user: null }) })
  try {
    await expect(world.ask('Kim', 'GET', '/api/me')).rejects.toThrow(/GET \/me answered 200: \/user must be object/)
  } finally {
    Object.assign(out as object, { parse })
  }
})

const json = { 'content-type': 'application/json' }

function ask(who: Person | null, method: string, path: string, operation: Operation, body?: unknown) {
  return world.ask(who, method, `/api${addressOf(path, operation)}`, body)
}

/** A mail of ours, where the message of an example is not one of a customer. */
const ours: Record<string, string> = {
  retryDelivery: 'sent',
  declareSent: 'sent',
  lookForSent: 'sent',
  cancelReply: 'waiting',
  sendNow: 'waiting',
}

async function fated(state: 'failed' | 'unsure') {
  const { orgId } = world.acme
  await world.rows(orgId, 'update delivery set status = $2 where message_id = $1', [ids.sent, state])
  const its = 'delivery_id = (select id from delivery where message_id = $1)'
  await world.rows(orgId, `update delivery_recipient set state = $2 where ${its}`, [ids.sent, state])
}

async function waiting() {
  const send_at = new Date(world.store.clock().getTime() + 3_600_000).toISOString()
  const { body } = await world.ask('Kim', 'POST', `/api/tickets/${ids.tickets}/replies`, { body: 'Later.', send_at })
  ids.waiting = body.messages.at(-1).id
}

/** With the ids of this world, and the values of the examples elsewhere. */
function addressOf(path: string, operation: Operation): string {
  const parameters = operation.parameters.map(referred)
  const address = path.replace(/([\w-]+)\/\{(\w+)\}/g, (_, place, name) => {
    const told = parameters.find((one: Schema) => one.name === name)
    const known = name === 'message_id' ? (ours[operation.operationId] ?? name) : name
    return `${place}/${ids[known === 'id' ? place : known] ?? told.example}`
  })
  const asked = parameters.filter((one: Schema) => one.in === 'query' && one.required)
  const query = new URLSearchParams(asked.map(({ name, example }: Schema) => [name, ids[name] ?? example]))
  return `${address}${query.size > 0 ? `?${query}` : ''}`
}

const isBytes = ({ requestBody }: Operation) => requestBody?.content['application/octet-stream'] !== undefined
const bodyOf = (operation: Operation) => {
  if (isBytes(operation)) return Buffer.from('The plan')
  return operation.requestBody && structuredClone(operation.requestBody.content['application/json'].example)
}

async function inputOf(operation: Operation): Promise<unknown> {
  const body = bodyOf(operation)
  if (body?.mailbox_id && /^(writeTo|beginNewMail|keepNewMail)$/.test(operation.operationId))
    body.mailbox_id = ids.acknowledging
  if (body?.assignee_user_id) body.assignee_user_id = ids.kim
  for (const name of ['token', 'code']) if (body?.[name]) body[name] = ids[name]
  if (body?.into_ticket_id) Object.assign(body, { into_ticket_id: ids.into, into_ticket_number: undefined })
  if (body?.message_ids) body.message_ids = [ids.note]
  if (body?.mentions) body.mentions = [ids.kim]
  if (body?.mailbox_ids) body.mailbox_ids = [ids.acknowledging]
  // Others have written meanwhile.
  if (body?.seen) Object.assign(body, { seen: ids.sent, force: true })
  if (body?.version) body.version = (await world.ask('Ana', 'GET', `/api/tickets/${ids.tickets}`)).body.version
  return body
}

async function readied(): Promise<void> {
  ids.macros = (
    await world.ask('Ana', 'POST', '/api/macros', { name: 'Way', html: '<div>Way</div>', body: 'Way' })
  ).body.id
}

/** An address on the list of the mailbox, to which no code was mailed yet. */
async function listed(): Promise<void> {
  ids.identity_id = crypto.randomUUID()
  await world.rows(
    world.acme.orgId,
    `insert into send_identity (id, org_id, mailbox_id, address, name, created_at)
     select $1::uuid, org_id, id, $1::uuid || '@acme.example', 'Acme Sales', now() from mailbox where id = $2`,
    [ids.identity_id, ids.mailboxes],
  )
}

async function uploaded(): Promise<void> {
  ids.uploads = (await world.ask('Ana', 'POST', '/api/uploads?filename=plan.pdf', Buffer.from('The plan'))).body.id
}

async function invited(email: string): Promise<void> {
  const { id, link } = (await world.ask('Ana', 'POST', '/api/users/invitations', { email, role: 'agent' })).body
  ids.invitations = id
  ids.token = new URL(link).searchParams.get('token')!
}

/** A mail with a picture became a ticket and was answered; another could not be understood. */
async function peopled(): Promise<Record<string, string>> {
  const keeper = mailKeeper(world.store)
  for (const mail of [underOneId('The lamp is broken.'), underOneId('The roof is gone.'), withPicture, ''])
    await keeper.keep({ bytes: Buffer.from(mail), envelopeFrom: 'ada@example.com', recipients: [world.acme.mailbox] })
  while ((await ingestRound(world.store)) > 0);
  const tickets = (await world.ask('Kim', 'GET', '/api/tickets')).body.items[0].id
  const view = (await world.ask('Kim', 'POST', `/api/tickets/${tickets}/replies`, { body: 'Coming.' })).body
  const [came, sent] = view.messages
  const kim = (await world.ask('Kim', 'GET', '/api/me')).body.user.id
  return {
    tickets,
    message_id: came.id,
    attachment_id: came.attachments[0].id,
    n: '0',
    sent: sent.id,
    outbox: (await world.ask('Kim', 'GET', '/api/outbox')).body.items[0].id,
    collisions: (await world.ask('Kim', 'GET', '/api/ops/messages/collisions')).body.items[0].id,
    'failed-mails': (await world.ask('Kim', 'GET', '/api/ops/failed-mails')).body.items[0].id,
    mailboxes: await connected(),
    tokens: (await ana.ask('POST', '/tokens', { name: 'spare' })).body.id,
    kim,
    users: kim,
    acknowledging: (await world.ask('Ana', 'GET', '/api/acknowledging')).body.items[0].mailbox.id,
  }
}

/** A mailbox that is fetched from a server nobody answers at. */
async function connected(): Promise<string> {
  const { id } = (await world.ask('Ana', 'GET', '/api/mailboxes')).body.items[0]
  const at = { host: 'imap.invalid', port: 993, security: 'tls', user: 'support@acme.example', password }
  await world.ask('Ana', 'PUT', `/api/mailboxes/${id}/connection/imap`, at)
  return id
}
const underOneId = (text: string) =>
  `From: bob@example.com\r\nSubject: Lamp\r\nMessage-ID: <one@example.com>\r\n\r\n${text}\r\n`

/** The same mailbox with an address that a provider posts to. */
async function posted(): Promise<void> {
  await world.ask('Ana', 'PUT', `/api/mailboxes/${ids.mailboxes}/webhook`, { provider: 'postmark' })
}

const withPicture = [
  'From: Ada Lovelace <ada@example.com>',
  'To: support@acme.example',
  'Subject: The printer is on fire',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/html',
  '',
  '<p>Please help.</p><img src="http://127.0.0.1/nobody.gif">',
  '--b',
  'Content-Type: image/gif; name="printer.gif"',
  'Content-Transfer-Encoding: base64',
  '',
  'R0lGODlhAQABAIAAAMTExAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==',
  '--b--',
  '',
].join('\r\n')
