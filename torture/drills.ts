import { drillAway } from './away.ts'
import { channels } from './channels.ts'
import { faultsOf } from './counting.ts'
import { drillFickleGmail } from './fickleGmail.ts'
import { drillFullDisk, missing as missingDisk } from './fullDisk.ts'
import { tortureChannel } from './killing.ts'
import { drillRenumbering } from './renumbering.ts'
import { drillReplies } from './replies.ts'
import type { Row } from './report.ts'
import { toldKills } from './striking.ts'

export type Given = {
  mails: number
  kills: number
  stops: number
  seed: number
  cuts: number
  seconds: number
  minutes: number
  ways: string[]
  say(line: string): void
}

/** Every drill there is, by its name; each says what it found in rows of the page. */
export const drills: Record<string, (given: Given) => AsyncGenerator<Row>> = {
  r1: killedChannels,
  r3: disksFull,
  r4: databaseAway,
  r7: folderRenumbered,
  r8: gmailMisbehaves,
  r10: repliesOut,
}

async function* killedChannels({ ways, mails, kills, stops, seed, minutes, say }: Given): AsyncGenerator<Row> {
  for (const name of ways) {
    const { missing, says } = channels[name]!
    if (missing) {
      say(`${name} is skipped: ${missing}.`)
      continue
    }
    const killed = await tortureChannel({ channel: name, mails, kills, stops, seed, minutes }, say)
    const { done, drill, balance, saw, fell, startMs, seconds, quietSeconds } = killed
    for (const said of fell) say(`Docket ended by itself, and said:\n${said}`)
    yield {
      drill,
      says:
        `${done.given} mails, ${toldKills(killed, 'kept mails that were no tickets yet')}, ` +
        `${done.stops} × PostgreSQL stopped at once; ${says}`,
      held: `${balance.promised} promised, ${balance.messages} messages, ${balance.tickets} tickets`,
      lost: balance.lost.length,
      doubled: balance.doubledMessages.length + balance.doubledTickets.length,
      also:
        `${told(saw)}; a start took ${startMs.median} ms (half of them less), ${startMs.most} ms at most; ` +
        `quiet ${quietSeconds} s after the last promise; seed ${seed}`,
      seconds,
      faults: [...faultsOf(balance), ...(fell.length > 0 ? [`Docket ended by itself ${fell.length} times`] : [])],
      figures: killed,
    }
  }
}

/** R3: there is no room for a while. */
async function* disksFull({ say }: Given): AsyncGenerator<Row> {
  if (missingDisk) return say(`r3 is skipped: ${missingDisk}.`)
  for (const disk of ['blobs', 'database'] as const) {
    const done = await drillFullDisk(disk, 20, say)
    const { balance, redMs, healedMs, heard, fell, fullSeconds, promisedWhileFull, saidByReadyz, seconds } = done
    const forGood = Object.keys(heard).filter((what) => what.startsWith('answered 5'))
    yield {
      drill: `R3 ${disk}`,
      says: `the disk of the ${disk} (a small one of its own) is full for ${fullSeconds} s and more, as mail comes in`,
      held:
        `${balance.promised} promised (${promisedWhileFull} of them while it was full), ` +
        `${balance.messages} messages, ${balance.tickets} tickets`,
      lost: balance.lost.length,
      doubled: balance.doubledMessages.length + balance.doubledTickets.length,
      also:
        `/readyz red after ${redMs} ms: ${saidByReadyz}; all well ${healedMs} ms after there was room; ` +
        `${told(heard)}`,
      seconds,
      faults: [
        ...faultsOf(balance),
        ...forGood.map((what) => `a sender was ${what}`),
        ...(redMs === undefined
          ? ['/readyz stayed green']
          : redMs > 10_000
            ? [`/readyz was red only after ${redMs} ms`]
            : []),
        ...(healedMs > 60_000 ? [`it took ${healedMs} ms until all was well`] : []),
        ...(fell.length > 0 ? [`Docket ended by itself ${fell.length} times`] : []),
      ],
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

/** R7: the provider lives on while Docket is away, and numbers everything anew. */
async function* folderRenumbered({ mails, seed, say }: Given): AsyncGenerator<Row> {
  const { missing } = channels.imap!
  if (missing) return say(`r7 is skipped: ${missing}.`)
  const done = await drillRenumbering(mails, seed, say)
  const { balance, withdrawn, withdrawnHere, seenElsewhere, renumberings, deliveries, caughtUpSeconds, seconds } = done
  yield {
    drill: 'R7',
    says:
      `${done.mails} mails, most of them of 7 days offline; meanwhile ${seenElsewhere} × \\Seen set, ` +
      `${withdrawn} expunged while fetching, UIDVALIDITY changed ${renumberings} times`,
    held:
      `${balance.promised} stayed at the server; ${balance.messages} messages, ${balance.tickets} tickets, ` +
      `${deliveries} deliveries`,
    lost: balance.lost.length,
    doubled: balance.doubledMessages.length + balance.doubledTickets.length,
    also: `${withdrawnHere} of the expunged had come; caught up after ${caughtUpSeconds} s; seed ${seed}`,
    seconds,
    faults: faultsOf(balance),
    figures: done,
  }
}

/** R8: Google is busy, forgets, calls twice, and takes the access back. */
async function* gmailMisbehaves({ mails, seed, say }: Given): AsyncGenerator<Row> {
  const found = await drillFickleGmail(mails, seed, say)
  const { balance, forgotten, redMs, saidRed, deliveries, saw, fell, seconds } = found
  yield {
    drill: 'R8',
    says:
      `${mails} mails; one of five requests fails with 429, 403, 500, 503 or a broken line; ` +
      `the history forgotten ${forgotten} times; calls twice; the access taken back and given again`,
    held:
      `${balance.promised} promised, ${balance.messages} messages, ${balance.tickets} tickets, ` +
      `${deliveries} deliveries`,
    lost: balance.lost.length,
    doubled: balance.doubledMessages.length + balance.doubledTickets.length,
    also: `red ${redMs} ms after the access was taken back: ${saidRed}; ${told(saw)}; seed ${seed}`,
    seconds,
    faults: [
      ...faultsOf(balance),
      ...(redMs > 300_000 ? [`the mailbox was red only after ${redMs} ms`] : []),
      ...(deliveries > balance.promised ? [`${deliveries} deliveries are kept of ${balance.promised}`] : []),
      ...(fell.length > 0 ? [`Docket ended by itself ${fell.length} times`] : []),
    ],
    figures: found,
  }
}

/** R10: what people answer goes out. */
async function* repliesOut({ mails, kills, seed, minutes, say }: Given): AsyncGenerator<Row> {
  const found = await drillReplies(mails, { kills, stops: 0, seed, minutes }, say)
  const { done, promised, received, lost, doubled, unsure, doubledUnsure, fell, saw, startMs, seconds } = found
  for (const said of fell) say(`Docket ended by itself, and said:\n${said}`)
  yield {
    drill: 'R10',
    says:
      `${done.given} replies out, ${toldKills(found, 'replies on their way')}; ` +
      'received is what a mail server took in, each mail read strictly',
    held: `${promised} promised, ${received} received`,
    lost: lost.length,
    doubled: doubled.length,
    also:
      `${unsure.left + unsure.stayed} were unsure (${unsure.left} had left, ${unsure.stayed} had not), ` +
      `and a person sent them again: ${doubledUnsure} came twice, under the same Message-ID; ${told(saw)}; ` +
      `a start took ${startMs.median} ms (half of them less), ${startMs.most} ms at most; seed ${seed}`,
    seconds,
    faults: [...found.faults, ...(fell.length > 0 ? [`Docket ended by itself ${fell.length} times`] : [])],
    figures: found,
  }
}

const told = (counts: Record<string, number>) =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${what} ${count}`)
    .join(', ')
