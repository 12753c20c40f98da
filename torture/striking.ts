import { pause } from './ending.ts'
import type { Victim } from './victim.ts'

/** Work that goes on from outside while Docket is struck. */
export type Work = {
  /** How much was promised so far. */
  readonly promised: number
  /** Lets so much more be given in, as fast as it is taken. Resolves at once. */
  allow(more: number): void
  /** Between a kill and the next start; after the last kill nobody helps. */
  killed(isLast: boolean): Promise<void>
  /** Says of the database of a dead process, as one boolean `is`, whether it left something half done. */
  halfDone: string
}

export type Strikes = { kills: number; stops: number; seed: number; minutes?: number }
export type Struck = {
  /** Work, kills and stops that there was time for. */
  done: { given: number; kills: number; stops: number }
  /** Where the kills fell: while starting, with something half done, with nothing, with the database away as well. */
  fellOn: { starting: number; working: number; resting: number; unasked: number }
  startMs: { median: number; most: number }
}

/**
 * A strike so long after the moment it was drawn for, at most: between two mails, in a commit, after a commit and
 * before its answer.
 */
const jitterMs = 300
/** One kill of so many falls into a start. */
const inStartOf = 8
/** A round that stands still is struck all the same. */
const roundMs = 20_000

/**
 * Gives the work in by equal shares, and strikes once in each: after a part of the share that chance chose was
 * promised, and a moment that chance chose later. Returns with Docket running and all of it given in.
 */
export async function strike(
  victim: Victim,
  work: Work,
  all: number,
  { kills, stops, minutes = Number.POSITIVE_INFINITY }: Strikes,
  random: () => number,
  say: (line: string) => void,
): Promise<Struck> {
  const began = performance.now()
  const strikes = shuffled([...Array(kills).fill('kill'), ...Array(stops).fill('stop')] as ('kill' | 'stop')[], random)
  const lastKill = strikes.lastIndexOf('kill')
  const done = { given: 0, kills: 0, stops: 0 }
  const fellOn = { starting: 0, working: 0, resting: 0, unasked: 0 }
  const starts: number[] = []
  for (const [i, kind] of strikes.entries()) {
    if (performance.now() - began > minutes * 60_000) break
    const share = Math.floor((all * (i + 1)) / strikes.length) - Math.floor((all * i) / strikes.length)
    const isInStart = kind === 'kill' && random() < 1 / inStartOf
    if (isInStart) await pause(random() * victim.startMs)
    else {
      await victim.ready()
      starts.push(victim.startMs)
    }
    // Work and strikes stay in step: what the last strike held up is caught up with first.
    const until = done.given + Math.floor(random() * share)
    work.allow(share)
    done.given += share
    for (let waited = 0; !isInStart && work.promised < until && waited < roundMs; waited += 5) await pause(5)
    await pause(random() * jitterMs)
    if (kind === 'stop') {
      if (victim.stopPostgres()) done.stops++
    } else {
      done.kills++
      const wasReady = victim.isReady
      await victim.kill()
      fellOn[wasReady ? await left(victim, work) : 'starting']++
      await work.killed(i === lastKill)
      victim.start()
    }
    if ((i + 1) % 10 === 0) say(`${i + 1} of ${strikes.length} strikes, ${work.promised} promised`)
  }
  if (strikes.length === 0) {
    work.allow(all)
    done.given = all
  }
  await victim.ready()
  starts.sort((a, b) => a - b)
  return { done, fellOn, startMs: { median: starts[starts.length >> 1] ?? 0, most: starts.at(-1) ?? 0 } }
}

/** What the dead left. PostgreSQL may have been stopped as well, and says nothing. */
const left = (victim: Victim, { halfDone }: Work): Promise<'working' | 'resting' | 'unasked'> =>
  victim.rows<{ is: boolean }>(halfDone).then(
    ([row]) => (row?.is ? 'working' : 'resting'),
    () => 'unasked',
  )

/** The kills in words. */
export const toldKills = ({ done, fellOn }: Struck, half: string): string =>
  `${done.kills} × kill -9 (${fellOn.starting} while starting, ${fellOn.working} with ${half}, ` +
  `${fellOn.resting} with none, ${fellOn.unasked} with PostgreSQL away)`

function shuffled<T>(all: T[], random: () => number): T[] {
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[all[i], all[j]] = [all[j]!, all[i]!]
  }
  return all
}
