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
  for (let attempt = 1; ; attempt++) {
    try {
      return await span('tx', { isPart: true, attributes: { actor: actor.kind } }, () =>
        once(store, actor, work, requestId),
      )
    } catch (error) {
      store.presence.failed(error)
      // Two writers that waited for each other, or a serialisation failure: the loser begins again, nothing of it was kept.
      if (attempt >= 4 || !isRetryable(error)) throw error
    }
  }
}

async function once<R>(store: Store, actor: Actor, work: (tx: Tx) => Promise<R>, requestId?: string): Promise<R> {
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
    const tx: Tx = {
      db,
      actor,
      now,
      requestId: requestId ?? newId(now),
      origins: new Map(),
      newId: () => newId(now),
      flush: async () => {
        const fresh = unwritten()
        if (fresh.length) await send(insertEvents, valuesOf(tx, fresh))
      },
      emit<T>(event: Event<T>, data: T) {
        const checked = event.data.parse(data)
        const ticket_id = ticketOf(checked)
        const origin = tx.origins.get(ticket_id ?? '') ?? here()
        const { requestId: request_id, trace } = origin
        said.push({ id: newId(now), type: event.type, ticket_id, data: checked, request_id, trace })
        for (const { type, jobs } of store.reactions) {
          if (type !== event.type) continue
          for (const job of jobs) if (job.concerns?.(checked) ?? true) order(job, checked, origin)
        }
      },
      enqueue: (job, input) => order(job, input, here()),
    }
    const here = (): Origin => ({ requestId: tx.requestId, trace: traceparent() })
    const order = <T>(job: Job<T>, input: T, { requestId, trace }: Origin) => {
      const insert = { orgId: actor.orgId, requestId, ...(trace && { trace }), input: job.input.parse(input) }
      ordered.push({ job: job as Job<unknown>, insert })
    }
    const result = await work(tx)
    for (const [job, inserts] of Map.groupBy(ordered, ({ job }) => job)) {
      await store.jobs.insert(
        db,
        job,
        inserts.map(({ insert }) => insert),
      )
    }
    const fresh = unwritten()
    if (fresh.length) sendLast(insertEvents, valuesOf(tx, fresh))
    committing = true
    return result
  })
  const result = await unit.catch((cause) => {
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
  return result
}

const insertEvents = `
  insert into event (id, type, ticket_id, data, actor, request_id, trace, at)
  select id, type, ticket_id, data, $1::jsonb, request_id, trace, $2
  from jsonb_to_recordset($3::jsonb)
    as said(id uuid, type text, ticket_id uuid, data jsonb, request_id text, trace text)`

/** Without the session and the network address: the timeline is read by many, the audit by few. */
function valuesOf({ actor, now }: Tx, said: readonly Said[]): unknown[] {
  const { kind, id, orgId, roles } = actor
  return [JSON.stringify({ kind, id, orgId, roles }), now, JSON.stringify(said)]
}

function ticketOf(data: unknown): string | null {
  return typeof data === 'object' && data !== null && 'ticketId' in data && typeof data.ticketId === 'string'
    ? data.ticketId
    : null
}

const isRetryable = (error: unknown) =>
  error instanceof Error && 'code' in error && (error.code === '40001' || error.code === '40P01')
