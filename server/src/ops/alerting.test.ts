import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { watchLeaving } from '../../test/strict/watching.ts'
import { openWorld, type World } from '../../test/world.ts'
import { sweepAlerts } from './alerting.ts'
import { conditions, type Looked } from './conditions.ts'
import { readDisk } from './measuring.ts'

const minute = 60_000
let receiver: Server
let mailServer: SMTPServer
let world: World
let now = Date.parse('2026-11-21T10:00:00Z')
let answers = 200
const posted: { text: string; alerts: { condition: string; state: string; link: string }[] }[] = []
const mailed: string[] = []

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      if (answers === 200) posted.push(JSON.parse(body))
      response.writeHead(answers).end()
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  mailServer = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, _session, done) {
      let raw = ''
      stream.on('data', (chunk) => {
        raw += chunk
      })
      stream.on('end', () => {
        watchLeaving(Buffer.from(raw), 'smtp')
        mailed.push(raw)
        done()
      })
    },
  })
  await new Promise<void>((resolve) => mailServer.listen(0, '127.0.0.1', resolve))
  const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port
  world = await openWorld({
    ALERT_WEBHOOK_URL: `http://127.0.0.1:${portOf(receiver)}/hook`,
    ALERT_MAIL_TO: 'oncall@ops.example',
    SMTP_URL: `smtp://127.0.0.1:${portOf(mailServer.server)}`,
    ALERT_REPEAT_HOURS: '4',
    PUBLIC_URL: 'https://help.example',
  })
  world.store.clock = () => new Date(now)
  // The machine's own disk may be full; it is looked at apart.
  await sweepAlerts(world.store)
  now += minute
})
beforeEach(() => {
  posted.length = 0
  mailed.length = 0
})
afterAll(async () => {
  await world.close()
  receiver.close()
  mailServer.close()
})

const sweepAfter = async (ms: number) => {
  now += ms
  await sweepAlerts(world.store)
}
const aboutMails = () => posted.flatMap(({ alerts }) => alerts).filter(({ condition }) => condition === 'mails-failed')

async function failMails(n: number): Promise<void> {
  await world.as(world.acme.orgId, async (tx) => {
    for (let i = 0; i < n; i++)
      await sql`
        insert into occurrence (id, mailbox_id, provider_id, raw_sha256, size, received_at, state, next_try_at, error)
        select ${tx.newId()}, id, ${`f${now}-${i}`}, 'x', 1, ${tx.now}, 'failed', ${tx.now}, 'The mail has no From.' from mailbox`.execute(
        tx.db,
      )
  })
}

test('an alert is told once, again after the hours of repeat, and once more when it is over', async () => {
  await failMails(1)
  await sweepAfter(minute)
  expect(aboutMails()).toMatchObject([{ state: 'open', link: 'https://help.example/ops/failed-mails' }])
  expect(posted.at(-1)?.text).toMatch(/1 mail could not be taken in\. Since 2026-11-21 \d\d:\d\d UTC\. .*retry/)
  expect(mailed).toHaveLength(1)
  expect(mailed[0]).toMatch(/^Subject: Docket: /m)
  expect(mailed[0]).toMatch(/^To: oncall@ops\.example/m)

  for (let i = 0; i < 5; i++) await sweepAfter(30_000)
  expect(aboutMails()).toHaveLength(1)
  await sweepAfter(4 * 60 * minute)
  expect(aboutMails().map(({ state }) => state)).toEqual(['open', 'still open'])

  await world.as(world.acme.orgId, (tx) => sql`update occurrence set state = 'done'`.execute(tx.db))
  await sweepAfter(minute)
  await sweepAfter(minute)
  await sweepAfter(minute)
  expect(aboutMails().map(({ state }) => state)).toEqual(['open', 'still open', 'over'])
  await sweepAfter(5 * 60 * minute)
  expect(aboutMails()).toHaveLength(3)
})

test('many alerts at once are one message, and two processes tell it once', async () => {
  await failMails(3)
  await Promise.all([sweepAfter(minute), sweepAlerts(world.store)])
  expect(posted).toHaveLength(1)
  expect(posted[0]?.alerts.map(({ condition }) => condition)).toEqual(
    expect.arrayContaining(['mails-failed', 'mailbox-red']),
  )
})

test('who may see them sees those of the installation and of their organisation, and no others', async () => {
  const seen = async (who: 'Ana' | 'Gus') =>
    (await world.ask(who, 'GET', '/api/ops/alerts')).body.items.map(({ condition }: { condition: string }) => condition)
  expect(await seen('Ana')).toEqual(expect.arrayContaining(['mails-failed', 'mailbox-red']))
  expect(await seen('Gus')).not.toContain('mails-failed')
  expect(await seen('Gus')).not.toContain('mailbox-red')
  expect((await world.ask('Vic', 'GET', '/api/ops/alerts')).status).toBe(403)
})

test('what nobody could be told is told later', async () => {
  const alone = { ...world.store, config: { ...world.store.config, alertMailTo: [] } }
  answers = 500
  await world.as(world.globex.orgId, async (tx) => {
    await sql`
      insert into occurrence (id, mailbox_id, provider_id, raw_sha256, size, received_at, state, next_try_at)
      select ${tx.newId()}, id, 'g', 'x', 1, ${tx.now}, 'failed', ${tx.now} from mailbox`.execute(tx.db)
  })
  now += minute
  await sweepAlerts(alone)
  expect(posted).toHaveLength(0)
  answers = 200
  now += 3 * minute
  await sweepAlerts(alone)
  expect(aboutMails()).toMatchObject([{ state: 'open' }])
})

const calm: Looked = {
  at: new Date('2026-11-21T10:00:00Z'),
  queues: [{ name: 'mail.send', waiting: 3, dueSince: new Date('2026-11-21T09:59:00Z') }],
  deadLetters: 5,
  deadLettersFresh: 0,
  organisations: [
    {
      orgId: 'o',
      mailsWaiting: 2,
      mailsDueSince: new Date('2026-11-21T09:59:00Z'),
      mailsFailed: 0,
      deliveriesWaiting: 1,
      deliveriesUnsure: 0,
      deliveriesFailed: 0,
    },
  ],
  automaticStops: [],
  balancesOff: [],
  redMailboxes: [],
  disk: { path: '/data', freeBytes: 50e9, sizeBytes: 100e9 },
  lastAbsence: undefined,
}
const [org] = calm.organisations
const troubles: [string, string, Partial<Looked>][] = [
  ['dead-letters', 'Within a day 2 jobs failed too often', { deadLetters: 5, deadLettersFresh: 2 }],
  [
    'queue-old',
    'mail.send has waited since 2026-11-21 09:50:00 UTC',
    { queues: [{ name: 'mail.send', waiting: 1, dueSince: new Date('2026-11-21T09:50:00Z') }] },
  ],
  [
    'queue-old',
    'incoming mail has waited',
    { organisations: [{ ...org!, mailsDueSince: new Date('2026-11-21T09:50:00Z') }] },
  ],
  ['deliveries-unsure', 'Of 1 outgoing mail it is not known', { organisations: [{ ...org!, deliveriesUnsure: 1 }] }],
  ['disk-full', 'has 477 MB left of', { disk: { path: '/data', freeBytes: 5e8, sizeBytes: 2e9 } }],
  ['disk-full', 'left of 93.1 GB', { disk: { path: '/data', freeBytes: 9e9, sizeBytes: 100e9 } }],
  [
    'database-was-away',
    'did not answer from 2026-11-21 09:58:00 UTC to 2026-11-21 09:59:00 UTC',
    { lastAbsence: { from: new Date('2026-11-21T09:58:00Z'), to: new Date('2026-11-21T09:59:00Z') } },
  ],
  [
    'balance-off',
    'The mail of support@acme.example does not add up since 2026-11-21 09:00:00 UTC: 2 mails should be here and are not',
    {
      balancesOff: [
        {
          ...{ orgId: 'o', mailboxId: 'm', address: 'support@acme.example', mails: 2, firstDay: '2026-11-20' },
          offSince: new Date('2026-11-21T09:00:00Z'),
        },
      ],
    },
  ],
  [
    'mailbox-red',
    'support@acme.example takes nothing in',
    {
      redMailboxes: [
        {
          orgId: 'o',
          mailboxId: 'm',
          address: 'support@acme.example',
          failed: 3,
          since: new Date('2026-11-21T09:00:00Z'),
        },
      ],
    },
  ],
]

const mayMount = process.platform === 'linux' && process.getuid?.() === 0
if (!mayMount) console.log('Not root on Linux: a really full disk is not tried.')

test.skipIf(!mayMount)('a disk that fills up is noticed', async ({ skip }) => {
  const folder = mkdtempSync(join(tmpdir(), 'docket-disk-'))
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4g', 'docket', folder]).status !== 0) {
    rmSync(folder, { recursive: true })
    return skip('no file system may be mounted here')
  }
  try {
    const full = async () => conditions['disk-full']!({ ...calm, disk: await readDisk(folder) })
    expect(await full()).toEqual([])
    expect((await readDisk(join(folder, 'not', 'made'))).sizeBytes).toBe((await readDisk(folder)).sizeBytes)
    spawnSync('mount', ['-o', 'remount,size=512m', folder])
    expect(await full()).toMatchObject([{ says: expect.stringContaining('has 512 MB left of 0.5 GB') }])
  } finally {
    spawnSync('umount', [folder])
    rmSync(folder, { recursive: true })
  }
})

test('when all is well no condition holds', () => {
  expect(Object.values(conditions).flatMap((look) => look(calm))).toEqual([])
})

test.each(troubles)('%s: %s', (condition, sentence, trouble) => {
  const found = Object.entries(conditions).flatMap(([name, look]) =>
    look({ ...calm, ...trouble }).map(({ says, todo }) => ({ name, says, todo })),
  )
  expect(found).toHaveLength(1)
  expect(found[0]).toMatchObject({ name: condition, says: expect.stringContaining(sentence) })
  expect(found[0]?.todo.length).toBeGreaterThan(20)
})
