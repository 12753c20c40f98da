import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { newDataDir, removeDataDir } from '../e2e/server.ts'
import { openLedger } from '../server/src/app/torturing/ledger.ts'
import { type Channel, channels } from './channels.ts'
import { type Balance, balanceWhenQuiet } from './counting.ts'
import { randomOf } from './random.ts'
import { Victim } from './victim.ts'

export type Wanted = { channel: string; mails: number; kills: number; stops: number; seed: number; minutes?: number }
export type Killed = Wanted & {
  drill: string
  /** Mails, kills and stops that there was time for. */
  done: { mails: number; kills: number; stops: number }
  balance: Balance
  /** Where the kills fell. */
  fellOn: { starting: number; working: number; resting: number; unasked: number }
  /** Of the starts after kills. */
  startMs: { median: number; most: number }
  /** How often the process ended by itself, and what it said. */
  fell: string[]
  saw: Record<string, number>
  seconds: number
  quietSeconds: number
}

/** A strike so long after the moment it was drawn for, at most: between two mails, in a commit, after a commit and before its answer. */
const jitterMs = 300
/** One kill of so many falls into a start. */
const inStartOf = 8
/** A round that stands still is struck all the same. */
const roundMs = 20_000

/**
 * R1: mail comes in by one channel while the process is killed with -9 at random points and PostgreSQL is stopped `immediate`. A ledger
 * outside holds what was promised; in the end each of it is one message on one ticket, with the bytes that were sent.
 */
export async function tortureChannel(wanted: Wanted, say = (_: string) => {}): Promise<Killed> {
  const { mails, kills, stops, seed, minutes = Number.POSITIVE_INFINITY } = wanted
  const dataDir = newDataDir()
  const ledger = openLedger(join(dataDir, 'ledger'))
  const random = randomOf(seed)
  const run = `torture-${randomBytes(4).toString('hex')}`
  const began = performance.now()
  const outside = await channels[wanted.channel]!.outside?.()
  const victim = await Victim.open(dataDir, outside?.env)
  let channel: Channel | undefined
  try {
    channel = await channels[wanted.channel]!.open({ victim, ledger, run, random, outside })
    const strikes = shuffled(
      [...Array(kills).fill('kill'), ...Array(stops).fill('stop')] as ('kill' | 'stop')[],
      random,
    )
    const lastKill = strikes.lastIndexOf('kill')
    const done = { mails: 0, kills: 0, stops: 0 }
    const fellOn = { starting: 0, working: 0, resting: 0, unasked: 0 }
    const starts: number[] = []
    for (const [i, strike] of strikes.entries()) {
      if (performance.now() - began > minutes * 60_000) break
      const share = Math.floor((mails * (i + 1)) / strikes.length) - Math.floor((mails * i) / strikes.length)
      const isInStart = strike === 'kill' && random() < 1 / inStartOf
      if (isInStart) await sleep(random() * victim.startMs)
      else {
        await victim.ready()
        starts.push(victim.startMs)
      }
      // Mails and strikes stay in step: what the last strike held up is caught up with first.
      const until = done.mails + Math.floor(random() * share)
      channel.allow(share)
      done.mails += share
      for (let waited = 0; !isInStart && channel.promised < until && waited < roundMs; waited += 5) await sleep(5)
      await sleep(random() * jitterMs)
      if (strike === 'stop') {
        if (victim.stopPostgres()) done.stops++
      } else {
        done.kills++
        const wasReady = victim.isReady
        await victim.kill()
        fellOn[wasReady ? await underWay(victim) : 'starting']++
        await channel.killed(i === lastKill)
        victim.start()
      }
      if ((i + 1) % 10 === 0)
        say(`${wanted.channel}: ${i + 1} of ${strikes.length} strikes, ${channel.promised} mails promised`)
    }
    if (strikes.length === 0) {
      channel.allow(mails)
      done.mails = mails
    }
    await victim.ready()
    await channel.settled()
    const promised = performance.now()
    const balance = await balanceWhenQuiet(victim, ledger, run)
    return {
      ...wanted,
      done,
      drill: `R1 ${wanted.channel.toUpperCase()}`,
      balance,
      fellOn,
      startMs: { median: starts.sort((a, b) => a - b)[starts.length >> 1] ?? 0, most: starts.at(-1) ?? 0 },
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

/** What the dead left: mails that were kept and no message yet, or none. PostgreSQL may have been stopped as well, and says nothing. */
async function underWay(victim: Victim): Promise<'working' | 'resting' | 'unasked'> {
  const asked = victim.rows<{ kept: boolean }>(`select exists (select from occurrence where state = 'kept') as kept`)
  return asked.then(
    ([row]) => (row?.kept ? 'working' : 'resting'),
    () => 'unasked',
  )
}

function shuffled<T>(all: T[], random: () => number): T[] {
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[all[i], all[j]] = [all[j]!, all[i]!]
  }
  return all
}
