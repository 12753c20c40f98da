import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { hasDovecot } from '../server/test/dovecot.ts'
import { balanceOf, faultsOf } from '../torture/counting.ts'
import { drillFullDisk, missing as missingDisk } from '../torture/fullDisk.ts'
import { tortureChannel } from '../torture/killing.ts'
import { drillRenumbering } from '../torture/renumbering.ts'
import { Victim } from '../torture/victim.ts'
import { newDataDir, removeDataDir } from './server.ts'

const main = join(import.meta.dirname, '../server/src/main.ts')

if (!hasDovecot) console.log('Skipped: there is no dovecot here to fetch mail from.')
if (missingDisk) console.log(`Skipped: ${missingDisk}.`)

test('R1 in short: mail over SMTP while Docket is killed and its database stopped is there, once', {
  timeout: 400_000,
}, async () => {
  const { balance, fell } = await tortureChannel({ channel: 'smtp', mails: 60, kills: 3, stops: 1, seed: 3 })
  expect({ faults: faultsOf(balance), fell }).toEqual({ faults: [], fell: [] })
  expect(balance).toMatchObject({ promised: 60, messages: 60, tickets: 60 })
})

test.skipIf(!hasDovecot)(
  'R1 in short: mail of an IMAP server while Docket is killed is there, once',
  {
    timeout: 400_000,
  },
  async () => {
    const { balance, fell } = await tortureChannel({ channel: 'imap', mails: 40, kills: 2, stops: 1, seed: 3 })
    expect({ faults: faultsOf(balance), fell }).toEqual({ faults: [], fell: [] })
    expect(balance).toMatchObject({ promised: 40, messages: 40, tickets: 40 })
  },
)

test.skipIf(!hasDovecot)(
  'R7 in short: a folder that is read, emptied and numbered anew by others is kept, once',
  {
    timeout: 400_000,
  },
  async () => {
    const { balance, withdrawn, seenElsewhere } = await drillRenumbering(100, 2)
    expect(faultsOf(balance)).toEqual([])
    expect(withdrawn).toBeGreaterThan(0)
    expect(seenElsewhere).toBeGreaterThan(0)
  },
)

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
