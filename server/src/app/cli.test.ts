import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openBrowser } from '../../test/browser.ts'
import { openWorld, password, type World } from '../../test/world.ts'
import { readConfig } from '../platform/config.ts'
import { runCli } from './cli.ts'

let world: World
let folder: string

beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'docket-cli-'))
  return () => rmSync(folder, { recursive: true, force: true })
})

/** One command line, run in this process against the world's database, with what it wrote. */
async function docket(line: string, stdin = ''): Promise<{ code: number; out: string; said: string[] }> {
  const said: string[] = []
  let out = ''
  const env = {
    DATABASE_URL: world.store.connection,
    ENCRYPTION_KEY_BASE64: Buffer.alloc(32, 7).toString('base64'),
    DOCKET_DATA: world.store.config.dataDir,
    LOG_LEVEL: 'silent',
  }
  const terminal = {
    out: async (text: string) => {
      out += text
    },
    say: (text: string) => {
      said.push(text)
    },
    redraw: undefined,
    stdin: (async function* () {
      yield Buffer.from(stdin)
    })(),
    env,
    folder,
  }
  const code = await runCli(line.split(' '), terminal, () => readConfig(env))
  return { code, out, said }
}

const jsonLines = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

const mail = (id: string, { from = 'From: Ada <ada@example.com>\n', body = 'Words.\n' } = {}) =>
  `${from}To: support@acme.example\nSubject: About ${id}\nDate: Sat, 21 Nov 2026 10:00:00 +0000\nMessage-ID: <${id}@example.com>\n\n${body}`
const mbox = (...mails: string[]) =>
  mails.map((one) => `From ada@example.com Sat Nov 21 10:00:00 2026\n${one}\n`).join('')
const write = (name: string, text: string) => writeFileSync(join(folder, name), text)

test('importing an mbox twice adds nothing the second time', async () => {
  write('archive.mbox', mbox(mail('a1'), mail('a2'), mail('a2'), mail('a3', { from: '' })))
  const first = await docket('import archive.mbox --mailbox support@acme.example --json')
  expect(first.code).toBe(0)
  expect(JSON.parse(first.out)).toMatchObject({ read: 4, new: 3, already: 1, waiting: 0, failed: 1, tickets: 2 })
  const before = await docket('export --org acme')

  const second = await docket('import archive.mbox --mailbox support@acme.example --json')
  expect(JSON.parse(second.out)).toMatchObject({ read: 4, new: 0, already: 4, failed: 1, tickets: 0 })
  expect((await docket('export --org acme')).out).toBe(before.out)
})

test('an imported mail has the lines it had before its mbox quoted them', async () => {
  await docket(
    'import - --mailbox support@acme.example',
    mbox(mail('q1', { body: '>From here on\n>>From there\n> kept\n' })),
  )
  const [row] = await world.rows<{ text: string }>(
    world.acme.orgId,
    `select text from message where message_id_header = 'q1@example.com'`,
  )
  expect(row?.text.trim()).toBe('From here on\n>From there\n> kept')
})

test('a folder is imported at any depth, and what is no mail in it is passed over', async () => {
  mkdirSync(join(folder, 'archive/2024'), { recursive: true })
  write('archive/one.eml', mail('f1'))
  write('archive/2024/two', mail('f2'))
  write('archive/2024/all.mbox', mbox(mail('f3'), mail('f4')))
  write('archive/notes.txt', 'Remember the milk.\n')
  const { out, code } = await docket('import archive --mailbox support@acme.example --json')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ read: 4, new: 4 })
})

test('history opens closed tickets, and no job or event goes out because of it', async () => {
  await docket('import - --mailbox support@globex.example', mbox(mail('h1')))
  const tickets = await world.rows(world.globex.orgId, 'select status from ticket')
  expect(tickets).toEqual([{ status: 'closed' }])
  expect(await world.rows(world.globex.orgId, `select 1 from event where type <> 'mailbox.opened'`)).toEqual([])
})

test('an unknown mailbox is a sentence that names those there are', async () => {
  write('one.eml', mail('u1'))
  const { code, said, out } = await docket('import one.eml --mailbox nobody@acme.example')
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(said).toEqual([
    'There is no mailbox nobody@acme.example; there are support@acme.example and support@globex.example.',
  ])
})

test('export has one line for each message, with all its deliveries, and one for each mail that could not be parsed', async () => {
  write('x.mbox', mbox(mail('x1'), mail('x2'), mail('x3', { from: '' })))
  await docket('import x.mbox --mailbox support@acme.example')
  await docket('import x.mbox --mailbox support@acme.example')
  write('again.eml', mail('x1').replaceAll('\n', '\r\n'))
  await docket('import again.eml --mailbox support@acme.example')
  const lines = jsonLines((await docket('export --jsonl')).out)

  expect(lines.map(({ id }) => id)).toEqual(lines.map(({ id }) => id).sort())
  const [counted] = await world.rows<{ n: number }>(world.acme.orgId, 'select count(*)::int as n from message')
  const [other] = await world.rows<{ n: number }>(world.globex.orgId, 'select count(*)::int as n from message')
  const [failed] = await world.rows<{ n: number }>(
    world.acme.orgId,
    `select count(distinct raw_sha256)::int as n from occurrence where state = 'failed'`,
  )
  expect(lines).toHaveLength(counted!.n + other!.n + failed!.n)
  const [x1] = lines.filter(({ message_id }) => message_id === 'x1@example.com')
  expect(Object.keys(x1)).toEqual([
    'id',
    'ticket_id',
    'ticket_number',
    'message_id',
    'raw_sha256',
    'occurrences',
    'direction',
    'date',
    'from',
    'subject',
    'stitch_reason',
    'problem',
  ])
  expect(x1).toMatchObject({
    direction: 'in',
    from: 'ada@example.com',
    date: '2026-11-21T10:00:00.000Z',
    problem: null,
  })
  expect(x1.occurrences).toHaveLength(2)
  const unparsable = lines.filter(({ problem }) => problem)
  expect(unparsable).toHaveLength(failed!.n)
  expect(unparsable[0]).toMatchObject({ ticket_id: null, message_id: null, problem: 'The mail has no From.' })
  expect(unparsable[0].occurrences[0].mailbox).toBe('support@acme.example')
})

test('parse prints the same keys for every mail, also for one that cannot be parsed', async () => {
  write('good.eml', mail('p1'))
  write('bad.eml', mail('p2', { from: '' }))
  write('none.eml', '')
  const { code, out } = await docket('parse good.eml bad.eml none.eml')
  const [good, bad, none] = jsonLines(out)
  expect(code).toBe(0)
  const keys = [
    'file',
    'sha256',
    'message_id',
    'in_reply_to',
    'references',
    'date',
    'subject',
    'from',
    'to',
    'cc',
    'reply_to',
    'text',
    'reply_text',
    'quoted_text',
    'html',
    'attachments',
    'verdict',
    'bounces',
    'recipient',
    'problems',
  ]
  expect(Object.keys(good)).toEqual(keys)
  expect(Object.keys(bad)).toEqual(keys)
  expect(Object.keys(none)).toEqual(keys)
  expect(good).toMatchObject({ file: 'good.eml', message_id: 'p1@example.com', from: { address: 'ada@example.com' } })
  // What could be told is told.
  const told = { message_id: 'p2@example.com', from: null, text: 'Words.\n', problems: ['The mail has no From.'] }
  expect(bad).toMatchObject({ file: 'bad.eml', ...told })
  expect(none).toMatchObject({ file: 'none.eml', message_id: null, text: '', problems: ['The mail is empty.'] })
  for (const { sha256 } of [good, bad, none]) expect(sha256).toMatch(/^[0-9a-f]{64}$/)
})

test('a file that cannot be read is a sentence and exit code 1, after all others were parsed', async () => {
  write('good.eml', mail('p3'))
  const { code, out, said } = await docket('parse gone.eml good.eml')
  expect(code).toBe(1)
  expect(jsonLines(out)).toHaveLength(1)
  expect(said).toEqual(['gone.eml cannot be read: it does not exist.'])
})

test('a token made on the command line signs in over HTTP', async () => {
  const { out } = await docket('token create --email kim@acme.example --name test --json')
  const { token } = JSON.parse(out)
  const answer = await world.ask(null, 'GET', '/api/me', undefined, { authorization: `Bearer ${token}` })
  expect(answer.body.user.email).toBe('kim@acme.example')
  const unknown = await docket('token create --email nobody@acme.example')
  expect(unknown).toEqual({ code: 1, out: '', said: ['There is no active user nobody@acme.example.'] })
})

test('reindex makes every message findable anew', async () => {
  await docket('import - --mailbox support@acme.example', mbox(mail('r1', { body: 'Something about gherkins.\n' })))
  await world.rows(world.acme.orgId, 'delete from search_document')
  const answer = () => world.ask('Kim', 'GET', '/api/tickets?q=gherkins')
  expect((await answer()).body.items).toEqual([])
  const { code, out } = await docket('reindex --org acme --json')
  const [all] = await world.rows<{ n: number }>(
    world.acme.orgId,
    'select count(*)::int as n from message where ticket_id is not null',
  )
  expect([code, JSON.parse(out).messages]).toEqual([0, all!.n])
  expect((await answer()).body.items).toHaveLength(1)
  expect((await docket('reindex --org nowhere')).code).toBe(1)
})

test('every command explains itself with an example, and a mistyped one is told the nearest', async () => {
  const { out } = await docket('help')
  const names = [...out.matchAll(/^ {2}docket (\w+(?: \w+)?) {2}/gm)]
    .map(([, name]) => name!)
    .filter((name) => name !== 'help')
  expect(names).toEqual(
    expect.arrayContaining([
      'serve',
      'token create',
      'user invite',
      'audit',
      'reindex',
      'backup',
      'restore',
      'blobs move',
    ]),
  )
  for (const name of names) expect((await docket(`${name} --help`)).out).toMatch(/^Example: .*docket /m)
  const wrong = await docket('exprot')
  expect(wrong.code).toBe(2)
  expect(wrong.said).toEqual(['There is no command exprot; the nearest is export. docket help lists all.'])
  const option = await docket('export --jsnol')
  expect(option.code).toBe(2)
  expect(option.said).toHaveLength(1)
})

test('the doctor finds a healthy installation healthy, and says what is wrong with another', async () => {
  const { code, out } = await docket('doctor --json')
  const { findings } = JSON.parse(out) as { findings: { check: string; state: string }[] }
  const ofDatabase = findings.filter(({ check }) => ['role', 'migrations', 'queue', 'blobs'].includes(check))
  expect(ofDatabase.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'ok'])
  expect(code).toBe(findings.some(({ state }) => state === 'wrong') ? 1 : 0)
})

test('an invitation by command line is a link that makes a user, who is listed', async () => {
  const invited = await docket('user invite Noor@acme.example --role viewer --org acme --json')
  expect(JSON.parse(invited.out)).toMatchObject({ email: 'Noor@acme.example', role: 'viewer' })
  const token = new URL(JSON.parse(invited.out).link).searchParams.get('token')
  const noor = openBrowser(world)
  await noor.ask('GET', '/auth/csrf')
  await noor.ask('POST', '/auth/invitation', { token, name: 'Noor', password: 'seven grey herons' })
  const listed = jsonLines((await docket('user list --org acme --json')).out)
  expect(listed.find(({ email }) => email === 'noor@acme.example')).toMatchObject({
    ...{ org: 'acme', name: 'Noor', role: 'viewer', active: true, two_factor: false },
  })
  expect((await docket('user invite noor@acme.example --org acme')).said).toEqual(['email: is a user already'])
  expect((await docket('user invite x@acme.example')).said[0]).toContain('Say which organisation with --org')
})

test('a password by command line ends the sessions of its user and is told once, or read and never told', async () => {
  const kim = openBrowser(world)
  await kim.signIn('kim@acme.example', password)
  const made = JSON.parse((await docket('user password kim@acme.example --json')).out)
  expect((await kim.ask('GET', '/me')).status).toBe(401)
  expect((await kim.signIn('kim@acme.example', made.password)).status).toBe(200)

  expect((await docket('user password kim@acme.example --stdin', 'short\n')).said[0]).toContain(
    'at least 10 characters',
  )
  const read = await docket('user password kim@acme.example --stdin', 'nine patient owls\n')
  expect(read).toMatchObject({ code: 0, out: 'The password is set.\n' })
  expect((await kim.signIn('kim@acme.example', 'nine patient owls')).status).toBe(200)
  expect((await docket('user password nobody@acme.example')).said).toEqual([
    'There is no active user nobody@acme.example.',
  ])
  const [entry] = jsonLines((await docket('audit --org acme --type password --json')).out)
  expect(entry).toMatchObject({ type: 'password.set', actor: { kind: 'system', id: 'cli' } })
})

test('the operator sees failed sign-ins that no organisation sees', async () => {
  await openBrowser(world).signIn('stranger@nowhere.example', 'whatever it takes')
  expect((await docket('audit --strangers')).out).toContain('stranger@nowhere.example')
})

test('replay says what would be decided otherwise, then decides it; run again it finds nothing', async () => {
  await docket('import - --mailbox support@acme.example', mbox(mail('p1'), mail('p2')))
  await world.rows(
    world.acme.orgId,
    `update message set text = 'old', reply_text = 'old', parser_version = 1 where message_id_header = 'p1@example.com'`,
  )
  const dry = await docket('replay --dry-run --org acme --mailbox support@acme.example')
  expect(dry.code).toBe(0)
  expect(dry.out).toContain('  text: old → Words.')
  expect(dry.out).toMatch(/, 1 would be decided otherwise.* Nothing was written\.\n.* +1 {2}reply_text\n +1 {2}text\n/s)

  const json = await docket('replay --mail <p1@example.com> --json')
  const [one, { totals }] = jsonLines(json.out)
  expect(one.changes.map(({ field }: { field: string }) => field)).toEqual(['text', 'reply_text'])
  expect(totals).toMatchObject({ read: 1, changed: 1, same: 0, failed: 0, kinds: { text: 1, reply_text: 1 } })
  expect(jsonLines((await docket('replay --mail p1@example.com --json')).out)).toMatchObject([
    { totals: { read: 1, changed: 0, same: 1 } },
  ])
  const [run] = await world.rows(world.acme.orgId, 'select state, started_by from replay_run limit 1')
  expect(run).toEqual({ state: 'done', started_by: 'the command line' })
})

test.each([
  ['replay --stage route', 1, 'There are no routing rules yet'],
  ['replay --stage nonsense', 2, '--stage takes parse or stitch'],
  ['replay --since yesterday', 2, '--since takes a day or an instant'],
  ['replay --mailbox nobody@nowhere.example', 1, 'There is no mailbox nobody@nowhere.example'],
  ['replay --mail nothing@example.com --dry-run', 1, 'There is no mail nothing@example.com.'],
])('%s is refused in one sentence', async (line, code, sentence) => {
  const refused = await docket(line)
  expect(refused.code).toBe(code)
  expect(refused.said.at(-1)).toContain(sentence)
})

test('a replay that was stopped is gone on with, and a second one waits for it', async () => {
  await docket('import - --mailbox support@acme.example', mbox(mail('s1')))
  await world.rows(
    world.acme.orgId,
    `insert into replay_run (id, kind, state, stage, parser_version, after_id, started_by, created_at, updated_at, lease_until)
     values (gen_random_uuid(), 'apply', 'running', 'all', 2, '00000000-0000-0000-0000-000000000000', 'x', now(), now(), '2000-01-01')`,
  )
  const second = await docket('replay --org acme')
  expect(second.code).toBe(1)
  expect(second.said.at(-1)).toContain('wait until it is done, or cancel it')
  expect((await docket('replay --org acme --continue')).out).toMatch(/mails read again/)
  const left = await world.rows(world.acme.orgId, `select 1 from replay_run where state <> 'done'`)
  expect(left).toEqual([])
})
