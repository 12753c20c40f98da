import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { newDataDir, removeDataDir } from '../e2e/server.ts'
import { openLedger } from '../server/src/app/torturing/ledger.ts'
import { type Channel, channels } from './channels.ts'
import { type Balance, balanceWhenQuiet } from './counting.ts'
import { randomOf } from './random.ts'
import { type Strikes, type Struck, strike } from './striking.ts'
import { Victim } from './victim.ts'

export type Wanted = Strikes & { channel: string; mails: number }
export type Killed = Wanted &
  Struck & {
    drill: string
    balance: Balance
    /** How often the process ended by itself, and what it said. */
    fell: string[]
    saw: Record<string, number>
    seconds: number
    quietSeconds: number
  }

/**
 * R1: mail comes in by one channel while the process is killed with -9 at random points and PostgreSQL is stopped
 * `immediate`. A ledger outside holds what was promised; in the end each of it is one message on one ticket, with the
 * bytes that were sent.
 */
export async function tortureChannel(wanted: Wanted, say = (_: string) => {}): Promise<Killed> {
  const dataDir = newDataDir()
  const ledger = openLedger(join(dataDir, 'ledger'))
  const random = randomOf(wanted.seed)
  const run = `torture-${randomBytes(4).toString('hex')}`
  const began = performance.now()
  const way = channels[wanted.channel]!
  const outside = await way.outside?.()
  const victim = await Victim.open(dataDir, outside?.env)
  let channel: Channel | undefined
  try {
    channel = await way.open({ victim, ledger, run, random, outside })
    const work = Object.assign(channel, {
      halfDone: `select exists (select from occurrence where state = 'kept') as is`,
    })
    const struck = await strike(victim, work, wanted.mails, wanted, random, (line) => say(`${wanted.channel}: ${line}`))
    await channel.settled()
    const promised = performance.now()
    const balance = await balanceWhenQuiet(victim, ledger, run)
    return {
      ...wanted,
      ...struck,
      drill: `R1 ${wanted.channel.toUpperCase()}`,
      balance,
      fell: victim.fell,
      saw: await channel.saw(),
      seconds: Math.round((performance.now() - began) / 1000),
      quietSeconds: Math.round((performance.now() - promised) / 1000),
    }
  } finally {
    await victim.close()
    await channel?.close()
    await outside?.close()
    ledger.close()
    removeDataDir(dataDir)
  }
}
