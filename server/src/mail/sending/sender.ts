import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { WayOut } from '../../connectors/mailOut.ts'
import { isDatabaseAway } from '../../platform/db/away.ts'
import { listen } from '../../platform/listen.ts'
import { liveChannel } from '../../platform/realtime.ts'
import type { Store } from '../../platform/store.ts'
import { openTogether, type Together } from '../../platform/together.ts'
import { span } from '../../platform/tracing.ts'
import { turns } from '../../platform/turns.ts'
import { inTx, systemActor } from '../../platform/tx.ts'
import type { Tx } from '../../platform/work.ts'
import { atOnceMax, type ClaimedDelivery, claimDue, claimMs, holdOn } from './claiming.ts'
import { recordBroken } from './leaving.ts'
import { attempt, type Turns } from './sending.ts'
import { openWay, type Way } from './wayOut.ts'

export type Sender = {
  wake(): void
  close(): Promise<void>
}

/** Whatever wakes it or does not, it looks this often. */
const pollMs = 1_000
/** A look is far dearer than one mail that it finds: while many leave, each look finds several. */
const restMs = 80
/** So many attempts of all mailboxes together in one process: each holds its mail in memory. */
const allAtOnceMax = 360
/** While it has no more than so many in hand, it makes ready what a mailbox sends after those. Servers that hang soon fill this, and no more. */
const aheadMax = 200
const readyMax = 60
/** So many of a mailbox may have begun to leave, more than its server is given at once: it need not wait until the next is written down. */
const begunMax = 2 * atOnceMax
const forgetMs = 600_000

/**
 * Lets mail leave when it is due. It looks when a reply was written, when the next mail falls due, when an attempt has ended, and every
 * second. Mailboxes take turns, and each has only so many on their way: a server that hangs holds back its own mails alone.
 */
export function startSender(store: Store): Sender {
  const by = randomUUID()
  const underWay = new Map<Promise<void>, { orgId: string; id: string }>()
  const means = meansOf(store, by)
  let closed = false
  let again = false
  let lookedAt: number | undefined
  let round: Promise<void> | undefined
  let alarm: NodeJS.Timeout | undefined

  const begin = ({ orgId, mailboxId }: OfMailbox, one: ClaimedDelivery) => {
    const going = send(store, { orgId, mailboxId, ...means }, one).finally(() => {
      underWay.delete(going)
      wake()
    })
    underWay.set(going, { orgId, id: one.id })
  }
  const look = async (): Promise<void> => {
    const { now, due, next } = await dueNow(store)
    // Each mailbox once a round: who has much to send does not keep the others from their turn.
    for (const { org_id: orgId, mailbox_id: mailboxId } of due) {
      if (closed || underWay.size >= allAtOnceMax) return
      const most = underWay.size < aheadMax ? readyMax : atOnceMax
      for (const one of await inTx(store, systemActor(orgId, 'send'), (tx) => claimDue(tx, { mailboxId, by, most })))
        begin({ orgId, mailboxId }, one)
    }
    clearTimeout(alarm)
    if (next) alarm = setTimeout(wake, Math.max(next.getTime() - now.getTime(), 1))
  }
  const work = async (): Promise<void> => {
    do {
      again = false
      if (lookedAt !== undefined) await sleep(Math.max(0, lookedAt + restMs - performance.now()))
      lookedAt = performance.now()
      await look().catch((err) =>
        store.log[isDatabaseAway(err) ? 'debug' : 'error']({ err }, 'mail: no look for what is to leave'),
      )
    } while (again && !closed)
  }
  const wake = () => {
    if (closed) return
    again = true
    round ??= work().finally(() => {
      round = undefined
    })
  }
  const ear = listen(store.connection, liveChannel, store.log, {
    onPayload: (payload) => (wakes.some((word) => payload.includes(word)) ? wake() : undefined),
    onBack: wake,
  })
  const poll = setInterval(wake, pollMs)
  const hold = setInterval(() => {
    for (const [orgId, mails] of Map.groupBy(underWay.values(), ({ orgId }) => orgId)) {
      const deliveryIds = mails.map(({ id }) => id)
      means
        .unitsOf(orgId)((tx) => holdOn(tx, { by, deliveryIds }), { key: 'hold', requestId: undefined })
        .catch((err) => store.log.debug({ err }, 'mail: what is on its way could not be held'))
    }
  }, claimMs / 4)
  wake()

  return {
    wake,
    async close() {
      closed = true
      clearInterval(poll)
      clearInterval(hold)
      clearTimeout(alarm)
      await ear.close()
      await round
      await Promise.race([Promise.all(underWay.keys()), new Promise((resolve) => setTimeout(resolve, 20_000).unref())])
      means.ways.close()
    },
  }
}

/** One look by itself: all that is due is tried once. Says how many mails were. */
export async function resumeDeliveries(store: Store): Promise<number> {
  const means = meansOf(store, randomUUID())
  const { due } = await dueNow(store)
  let tried = 0
  for (const { org_id: orgId, mailbox_id: mailboxId } of due) {
    const claimed = await inTx(store, systemActor(orgId, 'send'), (tx) => claimDue(tx, { mailboxId, by: means.by }))
    await Promise.all(claimed.map((one) => send(store, { orgId, mailboxId, ...means }, one)))
    tried += claimed.length
  }
  means.ways.close()
  return tried
}

/** What tells that something may be due now; `[]` says that anything may have happened. */
const wakes = [
  '"reply.queued"',
  '"reply.hastened"',
  '"acknowledgement.queued"',
  '"delivery.changed"',
  '"connection.changed"',
  '[]',
]

type Due = { org_id: string; mailbox_id: string | null; due_at: Date }

async function dueNow(store: Store): Promise<{ now: Date; due: Due[]; next: Date | undefined }> {
  const now = store.clock()
  const { rows } = await sql<Due>`select org_id, mailbox_id, due_at from sending_due(${now})`.execute(store.db)
  return { now, due: rows.filter(({ due_at }) => due_at <= now), next: rows.find(({ due_at }) => due_at > now)?.due_at }
}

type OfMailbox = { orgId: string; mailboxId: string | null }
type Means = {
  by: string
  ways: ReturnType<typeof keptWays>
  /** What many mails of an organisation write at once of their way out is one commit. */
  unitsOf(orgId: string): Together
  /** What is read of those to come is not in its way, and waits for no disk. */
  looksOf(orgId: string): Together
  turnsOf(mailbox: string): Turns
}

const meansOf = (store: Store, by: string): Means => ({
  by,
  ways: keptWays(store),
  unitsOf: remembered((orgId: string) => openTogether(store, systemActor(orgId, 'mail.send'))),
  looksOf: remembered((orgId: string) => openTogether(store, systemActor(orgId, 'mail.send'))),
  turnsOf: remembered(() => ({ begin: turns(begunMax), handOver: turns(atOnceMax) })),
})

function remembered<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>()
  return (key) => {
    if (!made.has(key)) made.set(key, make(key))
    return made.get(key)!
  }
}

/** What breaks here is told and tried again later. Without the database nothing can be told: the claim ends, and it is taken anew. */
async function send(
  store: Store,
  { orgId, mailboxId, by, ways, unitsOf, looksOf, turnsOf }: OfMailbox & Means,
  { id, requestId, trace, ...of }: ClaimedDelivery,
): Promise<void> {
  const about = {
    job: 'mail.send',
    org_id: orgId,
    request_id: requestId ?? undefined,
    delivery_id: id,
    message_id: of.messageId,
  }
  const began = performance.now()
  const parent = {
    kind: 'job',
    parent: trace ?? undefined,
    attributes: { 'docket.request_id': requestId ?? '' },
  } as const
  const here = { key: id, requestId: requestId ?? undefined }
  const unit = <R>(work: (tx: Tx) => Promise<R>) => unitsOf(orgId)(work, here)
  const look = <R>(work: (tx: Tx) => Promise<R>) => looksOf(orgId)(work, here)
  try {
    await span('job mail.send', parent, async () => {
      await attempt({ store, unit, look }, { deliveryId: id, by, open: ways, turns: turnsOf(`${orgId} ${mailboxId}`) })
      store.log.info({ ...about, ms: Math.round(performance.now() - began), outcome: 'done' }, 'job')
    })
  } catch (err) {
    const isAway = isDatabaseAway(err)
    store.log[isAway ? 'debug' : 'error']({ err, ...about }, 'mail: an attempt broke off')
    if (isAway) return
    await unit((tx) => recordBroken(tx, id, err)).catch((err) =>
      store.log.error({ err, ...about }, 'mail: nor could it be said that it broke off'),
    )
  }
}

/** Ways out stay open, with their connections, until their settings change or nobody has used them for long. */
function keptWays(store: Store) {
  const kept = new Map<string, { way: WayOut | undefined; usedAt: number }>()
  const keyOf = ({ orgId, mailboxId, row, connection }: Way) =>
    [orgId, mailboxId, row?.kind, row?.changed_at.getTime(), connection?.connected_at.getTime()].join(' ')
  return {
    of(way: Way): WayOut | undefined {
      const now = performance.now()
      for (const [key, one] of kept) {
        if (now - one.usedAt < forgetMs) continue
        one.way?.close()
        kept.delete(key)
      }
      const key = keyOf(way)
      const known = kept.get(key) ?? { way: openWay(store, way), usedAt: now }
      known.usedAt = now
      kept.set(key, known)
      return known.way
    },
    close() {
      for (const { way } of kept.values()) way?.close()
      kept.clear()
    },
  }
}
