import { sql } from 'kysely'
import { newId } from '../platform/ids.ts'
import type { Route, Session } from '../platform/routes.ts'
import type { Store } from '../platform/store.ts'
import { inTx } from '../platform/tx.ts'
import type { Actor, Tx } from '../platform/work.ts'
import { tables } from './user.ts'

/** Writes who did what about access, in the commit of what was done. */
export async function audit(tx: Tx, type: string, data: Record<string, unknown> = {}, ip = tx.actor.ip): Promise<void> {
  const { kind, id, token } = tx.actor
  const actor = { kind, id, ...(token && { token }) }
  await tables(tx)
    .insertInto('audit')
    .values({
      id: tx.newId(),
      at: tx.now,
      type,
      user_id: kind === 'user' ? id : null,
      actor: JSON.stringify(actor),
      ip: ip ?? null,
      request_id: tx.requestId,
      data: JSON.stringify(data),
    })
    .execute()
}

/** A sign-in that failed: for each organisation that knows the address, or among the strangers. Costs the same either way. */
export async function auditFailedSignIn({ pool, clock }: Store, email: string, session: Session): Promise<void> {
  const at = clock()
  // As many ids as there may be organisations that know one address.
  const ids = Array.from({ length: 20 }, () => newId(at))
  await pool.query('select record_failed_sign_in($1, $2, $3, $4, $5, $6, $7)', [
    ids,
    at,
    'sign-in.failed',
    email.trim().slice(0, 320),
    session.ip,
    session.userAgent,
    session.requestId,
  ])
}

/** A refusal for want of a permission; once a minute for each person and route, so that it cannot be used to fill the disk. */
export async function auditRefusal(store: Store, actor: Actor, route: Route, requestId: string): Promise<void> {
  const at = `${route.method} ${route.path}`
  await inTx(
    store,
    actor,
    async (tx) => {
      const { rows } = await sql`
        select from audit where user_id = ${actor.id} and type = 'permission.refused' and data->>'route' = ${at}
          and at > ${new Date(tx.now.getTime() - 60_000)} limit 1`.execute(tx.db)
      if (rows.length === 0) await audit(tx, 'permission.refused', { route: at, permission: route.may })
    },
    requestId,
  )
}

export type AuditRow = {
  id: string
  at: Date
  type: string
  actor: { kind: string; id: string | null; name: string }
  ip: string | null
  data: Record<string, unknown>
}

/** Newest first. */
export async function listAudit(
  tx: Tx,
  {
    limit,
    before,
    type,
    userId,
  }: {
    limit: number
    before?: { at: Date; id: string } | undefined
    type?: string | undefined
    userId?: string | undefined
  },
): Promise<AuditRow[]> {
  const { rows } = await sql<AuditRow>`
    select a.id, a.at, a.type, a.ip, a.data,
      jsonb_build_object('kind', a.actor->>'kind', 'id', a.actor->>'id',
        'name', coalesce(u.name, a.actor->>'name', a.actor->>'id')) as actor
    from audit a left join app_user u on u.id = a.user_id and a.actor->>'kind' = 'user'
    where true
      ${type ? sql`and (a.type = ${type} or starts_with(a.type, ${`${type}.`}))` : sql``}
      ${userId ? sql`and (a.user_id = ${userId} or a.data->>'user_id' = ${userId})` : sql``}
      ${before ? sql`and (a.at, a.id) < (${before.at}, ${before.id}::uuid)` : sql``}
    order by a.at desc, a.id desc limit ${limit}`.execute(tx.db)
  return rows
}

export type Stranger = { at: Date; email: string; ip: string; user_agent: string }

/** For the operator: who failed to sign in with an address that nobody here has. */
export async function listStrangers({ pool }: Store, limit: number): Promise<Stranger[]> {
  const { rows } = await pool.query<Stranger>('select at, email, ip, user_agent from strangers($1)', [limit])
  return rows
}
