import { isDatabaseAway } from './db/away.ts'
import { newId } from './ids.ts'
import type { Envelope } from './jobs.ts'
import { problem } from './problem.ts'
import type { Store } from './store.ts'
import { span, traceparent } from './tracing.ts'
import { beginAs } from './units.ts'
import type { Actor, Event, Job, Origin, Tx } from './work.ts'

/** The database went away between the commit and its answer: nobody here can know which of the two is true. */
export const outcomeUnknown = problem('outcome-unknown', 503, 'It is not known whether this was saved')

type Said = {
  id: string
  type: string
  ticket_id: string | null
  data: unknown
  request_id: string
  trace: string | undefined
}

export const systemActor = (orgId: string, name: string): Actor => ({ kind: 'system', id: name, orgId, roles: [] })

/** One of several that share a transaction, and the request that it belongs to. */
export type Share = { work(tx: Tx): Promise<unknown>; requestId: string | undefined }

/**
 * The one way to the database: one transaction as one organisation. Events and jobs are collected and written at once before the
 * commit; pages and workers are woken after it, because a NOTIFY inside the transaction makes commits queue for one lock.
 */
export async function inTx<R>(
  store: Store,
  actor: Actor,
  work: (tx: Tx) => Promise<R>,
  requestId?: string,
): Promise<R> {
  const [result] = await span('tx', { isPart: true, attributes: { actor: actor.kind } }, () =>
    inOneTx(store, actor, [{ work, requestId }]),
  )
  return result as R
}

/** Several at once in one transaction, each under its own request. When one fails, nothing of any is kept. */
export async function inOneTx(store: Store, actor: Actor, shares: readonly Share[]): Promise<unknown[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(store, actor, shares)
    } catch (error) {
      store.presence.failed(error)
      // Two writers that waited for each other, or a serialisation failure: the loser begins again, nothing of it was kept.
      if (attempt >= 4 || !isRetryable(error)) throw error
    }
  }
}

async function once(store: Store, actor: Actor, shares: readonly Share[]): Promise<unknown[]> {
  const now = store.clock()
  const said: Said[] = []
  const ordered: { job: Job<unknown>; insert: Envelope }[] = []

  let committing = false
  const unit = store.units(beginAs(actor), async ({ db, send, sendLast }) => {
    let written = 0
    const unwritten = () => {
      const fresh = said.slice(written)
      written = said.length
      return fresh
    }
    const order = <T>(job: Job<T>, input: T, { requestId, trace }: Origin) => {
      const insert = { orgId: actor.orgId, requestId, ...(trace && { trace }), input: job.input.parse(input) }
      ordered.push({ job: job as Job<unknown>, insert })
    }
    const txOf = (requestId: string): Tx => {
      const here = (): Origin => ({ requestId, trace: traceparent() })
      const origins = new Map<string, Origin>()
      return {
        ...{ db, actor, now, requestId, origins },
        newId: () => newId(now),
        flush: async () => {
          const fresh = unwritten()
          if (fresh.length) await send(insertEvents, valuesOf(actor, now, fresh))
        },
        emit<T>(event: Event<T>, data: T) {
          const checked = event.data.parse(data)
          const ticket_id = ticketOf(checked)
          const origin = origins.get(ticket_id ?? '') ?? here()
          const { requestId: request_id, trace } = origin
          said.push({ id: newId(now), type: event.type, ticket_id, data: checked, request_id, trace })
          for (const { type, jobs } of store.reactions) {
            if (type !== event.type) continue
            for (const job of jobs) if (job.concerns?.(checked) ?? true) order(job, checked, origin)
          }
        },
        enqueue: (job, input) => order(job, input, here()),
      }
    }
    const results = await Promise.all(shares.map(({ work, requestId }) => work(txOf(requestId ?? newId(now)))))
    for (const [job, inserts] of Map.groupBy(ordered, ({ job }) => job)) {
      await store.jobs.insert(
        db,
        job,
        inserts.map(({ insert }) => insert),
      )
    }
    const fresh = unwritten()
    if (fresh.length) sendLast(insertEvents, valuesOf(actor, now, fresh))
    committing = true
    return results
  })
  const results = await unit.catch((cause) => {
    if (!committing || !isDatabaseAway(cause)) throw cause
    throw Object.assign(outcomeUnknown('The database went away while it was saved. Look before you do it again.'), {
      cause,
    })
  })

  if (said.length) {
    store.live.publish(
      said.map(({ type, ticket_id, trace }) => ({ org: actor.orgId, type, ticketId: ticket_id, trace })),
    )
  }
  for (const job of new Set(ordered.map(({ job }) => job))) store.jobs.wake(job)
  return results
}

const insertEvents = `
  insert into event (id, type, ticket_id, data, actor, request_id, trace, at)
  select id, type, ticket_id, data, $1::jsonb, request_id, trace, $2
  from jsonb_to_recordset($3::jsonb)
    as said(id uuid, type text, ticket_id uuid, data jsonb, request_id text, trace text)`

/** Without the session and the network address: the timeline is read by many, the audit by few. */
function valuesOf({ kind, id, orgId, roles }: Actor, now: Date, said: readonly Said[]): unknown[] {
  return [JSON.stringify({ kind, id, orgId, roles }), now, JSON.stringify(said)]
}

function ticketOf(data: unknown): string | null {
  return typeof data === 'object' && data !== null && 'ticketId' in data && typeof data.ticketId === 'string'
    ? data.ticketId
    : null
}

const isRetryable = (error: unknown) =>
  error instanceof Error && 'code' in error && (error.code === '40001' || error.code === '40P01')
