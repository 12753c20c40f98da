import type { Actor, Tx } from '../platform/work.ts'
import { tables } from './user.ts'

/** The person as who acts, with what the role allows now; undefined for one who is switched off, or is not there. */
export async function actorOf(tx: Tx, userId: string): Promise<(Actor & { email: string; name: string }) | undefined> {
  const user = await tables(tx)
    .selectFrom('app_user')
    .select(['id', 'email', 'name', 'role'])
    .where('id', '=', userId)
    .where('active', '=', true)
    .executeTakeFirst()
  if (!user) return undefined
  const { id, email, name, role } = user
  return { kind: 'user', id, orgId: tx.actor.orgId, roles: [role], email, name }
}

/** Of these people the ones who work here now. */
export async function activeAmong(tx: Tx, userIds: readonly string[]): Promise<Set<string>> {
  if (userIds.length === 0) return new Set()
  const rows = await tables(tx)
    .selectFrom('app_user')
    .select('id')
    .where('id', 'in', [...userIds])
    .where('active', '=', true)
    .execute()
  return new Set(rows.map(({ id }) => id))
}
