import { drillAway } from './away.ts'
import { channels } from './channels.ts'
import { faultsOf } from './counting.ts'
import { tortureChannel } from './killing.ts'
import type { Row } from './report.ts'

export type Given = {
  mails: number
  kills: number
  stops: number
  seed: number
  cuts: number
  seconds: number
  ways: string[]
  say(line: string): void
}

/** Every drill there is, by its name; each says what it found in rows of the page. */
export const drills: Record<string, (given: Given) => AsyncGenerator<Row>> = { r1: killedChannels, r4: databaseAway }

async function* killedChannels({ ways, mails, kills, stops, seed, say }: Given): AsyncGenerator<Row> {
  for (const name of ways) {
    const { missing, says } = channels[name]!
    if (missing) {
      say(`${name} is skipped: ${missing}.`)
      continue
    }
    const done = await tortureChannel({ channel: name, mails, kills, stops, seed }, say)
    const { balance, saw, fell, inStart, seconds, quietSeconds } = done
    for (const said of fell) say(`Docket ended by itself, and said:\n${said}`)
    yield {
      drill: done.drill,
      says: `${mails} mails, ${kills} × kill -9 (${inStart} of them while starting), ${stops} × PostgreSQL stopped at once; ${says}`,
      held: `${balance.promised} promised, ${balance.messages} messages, ${balance.tickets} tickets`,
      lost: balance.lost.length,
      doubled: balance.doubledMessages.length + balance.doubledTickets.length,
      also: `${Object.entries(saw)
        .map(([what, count]) => `${what.replaceAll('_', ' ')} ${count}`)
        .join(', ')}; quiet ${quietSeconds} s after the last promise; seed ${seed}`,
      seconds,
      faults: [...faultsOf(balance), ...(fell.length > 0 ? [`Docket ended by itself ${fell.length} times`] : [])],
      figures: done,
    }
  }
}

/** R4: the line between Docket and its database is cut, in all three ways. */
async function* databaseAway({ cuts, seconds, say }: Given): AsyncGenerator<Row> {
  const began = performance.now()
  const ways = ['silent', 'reset', 'refuse'] as const
  const hows = Array.from({ length: cuts }, (_, i) => ways[i % ways.length]!)
  const drill = await drillAway(hows, seconds * 1_000, 5_000, say)
  const { acknowledged, lost, doubled, slowestMs, recoveredMs } = drill
  const slowest = Math.max(...recoveredMs)
  yield {
    drill: 'R4',
    says: `${cuts} × ${seconds} s without a line to the database: refused, reset, silent`,
    held: `${acknowledged.mails} mails and ${acknowledged.tickets} tickets promised`,
    lost: lost.length,
    doubled: doubled.length,
    also: `slowest answer ${slowestMs} ms, slowest recovery ${slowest} ms`,
    seconds: Math.round((performance.now() - began) / 1000),
    faults: [
      ...(lost.length > 0 ? [`${lost.length} acknowledged mails or tickets are lost`] : []),
      ...(doubled.length > 0 ? [`${doubled.length} are there twice`] : []),
      ...(slowestMs > 10_000 ? [`a request took ${slowestMs} ms`] : []),
      ...(slowest > 5_000 ? [`one recovery took ${slowest} ms`] : []),
    ],
    figures: drill,
  }
}
