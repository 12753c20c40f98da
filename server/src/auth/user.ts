import type { Role, Tx } from '../platform/work.ts'

export type User = {
  id: string
  email: string
  name: string
  role: Role
  password_hash: string | null
  active: boolean
  created_at: Date
}
type Session = { token_hash: Buffer; user_id: string; created_at: Date; expires_at: Date }
type ApiToken = { id: string; user_id: string; token_hash: Buffer; name: string; created_at: Date }
type Org = { id: string; slug: string; name: string; is_demo: boolean }

export const tables = (tx: Tx) =>
  tx.db.withTables<{ app_user: User; session: Session; api_token: ApiToken; org: Org }>()

/** The active users of these ids; others are absent. */
export async function usersById(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, { id: string; name: string; email: string }>> {
  if (ids.length === 0) return new Map()
  const users = await tables(tx)
    .selectFrom('app_user')
    .select(['id', 'name', 'email'])
    .where('id', 'in', [...ids])
    .execute()
  return new Map(users.map((user) => [user.id, user]))
}

export function listUsers(tx: Tx) {
  return tables(tx)
    .selectFrom('app_user')
    .select(['id', 'name', 'email', 'role'])
    .where('active', '=', true)
    .orderBy('name')
    .execute()
}
