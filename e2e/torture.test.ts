import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createTransport } from 'nodemailer'
import { describe, expect, test } from 'vitest'
import { hasDovecot } from '../server/test/dovecot.ts'
import { channels } from '../torture/channels.ts'
import { balanceOf, faultsOf } from '../torture/counting.ts'
import { drillFickleGmail } from '../torture/fickleGmail.ts'
import { drillFullDisk, missing as missingDisk } from '../torture/fullDisk.ts'
import { tortureChannel } from '../torture/killing.ts'
import { openReceiver, toldMisshapen } from '../torture/receiving.ts'
import { drillRenumbering } from '../torture/renumbering.ts'
import { countReplies, drillReplies } from '../torture/replies.ts'
import { Victim } from '../torture/victim.ts'
import { letter } from './postOffice.ts'
import { newDataDir, nodeFlags, removeDataDir } from './server.ts'

const main = join(import.meta.dirname, '../server/src/main.ts')

if (!hasDovecot) console.log('Skipped: there is no dovecot here to fetch mail from.')
if (missingDisk) console.log(`Skipped: ${missingDisk}.`)

// Beside each other: what they do most is wait.
describe.concurrent('Docket is killed with -9, its database stopped, its providers misbehave', () => {
  for (const [channel, { missing }] of Object.entries(channels))
    test.skipIf(missing)(`R1 in short: mail of ${channel} is there, once`, { timeout: 400_000 }, async ({ expect }) => {
      const { balance, fell, done } = await tortureChannel({ channel, mails: 40, kills: 3, stops: 1, seed: 3 })
      expect({ faults: faultsOf(balance), fell }).toEqual({ faults: [], fell: [] })
      expect(done).toMatchObject({ given: 40, kills: 3 })
      const { promised, messages, tickets, lost, doubledMessages, doubledTickets } = balance
      expect({ promised, messages, tickets }).toEqual({ promised: 40, messages: 40, tickets: 40 })
      expect([lost, doubledMessages, doubledTickets]).toEqual([[], [], []])
    })

  test('R10 in short: replies that people wrote go out, and twice only what was unsure', { timeout: 400_000 }, async ({
    expect,
  }) => {
    const { promised, received, lost, doubled, misshapen, faults, fell } = await drillReplies(40, {
      ...{ kills: 3, stops: 0, seed: 3 },
    })
    expect({ promised, received, lost, doubled, misshapen, faults, fell }).toEqual({
      ...{ promised: 40, received: 40, lost: [], doubled: [], misshapen: [], faults: [], fell: [] },
    })
  })

  test('R8 in short: Gmail fails, forgets, calls twice and takes the access back, and mail is there, once', {
    timeout: 400_000,
  }, async ({ expect }) => {
    const { balance, deliveries, forgotten, redMs, saidRed, saw } = await drillFickleGmail(40, 1)
    expect(faultsOf(balance)).toEqual([])
    expect([balance.promised, balance.messages, balance.tickets, deliveries]).toEqual([40, 40, 40, 40])
    expect(saw['of them failed']).toBeGreaterThan(5)
    expect(forgotten).toBe(3)
    expect(redMs).toBeLessThan(300_000)
    expect(saidRed).toContain('Connect the mailbox again')
  })

  test.skipIf(!hasDovecot)(
    'R7 in short: a folder that is read, emptied and numbered anew by others is kept, once',
    {
      timeout: 400_000,
    },
    async ({ expect }) => {
      const { balance, withdrawn, seenElsewhere } = await drillRenumbering(100, 2)
      expect(faultsOf(balance)).toEqual([])
      expect(withdrawn).toBeGreaterThan(0)
      expect(seenElsewhere).toBeGreaterThan(0)
    },
  )
})

test('R10 counts what is lost, what came twice unasked, and what came as two mails', () => {
  const received = new Map([
    ['once', ['<1@x>']],
    ['sent again', ['<2@x>', '<2@x>']],
    ['twice', ['<3@x>', '<3@x>']],
    ['as two', ['<4@x>', '<5@x>']],
    ['thrice', ['<6@x>', '<6@x>', '<6@x>']],
  ])
  const unsure = ['sent again', 'as two', 'thrice'].map((nonce) => ({ nonce }))
  const { faults, ...counted } = countReplies(['never', ...received.keys()], received, unsure)
  expect(counted).toEqual({ received: 5, lost: ['never'], doubled: ['twice', 'thrice', 'as two'], doubledUnsure: 1 })
  expect(faults).toHaveLength(3)
})

test('R10 has a mail that a strict reader would not take named as a fault', async () => {
  const dataDir = newDataDir()
  const receiver = await openReceiver(join(dataDir, 'received'))
  try {
    const good = letter({
      ...{ from: 'support@acme.example', to: 'ada@customer.example', text: 'torture-0123abcd-1' },
      headers: ['MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8'],
    })
    const bad = { ...good, bytes: Buffer.from(good.bytes.toString().replace('1\r\n', '2, sch\u00f6n\r\n')) }
    const smtp = createTransport({ host: '127.0.0.1', port: receiver.port, secure: false, ignoreTLS: true })
    for (const { from, to, bytes } of [good, bad]) await smtp.sendMail({ envelope: { from, to }, raw: bytes })
    const { ids, misshapen } = receiver.received()
    expect([...ids.keys()]).toEqual(['torture-0123abcd-1', 'torture-0123abcd-2'])
    expect(misshapen).toEqual([expect.stringMatching(/^torture-0123abcd-2: an octet that is no character of ASCII/)])
    expect(toldMisshapen(misshapen)).toEqual([expect.stringMatching(/^1 mails are not as/)])
  } finally {
    await receiver.close()
    removeDataDir(dataDir)
  }
})

test('a drill that is ended early stops what it started, and the page keeps what it says', {
  timeout: 100_000,
}, async () => {
  const page = join(import.meta.dirname, '../docs/reliability.md')
  const before = readFileSync(page, 'utf8')
  const args = ['--drill', 'r1', '--channel', 'smtp', '--mails', '5000', '--kills', '500']
  const drill = spawn(process.execPath, [...nodeFlags, join(import.meta.dirname, '../torture/run.ts'), ...args])
  let said = ''
  drill.stderr.on('data', (chunk) => {
    said += chunk
  })
  await expect.poll(() => said, { timeout: 60_000 }).toContain('10 of 503 strikes')
  drill.kill('SIGTERM')
  const [code] = await once(drill, 'exit')
  expect([code, said]).toEqual([130, expect.stringContaining('makes no row')])
  expect(readFileSync(page, 'utf8')).toBe(before)
})

test.skipIf(missingDisk)(
  'R3 in short: a full database disk refuses for a while, says so, and heals by itself',
  {
    timeout: 400_000,
  },
  async () => {
    const { balance, heard, fell, saidByReadyz } = await drillFullDisk('database', 3)
    expect({ faults: faultsOf(balance), fell }).toEqual({ faults: [], fell: [] })
    expect(Object.keys(heard).filter((what) => what.startsWith('answered 5'))).toEqual([])
    expect(saidByReadyz).toMatch(/^database: /)
  },
)

test('docket torture counts a desk over its API, and the drill sees what is missing', {
  timeout: 200_000,
}, async () => {
  const dataDir = newDataDir()
  const victim = await Victim.open(dataDir)
  try {
    const { token } = JSON.parse(await victim.run('token', 'create', '--email', 'admin@demo.localhost', '--json'))
    const at = [`smtp://127.0.0.1:${victim.smtpPort}`, '--api', victim.url, '--to', 'support@demo.localhost']
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [main, 'torture', ...at, '--mails', '30', '--json'],
      {
        env: { ...process.env, INIT_CWD: dataDir, DOCKET_TOKEN: token },
      },
    )
    const { run, ...said } = JSON.parse(stdout)
    expect(said).toMatchObject({ promised: 30, messages: 30, tickets: 30, lost: [], doubledMessages: [], refused: [] })

    const never = { nonce: `${run}-never`, sha256: '' }
    const balance = await balanceOf(victim, { entries: () => [never, { nonce: `${run}-1`, sha256: 'other' }] }, run)
    expect(balance).toMatchObject({ promised: 2, lost: [never.nonce], altered: [`${run}-1`] })
  } finally {
    await victim.close()
    removeDataDir(dataDir)
  }
})
