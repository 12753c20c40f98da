import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { newDataDir, removeDataDir } from '../e2e/server.ts'
import { openLedger } from '../server/src/app/torturing/ledger.ts'
import { connectThroughConsent } from './connecting.ts'
import { type Balance, balanceWhenQuiet } from './counting.ts'
import { pause } from './ending.ts'
import { forkProvider, providerChannel } from './providers.ts'
import { randomOf } from './random.ts'
import { Victim } from './victim.ts'

export type Fickle = {
  forgotten: number
  /** From the end of the access until the mailbox was red, and what it said. */
  redMs: number
  saidRed: string
  /** Rows of deliveries that Docket keeps. */
  deliveries: number
  balance: Balance
  saw: Record<string, number>
  fell: string[]
  seconds: number
}

const rounds = 10
const failing = 0.2
const redMaxMs = 300_000

/**
 * R8: one of five requests fails, Google forgets what happened, calls twice, and in the end takes the access back and
 * gives it again.
 */
export async function drillFickleGmail(mails: number, seed: number, say = (_: string) => {}): Promise<Fickle> {
  const dataDir = newDataDir()
  const ledger = openLedger(join(dataDir, 'ledger'))
  const run = `torture-${randomBytes(4).toString('hex')}`
  const began = performance.now()
  const outside = await forkProvider('gmail')
  const { orders } = outside
  const victim = await Victim.open(dataDir, outside.env)
  const given = { victim, ledger, run, random: randomOf(seed), outside }
  const channel = await providerChannel('gmail').open(given)
  try {
    await orders.misbehave(`${failing}`)
    let forgotten = 0
    for (let round = 0; round < rounds; round++) {
      channel.allow(Math.floor((mails * (round + 1)) / (rounds + 1)) - Math.floor((mails * round) / (rounds + 1)))
      await channel.settled()
      if (round % 3 !== 1) continue
      await orders.forgetHistory()
      forgotten++
    }
    say(`r8: ${channel.promised} mails promised; the access is taken back`)
    await balanceWhenQuiet(victim, ledger, run)

    await orders.revoke()
    const revoked = performance.now()
    channel.allow(mails - channel.promised)
    await channel.settled()
    const [redMs, saidRed] = await untilRed(victim, revoked)
    say(`r8: red after ${redMs} ms: ${saidRed}`)
    await orders.misbehave('0')
    await connectThroughConsent(victim, 'gmail', (url) => orders.consent(url))
    const balance = await balanceWhenQuiet(victim, ledger, run)
    return {
      ...{ forgotten, redMs, saidRed, balance },
      deliveries: (await victim.rows<{ n: number }>('select count(*)::int as n from occurrence'))[0]!.n,
      saw: await channel.saw(),
      fell: victim.fell,
      seconds: Math.round((performance.now() - began) / 1000),
    }
  } finally {
    await victim.close()
    await channel.close()
    await outside.close()
    ledger.close()
    removeDataDir(dataDir)
  }
}

async function untilRed(victim: Victim, since: number): Promise<[ms: number, said: string]> {
  for (;;) {
    const ms = Math.round(performance.now() - since)
    const [row] = await victim.rows<{ refused_at: Date | null; last_error: string | null }>(
      'select refused_at, last_error from connection',
    )
    if (row?.refused_at || ms > redMaxMs) return [ms, row?.last_error ?? 'nothing']
    await pause(50)
  }
}
