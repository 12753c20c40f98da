import { type ColumnType, type Generated, type Selectable, sql } from 'kysely'
import { askedOnce } from '../platform/askedOnce.ts'
import { notFound } from '../platform/problem.ts'
import type { Role, Tx } from '../platform/work.ts'

type User = {
  id: string
  email: string
  name: string
  role: Role
  password_hash: string | null
  active: boolean
  created_at: Date
  last_seen_at: ColumnType<Date | null, Date | undefined, Date>
  undo_seconds: Generated<0 | 5 | 10 | 20 | 30 | null>
}
type Session = {
  id: string
  token_hash: Buffer
  user_id: string
  created_at: Date
  expires_at: Date
  last_seen_at: Date
  remember: boolean
  ip: string
  user_agent: string
}
type ApiToken = {
  id: string
  user_id: string
  token_hash: Buffer
  name: string
  created_at: Date
  scopes: string[] | null
  expires_at: Date | null
  last_used_at: Date | null
}
type Invitation = {
  id: string
  email: string
  name: string
  role: Role
  issue: number
  token_hash: Buffer
  invited_by: string | null
  created_at: Date
  expires_at: Date
  accepted_at: Date | null
}
type PasswordReset = {
  id: string
  user_id: string
  token_hash: Buffer
  created_at: Date
  expires_at: Date
  used_at: Date | null
}
type SecondFactor = {
  org_id: Generated<string>
  user_id: string
  secret_sealed: string
  created_at: Date
  confirmed_at: Date | null
  last_step: number
}
type RecoveryCode = { user_id: string; code_hash: Buffer; used_at: Date | null }
type Audit = {
  id: string
  at: Date
  type: string
  user_id: string | null
  actor: unknown
  ip: string | null
  request_id: string
  data: unknown
}
type Org = { id: string; slug: string; name: string; is_demo: boolean }

/** The tables this module owns. */
export const tables = (tx: Tx) =>
  tx.db.withTables<{
    app_user: User
    session: Session
    api_token: ApiToken
    invitation: Invitation
    password_reset: PasswordReset
    second_factor: SecondFactor
    recovery_code: RecoveryCode
    audit: Audit
    org: Org
  }>()

export type UserView = { id: string; name: string; email: string; role: Role }

export const addressOf = (email: string): string => email.trim().toLowerCase()

/** The users of these ids, also those who have left; others are absent. */
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

/** The person who acts, asked once in a unit of work; undefined for what acts by itself. */
export const actingUser = (tx: Tx) =>
  askedOnce(tx, 'who acts', async () => {
    if (tx.actor.kind !== 'user') return undefined
    const { rows } = await sql<Pick<Selectable<User>, 'name' | 'email' | 'undo_seconds'>>`
      select name, email, undo_seconds from app_user where id = ${tx.actor.id}`.execute(tx.db)
    return rows[0]
  })

export async function userOf(tx: Tx, id: string): Promise<UserView & { active: boolean }> {
  const user = await tables(tx)
    .selectFrom('app_user')
    .select(['id', 'name', 'email', 'role', 'active'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!user) throw notFound()
  return user
}

export const organisationOf = (tx: Tx) =>
  tables(tx).selectFrom('org').select(['id', 'name', 'slug', 'is_demo']).executeTakeFirstOrThrow()
