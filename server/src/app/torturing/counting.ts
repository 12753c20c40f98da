import { setTimeout as sleep } from 'node:timers/promises'
import type { Desk } from './desk.ts'

export type Counted = {
  promised: number
  messages: number
  tickets: number
  lost: string[]
  doubledMessages: string[]
  doubledTickets: string[]
}

const lookMs = 2_000
/** What would come twice comes after the first. */
const quietMs = 3_000

type Counting = { desk: Desk; run: string; since: Date; promised: readonly string[]; patienceMs: number }

/** Waits until nothing is missing, for so long at most, and then looks once more. */
export async function countWhenQuiet(counting: Counting, progress: (missing: number) => void): Promise<Counted> {
  const began = performance.now()
  for (;;) {
    const counted = await count(counting)
    progress(counted.lost.length)
    if (counted.lost.length === 0) break
    if (performance.now() - began > counting.patienceMs) return counted
    await sleep(lookMs)
  }
  await sleep(quietMs)
  return count(counting)
}

export async function count({ desk, run, since, promised }: Counting): Promise<Counted> {
  const ticketsOf = new Map<string, string[]>()
  for await (const { subject, ticket } of desk.received(run, since))
    ticketsOf.set(subject, [...(ticketsOf.get(subject) ?? []), ticket])
  const found = [...ticketsOf]
  return {
    promised: promised.length,
    messages: found.reduce((all, [, tickets]) => all + tickets.length, 0),
    tickets: new Set(found.flatMap(([, tickets]) => tickets)).size,
    lost: promised.filter((nonce) => !ticketsOf.has(nonce)),
    doubledMessages: found.filter(([, tickets]) => tickets.length > 1).map(([subject]) => subject),
    doubledTickets: found.filter(([, tickets]) => new Set(tickets).size > 1).map(([subject]) => subject),
  }
}
