import { createToken } from '../../src/auth/index.ts'
import { ingestRound } from '../../src/mail/arriving/ingesting.ts'
import { checkBalance, mailKeeper } from '../../src/mail/index.ts'
import { startCollisionSearch } from '../../src/mail/threads/searchingCollisions.ts'
import { systemActor } from '../../src/platform/tx.ts'
import { attemptAt } from '../attempting.ts'
import { openBrowser } from '../browser.ts'
import { type Person, password, type World } from '../world.ts'
import { seenBy } from './tables.ts'

export type House = { slug: 'acme' | 'globex'; orgId: string; mailbox: string; canary: string; agent: Person }

export const houseOf = (world: World, slug: House['slug']): House => ({
  slug,
  ...world[slug],
  canary: `${slug}canary`,
  agent: slug === 'acme' ? 'Kim' : 'Gus',
})

/** A day at work: every kind of row that mail and people make, with the canary in every word of it. */
export async function fill(world: World, house: House): Promise<void> {
  const { orgId, mailbox, canary, agent } = house
  const ask = async (method: string, path: string, body: object, headers = {}) => {
    const answer = await world.ask(agent, method, path, body, headers)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.text}`)
    return answer.body
  }
  await arrive(world, mailbox, mailOf(canary))
  const [ticket] = await seenBy<{ id: string }>(world, orgId, 'select id from ticket')
  const at = `/api/tickets/${ticket!.id}`
  await ask('POST', `${at}/replies`, { body: `Answer ${canary}` }, { 'idempotency-key': `key-${canary}` })
  await ask('POST', `${at}/notes`, { body: `Note ${canary}` })
  await ask('PUT', `${at}/drafts/reply`, { body: `Draft ${canary}` })
  await ask('PUT', '/api/signature', { html: `<p>${canary}</p>`, body: canary })
  await send(world, orgId)
  await ask('POST', `${at}/replies`, { body: `Second answer ${canary}` })
  await ask('POST', `${at}/replies`, { body: `Third answer ${canary}` })
  await ask('POST', '/api/tickets', { subject: canary, body: canary, requester: { email: `x@${canary}.example` } })
  const two = await ask('POST', '/api/tickets', {
    subject: canary,
    body: canary,
    requester: { email: `y@${canary}.example` },
  })
  const noted = await ask('POST', `/api/tickets/${two.id}/notes`, { body: `Another matter ${canary}` })
  const message_ids = [noted.messages[1].id]
  await ask('POST', `/api/tickets/${two.id}/split`, { message_ids, version: noted.version })
  // Another mail under the id of the first.
  const used = `From: c@${canary}.example\r\nSubject: Used ${canary}\r\nMessage-ID: <first@${canary}.example>\r\n\r\nUsed ${canary}\r\n`
  await arrive(world, mailbox, Buffer.from(used))
  await world.as(orgId, startCollisionSearch)

  await keep(world, mailbox, Buffer.from(`From: b@${canary}.example\r\nSubject: ${canary} broken\r\n\r\n${canary}\r\n`))
  await weigh(world, house)
  await renew(world, house)
  const spare = `insert into app_user (id, email, name, role, created_at) values ($1, $2, $3, 'viewer', now())`
  await seenBy(world, orgId, spare, [crypto.randomUUID(), `spare@${house.slug}.example`, canary])
}

const failed = `update delivery set status = 'failed', error = $1 where raw is null and next_try_at < now() + interval '1 hour'`
const withFiles = `select t.id from ticket t join message m on m.ticket_id = t.id join attachment a on a.message_id = m.id order by t.id limit 1`

/** What tests use up is there again: a failed mail and a failed answer to try again, a session, a token and an invitation to revoke. */
export async function renew(world: World, { orgId, canary, slug, agent }: House): Promise<void> {
  await seenBy(world, orgId, `update occurrence set state = 'failed', error = $1 where message_id is null`, [canary])
  await seenBy(world, orgId, failed, [canary])
  const lacks = async (sql: string) => (await seenBy(world, orgId, sql)).length === 0
  const email = `${agent.toLowerCase()}@${slug}.example`
  for (const kind of ['look', 'upgrade'])
    if (await lacks(`select from replay_run where kind = '${kind}'`))
      await seenBy(world, orgId, replayRun, [kind, canary])
  await seenBy(world, orgId, `update replay_run set state = 'running' where kind = 'upgrade'`)
  for (const { id } of await seenBy<{ id: string }>(
    world,
    orgId,
    'select id from ticket where merged_into is not null',
  ))
    await world.ask(agent, 'POST', `/api/tickets/${id}/unmerge`)
  for (const { id } of await seenBy<{ id: string }>(
    world,
    orgId,
    `select into_id as id from ticket_move v where kind = 'split' and undone_at is null and exists (
       select from message m join attachment a on a.message_id = m.id where m.ticket_id = v.from_id)`,
  ))
    await world.ask(agent, 'POST', `/api/tickets/${id}/unsplit`)
  if (await lacks('select from session')) await openBrowser(world).signIn(email, password)
  if (await lacks(`select from api_token where name like 'spare%'`))
    await world.as(orgId, (tx) => createToken(tx, { email, name: `spare ${canary}` }))
  if (await lacks('select from connection')) {
    const [mailbox] = await seenBy<{ id: string }>(world, orgId, 'select id from mailbox')
    const lead = slug === 'acme' ? 'Ana' : 'Gina'
    const answer = await world.ask(lead, 'PUT', `/api/mailboxes/${mailbox!.id}/connection/imap`, {
      ...{ host: `${canary}.invalid`, port: 993, security: 'tls', user: canary, folder: canary, password: canary },
    })
    if (answer.status !== 200) throw new Error(`no connection: ${answer.text}`)
  }
  if (await lacks('select from oauth_visit'))
    await seenBy(
      world,
      orgId,
      `insert into oauth_visit (id, provider, state_hash, user_id, session_id, wanted, created_at, expires_at, refused)
       select $1, 'gmail', $2, id, $1, jsonb_build_object('address', $3::text), now(), now() + interval '1 day', $3 from app_user limit 1`,
      [crypto.randomUUID(), Buffer.from(canary), canary],
    )
  if (await lacks('select from dead_letters(null, null, null, 1)'))
    await world.store.pool.query(
      `insert into pgboss.job (name, data, source_name, source_output) values ('dead', $1, 'mail.authenticate', $2)`,
      [{ orgId, requestId: canary, input: { occurrenceIds: [] } }, { message: `It failed for ${canary}.` }],
    )
  if (await lacks('select from mail_webhook')) {
    const [mailbox] = await seenBy<{ id: string }>(world, orgId, 'select id from mailbox')
    const lead = slug === 'acme' ? 'Ana' : 'Gina'
    const key = { provider: 'mailgun', signing_key: `key-${canary}` }
    await world.ask(lead, 'PUT', `/api/mailboxes/${mailbox!.id}/webhook`, key)
  }
  if (await lacks('select from upload'))
    await world.ask(agent, 'POST', `/api/uploads?filename=${canary}.txt`, Buffer.from(canary), {
      'content-type': 'text/plain',
    })
  if (await lacks('select from staff_mail'))
    await seenBy(
      world,
      orgId,
      `insert into staff_mail (id, user_id, ticket_id, message_id_header, answer_hash, return_hash, answer_does, answer_until, returned_says, at)
       select $1, u.id, t.id, $2, $3, $4, 'note', now(), $2, now() from app_user u, ticket t where u.role = 'agent' limit 1`,
      [crypto.randomUUID(), canary, Buffer.from(`answer ${canary}`), Buffer.from(`return ${canary}`)],
    )
  if (await lacks('select from mailbox_way_out')) {
    const [mailbox] = await seenBy<{ id: string }>(world, orgId, 'select id from mailbox')
    const lead = slug === 'acme' ? 'Ana' : 'Gina'
    const server = {
      kind: 'smtp',
      host: `${canary}.invalid`,
      port: 465,
      security: 'tls',
      user: canary,
      password: canary,
    }
    const answer = await world.ask(lead, 'PUT', `/api/mailboxes/${mailbox!.id}/way-out`, server)
    if (answer.status !== 200) throw new Error(`no way out: ${answer.text}`)
  }
  if (await lacks('select from sending_domain'))
    await seenBy(
      world,
      orgId,
      `insert into sending_domain (mailbox_id, domain, checked_at, lines) select id, $1, now(), '[]' from mailbox limit 1`,
      [`${canary}.example`],
    )
  const ofConnected = 'mailbox_id in (select mailbox_id from connection limit 1)'
  if (await lacks(`select from send_identity where removed_at is null and verified_at is not null and ${ofConnected}`))
    await seenBy(
      world,
      orgId,
      `insert into send_identity (id, mailbox_id, address, name, verified_at, verified_by, created_at)
       select $1::uuid, c.mailbox_id, $1::uuid || '@' || $2 || '.example', $2, now(), 'code', now() from connection c limit 1`,
      [crypto.randomUUID(), canary],
    )
  if (await lacks('select from image_sender'))
    await world.ask(agent, 'POST', '/api/me/image-senders', { address: `news@${canary}.example` })
  if (await lacks('select from macro'))
    await world.ask(agent, 'POST', '/api/macros', { name: canary, html: `<p>${canary}</p>`, body: canary })
  if (await lacks('select from new_mail'))
    await world.ask(agent, 'POST', '/api/new-mails', { subject: canary, body: canary })
  if (await lacks('select from blocked_sender'))
    await world.ask(agent, 'POST', '/api/senders/blocked', { address: `spammer@${canary}.example`, reason: canary })
  if (await lacks('select from invitation where accepted_at is null'))
    await world.ask(slug === 'acme' ? 'Ana' : 'Gina', 'POST', '/api/users/invitations', {
      ...{ email: `invited@${slug}.example`, name: canary, role: 'viewer' },
    })
  const [whole] = await seenBy<{ id: string }>(world, orgId, withFiles)
  for (const status of whole ? ['queued', 'unsure'] : [])
    if (
      await lacks(
        `select from delivery where ticket_id = '${whole!.id}' and status = '${status}' and undoes is not null`,
      )
    )
      await seenBy(world, orgId, undecided, [crypto.randomUUID(), whole!.id, status, canary])
}

/** A mail of ours that waits, or of which nobody knows whether it left. */
const undecided = `
  with m as (insert into message (id, ticket_id, direction, author_user_id, from_address, text, reply_text, message_id_header, at)
      select $1::uuid, $2::uuid, 'out', id, $4::text || '@example.com', $4::text, $4::text, ($1::uuid)::text || '@example.com', now() from app_user where role = 'agent' limit 1
      returning id, ticket_id),
    d as (insert into delivery (id, message_id, ticket_id, status, envelope_from, envelope_to, next_try_at, queued_at, undoes)
      select gen_random_uuid(), id, ticket_id, $3::text, $4::text, jsonb_build_array($4::text), now() + interval '1 day', now(),
        '{"from": {"status": "open", "resolved_at": null, "closed_at": null}, "to": {"status": "open"}, "draft": {"kind": "reply",
          "body": "Again", "html": null, "to": null, "cc": null, "bcc": null, "upload_ids": [], "status": null}}' from m returning id)
  insert into delivery_recipient (delivery_id, position, address, kind, state, at) select id, 0, $4::text, 'to', $3::text, now() from d`

/** Before the mailbox has a provider: there is none to ask. One mail is said to be missing. */
async function weigh(world: World, { orgId, canary }: House): Promise<void> {
  const [mailbox] = await seenBy<{ id: string }>(world, orgId, 'select id from mailbox')
  const until = world.store.clock().toISOString().slice(0, 10)
  const days = { since: null, until }
  await checkBalance(world.store, systemActor(orgId, 'test'), mailbox!.id, days, AbortSignal.timeout(60_000))
  await seenBy(
    world,
    orgId,
    `insert into balance_difference (mailbox_id, day, kind, provider_id, received_at, size)
     select mailbox_id, day, 'missing', $1, now(), 1 from balance_day`,
    [canary],
  )
}
const replayRun = `
  with run as (
    insert into replay_run (id, kind, state, stage, mail, parser_version, after_id, started_by, created_at, updated_at, lease_until)
    values (gen_random_uuid(), $1, 'done', 'all', $2, 1, gen_random_uuid(), $2, now(), now(), '2100-01-01') returning id
  )
  insert into replay_change (run_id, kind, field, mails) select id, $2, $2, 1 from run`

const keep = (world: World, mailbox: string, bytes: Buffer) =>
  mailKeeper(world.store).keep({ bytes, envelopeFrom: 'ada@customer.example', recipients: [mailbox] })

async function arrive(world: World, mailbox: string, bytes: Buffer): Promise<void> {
  await keep(world, mailbox, bytes)
  while ((await ingestRound(world.store)) > 0);
}

async function send(world: World, orgId: string): Promise<void> {
  const waiting = await seenBy<{ id: string }>(world, orgId, 'select * from delivery')
  for (const { id } of waiting) await attemptAt(world.store, orgId, id)
}

function mailOf(canary: string): Buffer {
  return Buffer.from(
    [
      `From: "Ada ${canary}" <ada@${canary}.example>`,
      `To: support@nowhere.example, "Carl ${canary}" <carl@${canary}.example>`,
      `Subject: Lamp ${canary}`,
      `Message-ID: <first@${canary}.example>`,
      'Date: Sat, 21 Nov 2026 10:00:00 +0000',
      'Content-Type: multipart/mixed; boundary=one',
      '',
      '--one',
      'Content-Type: text/html; charset=utf-8',
      '',
      `<p>It is broken, says <b>${canary}</b>.</p><img src="http://127.0.0.1/${canary}.gif">`,
      '--one',
      `Content-Type: image/gif; name="${canary}.gif"`,
      'Content-Transfer-Encoding: base64',
      '',
      'R0lGODlhAQABAIAAAMTExAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==',
      '--one',
      `Content-Type: text/plain; name="${canary}.txt"`,
      `Content-Disposition: attachment; filename="${canary}.txt"`,
      '',
      `attached ${canary}`,
      '--one--',
      '',
    ].join('\r\n'),
  )
}
