import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openWorld, type World } from '../../../test/world.ts'
import { fileRawMail } from '../arriving/filing.ts'
import { ingestRound } from '../arriving/ingesting.ts'
import { mailKeeper } from '../arriving/keeping.ts'
import { parserVersion } from '../parsing/parsed.ts'
import { nothingYet, type ReplayRun } from './replayRun.ts'
import { beginRun } from './replayRuns.ts'
import { lookAtNext, type Range } from './replayStep.ts'
import { stepRun, workReplays } from './replayWorking.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())
beforeEach(() => rows(`update replay_run set state = 'cancelled' where state in ('running', 'paused')`))

const rows = <R extends Record<string, unknown>>(sql: string, values?: unknown[]) =>
  world.rows<R>(world.acme.orgId, sql, values)

let count = 0
type Written = { subject?: string; body?: string; from?: string; headers?: string }

/** A mail of a new thread arrives and is taken in. Says its Message-ID. */
async function arrive({
  subject = 'Lamp',
  body = 'It is dark.',
  from = 'ada@example.com',
  headers = '',
}: Written = {}) {
  const id = `m${++count}@example.com`
  const mail = `From: Ada <${from}>\r\nTo: support@acme.example\r\nSubject: ${subject}\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nMessage-ID: <${id}>\r\n${headers}\r\n${body}\r\n`
  const keeper = mailKeeper(world.store)
  await keeper.keep({ bytes: Buffer.from(mail), envelopeFrom: from, recipients: [world.acme.mailbox] })
  while ((await ingestRound(world.store)) > 0);
  return id
}

type Row = {
  id: string
  ticket_id: string
  text: string
  reply_text: string
  verdict: { list: boolean; spam: boolean; reasons: string[] }
  parser_version: number
  fingerprint: string
  subject: string
}
const messageOf = async (header: string) =>
  (await rows<Row>(`select * from message where message_id_header = $1 order by id`, [header]))[0]!
/** As a parser of long ago would have left it. */
const age = (header: string, set: string) =>
  rows(`update message set parser_version = 1, ${set} where message_id_header = $1`, [header])

/** Everything that could lead to somebody hearing of it, and what people see of tickets. */
async function outward() {
  const { rows: jobs } = await world.store.pool.query('select count(*)::int as n from pgboss.job')
  const events = await rows('select count(*)::int as n from event')
  const deliveries = await rows('select count(*)::int as n from delivery')
  const mails = await rows('select count(*)::int as n from system_mail')
  const tickets = await rows(
    'select id, status, unread, version, assignee_user_id, active_at, message_count from ticket order by id',
  )
  return { jobs, events, deliveries, mails, tickets }
}

const begin = (kind: ReplayRun['kind'], wanted: Partial<Range> = {}) =>
  world.as(world.acme.orgId, (tx) => beginRun(tx, kind, { stage: 'all', ...wanted }, { heldMs: 60_000 }))
async function finish(run: ReplayRun): Promise<ReplayRun> {
  let now: ReplayRun | undefined = run
  while (now?.state === 'running') now = (await stepRun(world.store, world.acme.orgId, now)).run
  return now!
}
const changesOf = (run: ReplayRun) =>
  rows<{ kind: string; mails: number; examples: { message_id: string; was: string; is: string }[] }>(
    'select * from replay_change where run_id = $1 order by kind',
    [run.id],
  )

test('a dry run says what would be decided otherwise, counts it by kind, and writes nothing', async () => {
  const header = await arrive({ headers: 'List-Id: <lamps.example.com>\r\n', body: 'First line.\r\nSecond line.' })
  await age(header, `text = 'First line.\nOld line.\n', verdict = jsonb_set(verdict, '{list}', 'false')`)
  const before = await rows('select * from message order by id')
  const told = await outward()
  const run = await finish(await begin('look', { mail: header }))
  expect(run).toMatchObject({ state: 'done', mails_read: 1, mails_changed: 1, mails_same: 0, mails_failed: 0 })
  const changes = await changesOf(run)
  expect(changes.map(({ kind, mails }) => [kind, mails])).toEqual([
    ['text', 1],
    ['verdict.list: no → yes', 1],
  ])
  expect(changes[0]!.examples[0]).toMatchObject({ was: 'First line.\nOld line.\n', is: 'First line.\nSecond line.\n' })
  expect(await rows('select * from message order by id')).toEqual(before)
  expect(await outward()).toEqual(told)
})

test('a mail that was read by today’s parser is the same when it is read again', async () => {
  const run = await finish(await begin('look', { stage: 'all' }))
  const ours = await rows(`select 1 from message where direction = 'in' and parser_version = ${parserVersion}`)
  expect(run.mails_same).toBe(ours.length)
})

const withFiles = (names: string[]) =>
  [
    ...['', '--b', 'Content-Type: text/plain', '', 'See the files.'],
    ...names.flatMap((name) => ['--b', `Content-Disposition: attachment; filename="${name}"`, '', `bytes of ${name}`]),
    '--b--',
  ].join('\r\n')

test('what is applied stands in the message, in search, in its files and its ticket; and nobody hears of it', async () => {
  const headers = 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n'
  const header = await arrive({ subject: 'Heliotrope', headers, body: withFiles(['one.txt', 'two.txt']) })
  const before = await messageOf(header)
  const files = await rows<{ id: string }>('select * from attachment where message_id = $1 order by position', [
    before.id,
  ])
  await rows('delete from attachment where id = $1', [files[1]!.id])
  await rows(`update attachment set filename = 'wrong' where id = $1`, [files[0]!.id])
  await age(
    header,
    `text = 'nonsense', reply_text = 'nonsense', subject = 'Wrong', fingerprint = 'old', verdict = null, problems = '["odd"]'`,
  )
  await rows(
    `update ticket set subject = 'Wrong', preview = 'nonsense', unread = false, status = 'resolved' where id = $1`,
    [before.ticket_id],
  )
  const told = await outward()

  const run = await finish(await begin('apply', { mail: header }))
  expect(run).toMatchObject({ state: 'done', mails_changed: 1 })
  expect(await messageOf(header)).toEqual(before)
  const after = await rows<{ id: string; filename: string }>(
    'select * from attachment where message_id = $1 order by position',
    [before.id],
  )
  expect(after.map(({ filename }) => filename)).toEqual(['one.txt', 'two.txt'])
  expect(after[0]!.id).toBe(files[0]!.id)
  expect(await rows('select subject, preview from ticket where id = $1', [before.ticket_id])).toEqual([
    { subject: 'Heliotrope', preview: 'See the files.' },
  ])
  expect(await outward()).toEqual(told)
  expect((await world.ask('Kim', 'GET', '/api/tickets?q=heliotrope')).body.items).toHaveLength(1)

  const again = await finish(await begin('apply', { mail: header }))
  expect(again).toMatchObject({ mails_same: 1, mails_changed: 0 })
})

test('what was decided after a mail was read is not taken back: it came back from the way, its sender is blocked or failed the check', async () => {
  const header = await arrive()
  const reasons = [
    'ada@example.com is blocked here: “noise”, by Kim on 2026-11-21.',
    'The check of the sender failed: example.com asks to reject what it has not signed.',
  ]
  const { verdict } = await messageOf(header)
  await age(
    header,
    `stitch_reason = 'returned', text = 'old', verdict = '${JSON.stringify({ ...verdict, vacation: true, spam: true, reasons })}'`,
  )
  await finish(await begin('apply', { mail: header }))
  expect((await messageOf(header)).verdict).toMatchObject({ vacation: true, spam: true, reasons })
})

test('a mail whose bytes were filed is read from there; one whose bytes are gone is counted with its sentence', async () => {
  const filed = await arrive({ body: 'Filed words.' })
  const gone = await arrive({ body: 'Lost words.' })
  const later = { ...world.store, clock: () => new Date(world.store.clock().getTime() + 120_000) }
  await fileRawMail(later)
  const nowhere = 'f'.repeat(64)
  await rows(
    `update occurrence set raw_sha256 = $2 where message_id = (select id from message where message_id_header = $1)`,
    [gone, nowhere],
  )
  await age(filed, `text = 'old'`)
  await age(gone, `text = 'old', raw_sha256 = '${nowhere}'`)
  expect(await finish(await begin('apply', { mail: filed }))).toMatchObject({ mails_changed: 1 })
  const run = await finish(await begin('apply', { mail: gone }))
  expect(run).toMatchObject({ state: 'done', mails_failed: 1, mails_changed: 0 })
  expect((await changesOf(run))[0]!.kind).toContain('neither in the database nor in the blob store')
  expect(await messageOf(gone)).toMatchObject({ text: 'old', parser_version: 1 })
})

test('a newer parser reads again by itself what an older one has read, once, and nobody hears of it', async () => {
  const headers = [await arrive({ body: 'Un.' }), await arrive({ body: 'Deux.' })]
  for (const header of headers) await age(header, `text = 'old', reply_text = 'old'`)
  const told = await outward()
  const started = { ...world.store }
  for (let turns = 0; turns < 20; turns++) await workReplays(started)
  for (const [n, header] of headers.entries())
    expect(await messageOf(header)).toMatchObject({ text: ['Un.\n', 'Deux.\n'][n], parser_version: parserVersion })
  expect(await outward()).toEqual(told)
  const runs = await rows<{ state: string; started_by: string }>(`select * from replay_run where kind = 'upgrade'`)
  expect(runs).toMatchObject([{ state: 'done', started_by: 'Docket itself' }])
})

/** As if the parser of that day had not been able to read it. Says the id of its delivery. */
async function unread(header: string): Promise<string> {
  const { id, ticket_id } = await messageOf(header)
  const [delivery] = await rows<{ id: string }>('select id from occurrence where message_id = $1', [id])
  const stages = JSON.stringify([{ stage: 'parsed', at: '2026-11-21T10:00:00Z', error: 'The mail has no From.' }])
  await rows(
    `update occurrence set state = 'failed', error = 'The mail has no From.', message_id = null, stages = $2 where id = $1`,
    [delivery!.id, stages],
  )
  await rows('delete from ticket where id = $1', [ticket_id])
  return delivery!.id
}

test('a mail that failed because it could not be read is taken in when it can be: open, unread, and nobody hears of it', async () => {
  const header = await arrive({ subject: 'Understood at last' })
  const delivery = await unread(header)

  const look = await finish(await begin('look', { mail: delivery }))
  expect(look).toMatchObject({ mails_recovered: 1 })
  expect(await rows(`select 1 from occurrence where state = 'failed' and id = $1`, [delivery])).toHaveLength(1)

  const { jobs, deliveries, mails } = await outward()
  expect(await finish(await begin('apply', { mail: delivery }))).toMatchObject({ mails_recovered: 1 })
  expect(await outward()).toMatchObject({ jobs, deliveries, mails })
  const [ticket] = await rows(
    'select t.status, t.unread, t.subject from ticket t join message m on m.ticket_id = t.id where m.message_id_header = $1',
    [header],
  )
  expect(ticket).toEqual({ status: 'open', unread: true, subject: 'Understood at last' })
  const told = await rows(
    `select type from event where ticket_id = (select ticket_id from message where message_id_header = $1)`,
    [header],
  )
  expect(told).toEqual([{ type: 'message.recovered' }])
})

test('a mail of a blocked sender that can be read now goes to spam and wakes nobody', async () => {
  const [stranger, mine] = [await arrive({ from: 'noise@example.net' }), await arrive()]
  const answer = await arrive({ from: 'noise@example.net', headers: `In-Reply-To: <${mine}>\r\n` })
  const { ticket_id: woken } = await messageOf(mine)
  const alone = await unread(stranger)
  const { id } = await messageOf(answer)
  const [second] = await rows<{ id: string }>('select id from occurrence where message_id = $1', [id])
  await rows(
    `update occurrence set state = 'failed', message_id = null, stages = '[{"stage": "parsed", "at": "2026-11-21T10:00:00Z", "error": "No."}]'
     where id = $1`,
    [second!.id],
  )
  await rows('delete from message where id = $1', [id])
  await rows(`update ticket set status = 'resolved', unread = false where id = $1`, [woken])
  await rows(
    `insert into blocked_sender (id, address, blocked_at) values (gen_random_uuid(), 'noise@example.net', now())`,
  )
  for (const mail of [alone, second!.id])
    expect(await finish(await begin('apply', { mail }))).toMatchObject({ mails_recovered: 1 })
  const on = await rows(
    `select t.status, t.unread from message m join ticket t on t.id = m.ticket_id where m.message_id_header = any($1) order by t.status`,
    [[stranger, answer]],
  )
  expect(on).toEqual([
    { status: 'resolved', unread: false },
    { status: 'spam', unread: false },
  ])
})

test('an answer that stands elsewhere than it would today is proposed, and moved by nobody', async () => {
  const first = await arrive({ subject: 'Thread' })
  const answer = await arrive({ subject: 'Re: Thread', headers: `In-Reply-To: <${first}>\r\n` })
  const stray = await arrive({ subject: 'Elsewhere' })
  const { ticket_id: elsewhere } = await messageOf(stray)
  await rows('update message set ticket_id = $1 where message_id_header = $2', [elsewhere, answer])
  const run = await finish(await begin('apply', { stage: 'stitch', mail: answer }))
  const [change] = await changesOf(run)
  expect(change).toMatchObject({ kind: 'ticket: another one', mails: 1 })
  expect(change!.examples[0]!.is).toContain('in reply to')
  expect((await messageOf(answer)).ticket_id).toBe(elsewhere)
})

test('a run that is paused in the middle of a step keeps nothing of it, and goes on where it stood', async () => {
  const header = await arrive()
  await age(header, `text = 'old'`)
  const run = await begin('apply', { mail: header })
  await rows(`update replay_run set state = 'paused' where id = $1`, [run.id])
  expect(await stepRun(world.store, world.acme.orgId, run)).toEqual({ judged: [], run: undefined })
  expect((await messageOf(header)).text).toBe('old')
  await rows(`update replay_run set state = 'running' where id = $1`, [run.id])
  expect(await finish(run)).toMatchObject({ state: 'done', mails_changed: 1 })
})

test('two who work on one run at once do each mail once', async () => {
  const headers = await Promise.all([1, 2, 3].map(async () => arrive()))
  for (const header of headers) await age(header, `text = 'old'`)
  const run = await begin('apply')
  await Promise.all([finish(run), finish(run)].map((one) => one.catch(() => undefined)))
  const [left] = await rows<ReplayRun>('select * from replay_run where id = $1', [run.id])
  const done = await finish(left!)
  expect((await finish(await begin('look'))).mails_read).toBe(done.mails_read)
  for (const header of headers) expect((await messageOf(header)).text).toBe('It is dark.\n')
})

test('a process that dies again and again at the same place ends the run, with a sentence', async () => {
  const run = await begin('look')
  await rows(`update replay_run set turns = 5, lease_until = now() - interval '1 hour' where id = $1`, [run.id])
  await workReplays(world.store)
  const [row] = await rows<{ state: string; error: string }>('select * from replay_run where id = $1', [run.id])
  expect(row).toMatchObject({ state: 'failed' })
  expect(row!.error).toContain('stopped 5 times')
})

test('looking without a run writes nothing at all', async () => {
  const header = await arrive()
  await age(header, `text = 'old'`)
  const range: Range = { mailboxId: null, since: null, mail: header, stage: 'all' }
  const { judged, next } = await lookAtNext(world.store, world.acme.orgId, range, {
    part: 'messages',
    after: nothingYet,
  })
  expect(judged.map(({ changes }) => changes.map(({ field }) => field))).toEqual([['text']])
  expect(next?.part).toBe('messages')
})
