import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { gauges } from '../platform/metrics.ts'
import type { Store } from '../platform/store.ts'

export type Queue = { name: string; waiting: number; dueSince: Date | null }
export type OfOrganisation = {
  orgId: string
  mailsWaiting: number
  mailsDueSince: Date | null
  mailsFailed: number
  deliveriesWaiting: number
  deliveriesUnsure: number
  deliveriesFailed: number
}
export type RedMailbox = { orgId: string; mailboxId: string; address: string; failed: number; since: Date }
export type BalanceOff = {
  orgId: string
  mailboxId: string
  address: string
  mails: number
  firstDay: string
  offSince: Date
}
export type AutomaticStop = { orgId: string; stoppedAt: Date; endsAt: Date }
export type Disk = { path: string; freeBytes: number; sizeBytes: number }

/** What waits, what has failed and how full the disk is: numbers only, over all organisations. */
export type Readings = {
  at: Date
  queues: Queue[]
  deadLetters: number
  /** Of these, the ones of the last day. */
  deadLettersFresh: number
  organisations: OfOrganisation[]
  redMailboxes: RedMailbox[]
  automaticStops: AutomaticStop[]
  balancesOff: BalanceOff[]
  disk: Disk
}

const deadLetterQueue = 'dead'
const dayMs = 24 * 3600_000
/** A mailbox is red when at least this many of its mails failed within this time, and none was taken in since. */
const redAfter = { failed: 3, ms: dayMs }

/** Once may be a mail that moved while it was counted. */
const offChecksMin = 2

export async function readOps(store: Store): Promise<Readings> {
  const at = store.clock()
  const [queues, counts, red, stops, off, disk] = await Promise.all([
    store.pool.query<Queue & { fresh: number }>(
      `select name, count(*) as waiting, min(start_after) filter (where start_after <= $1) as "dueSince",
         count(*) filter (where created_on >= $2) as fresh
       from pgboss.job where state < 'active' and not blocked group by name order by name`,
      [at, new Date(at.getTime() - dayMs)],
    ),
    store.pool.query<OfOrganisation>(
      `select org_id as "orgId", mails_waiting as "mailsWaiting", mails_due_since as "mailsDueSince", mails_failed as "mailsFailed",
         deliveries_waiting as "deliveriesWaiting", deliveries_unsure as "deliveriesUnsure", deliveries_failed as "deliveriesFailed"
       from ops_counts($1)`,
      [at],
    ),
    store.pool.query<RedMailbox>(
      `select org_id as "orgId", mailbox_id as "mailboxId", address, failed, red_since as since from ops_red_mailboxes($1, $2)`,
      [new Date(at.getTime() - redAfter.ms), redAfter.failed],
    ),
    store.pool.query<AutomaticStop>(
      `select org_id as "orgId", stopped_at as "stoppedAt", ends_at as "endsAt" from ops_automatic_stops($1)`,
      [at],
    ),
    store.pool.query<BalanceOff>(
      `select org_id as "orgId", mailbox_id as "mailboxId", address, mails, first_day as "firstDay", off_since as "offSince"
       from ops_balances_off($1)`,
      [offChecksMin],
    ),
    readDisk(store.config.dataDir),
  ])
  const dead = queues.rows.find(({ name }) => name === deadLetterQueue)
  return {
    at,
    queues: queues.rows.filter(({ name }) => name !== deadLetterQueue),
    deadLetters: dead?.waiting ?? 0,
    deadLettersFresh: dead?.fresh ?? 0,
    organisations: counts.rows,
    redMailboxes: red.rows,
    automaticStops: stops.rows,
    balancesOff: off.rows,
    disk,
  }
}

/** What an ordinary user of the system may still write, as df counts it; a folder not made yet will lie where its parent lies. */
export async function readDisk(path: string): Promise<Disk> {
  if (!existsSync(path) && dirname(path) !== path) return { ...(await readDisk(dirname(path))), path }
  const { bavail, blocks, bsize } = await statfs(path)
  return { path, freeBytes: bavail * bsize, sizeBytes: blocks * bsize }
}

const freshMs = 5_000
const lateMs = 2_000

/**
 * Brings the gauges up to date: at most every few seconds, however often they are read, and never longer than that takes. While the
 * database is away, what it would have said is not there; an old figure would look like a good one.
 */
export function measurer(store: Store): () => Promise<void> {
  let read = Number.NEGATIVE_INFINITY
  let underWay: Promise<void> | undefined

  const measure = async () => {
    try {
      show(await readOps(store))
      read = performance.now()
    } catch (err) {
      store.log.debug({ err }, 'metrics: the database was not asked')
      for (const gauge of labelled) gauge.reset()
      // Without labels a reset would leave a zero, which says that all is well.
      for (const gauge of plain) gauge.remove()
      await showDisk(store).catch((err) => store.log.debug({ err }, 'metrics: the disk was not asked'))
    }
  }
  return async () => {
    showPool(store)
    if (performance.now() - read < freshMs) return
    underWay ??= measure().finally(() => {
      underWay = undefined
    })
    const late = new Promise<void>((resolve) => setTimeout(resolve, lateMs).unref())
    await Promise.race([underWay, late])
    showPool(store)
  }
}

const { queueDepth, queueAge, deadLetters, mails, mailsAge, deliveries } = gauges
const labelled = [queueDepth, queueAge, mails, deliveries]
const plain = [deadLetters, mailsAge]

function showPool({ pool, presence }: Store): void {
  gauges.databaseUp.set(presence.awaySince ? 0 : 1)
  gauges.connections.set({ state: 'idle' }, pool.idleCount)
  gauges.connections.set({ state: 'busy' }, pool.totalCount - pool.idleCount)
  gauges.connections.set({ state: 'wanted' }, pool.waitingCount)
}

async function showDisk({ config }: Store): Promise<void> {
  const { freeBytes, sizeBytes } = await readDisk(config.dataDir)
  gauges.diskFree.set(freeBytes)
  gauges.diskSize.set(sizeBytes)
}

function show({ at, queues, organisations, disk, ...rest }: Readings): void {
  const age = (since: Date | null) => (since ? Math.max(0, (at.getTime() - since.getTime()) / 1000) : 0)
  queueDepth.reset()
  queueAge.reset()
  for (const { name, waiting, dueSince } of queues) {
    queueDepth.set({ queue: name }, waiting)
    queueAge.set({ queue: name }, age(dueSince))
  }
  const sum = (of: (one: OfOrganisation) => number) => organisations.reduce((all, one) => all + of(one), 0)
  deadLetters.set(rest.deadLetters)
  mails.set(
    { state: 'waiting' },
    sum((one) => one.mailsWaiting),
  )
  mails.set(
    { state: 'failed' },
    sum((one) => one.mailsFailed),
  )
  mailsAge.set(Math.max(0, ...organisations.map((one) => age(one.mailsDueSince))))
  deliveries.set(
    { state: 'waiting' },
    sum((one) => one.deliveriesWaiting),
  )
  deliveries.set(
    { state: 'unsure' },
    sum((one) => one.deliveriesUnsure),
  )
  deliveries.set(
    { state: 'failed' },
    sum((one) => one.deliveriesFailed),
  )
  gauges.diskFree.set(disk.freeBytes)
  gauges.diskSize.set(disk.sizeBytes)
}
