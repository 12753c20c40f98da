import { CompiledQuery, sql } from 'kysely'
import { newId } from './ids.ts'
import type { Envelope } from './jobs.ts'
import type { Store } from './store.ts'
import { beginAs } from './units.ts'
import type { Actor, Event, Job, Tx } from './work.ts'

type Said = { id: string; type: string; ticket_id: string | null; data: unknown }

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
      return await once(store, actor, work, requestId)
    } catch (error) {
      // Two writers that waited for each other, or a serialisation failure: the loser begins again, nothing of it was kept.
      if (attempt >= 4 || !isRetryable(error)) throw error
    }
  }
}

async function once<R>(store: Store, actor: Actor, work: (tx: Tx) => Promise<R>, requestId?: string): Promise<R> {
  const now = store.clock()
  const said: Said[] = []
  const ordered: { job: Job<unknown>; insert: Envelope }[] = []

  const result = await store.db.transaction().execute(async (db) => {
    await db.executeQuery(CompiledQuery.raw(beginAs(actor.orgId)))
    let written = 0
    const flush = async () => {
      const fresh = said.slice(written)
      written = said.length
      if (fresh.length) await writeEvents(tx, fresh)
    }
    const tx: Tx = {
      db,
      actor,
      now,
      requestId: requestId ?? newId(now),
      newId: () => newId(now),
      flush,
      emit<T>(event: Event<T>, data: T) {
        const checked = event.data.parse(data)
        said.push({ id: newId(now), type: event.type, ticket_id: ticketOf(checked), data: checked })
        for (const { type, jobs } of store.reactions) {
          if (type === event.type) for (const job of jobs) tx.enqueue(job, checked)
        }
      },
      enqueue<T>(job: Job<T>, input: T) {
        const data = { orgId: actor.orgId, requestId: tx.requestId, input: job.input.parse(input) }
        ordered.push({ job: job as Job<unknown>, insert: data })
      },
    }
    const result = await work(tx)
    await flush()
    for (const [job, inserts] of Map.groupBy(ordered, ({ job }) => job)) {
      await store.jobs.insert(
        db,
        job,
        inserts.map(({ insert }) => insert),
      )
    }
    return result
  })

  if (said.length) {
    store.live.publish(said.map(({ type, ticket_id }) => ({ org: actor.orgId, type, ticketId: ticket_id })))
  }
  for (const job of new Set(ordered.map(({ job }) => job))) store.jobs.wake(job)
  return result
}

async function writeEvents(tx: Tx, said: readonly Said[]): Promise<void> {
  await sql`
    insert into event (id, type, ticket_id, data, actor, request_id, at)
    select id, type, ticket_id, data, ${JSON.stringify(tx.actor)}::jsonb, ${tx.requestId}, ${tx.now}
    from jsonb_to_recordset(${JSON.stringify(said)}::jsonb) as said(id uuid, type text, ticket_id uuid, data jsonb)`.execute(
    tx.db,
  )
}

function ticketOf(data: unknown): string | null {
  return typeof data === 'object' && data !== null && 'ticketId' in data && typeof data.ticketId === 'string'
    ? data.ticketId
    : null
}

const isRetryable = (error: unknown) =>
  error instanceof Error && 'code' in error && (error.code === '40001' || error.code === '40P01')
