import { createHash, randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { problem } from '../platform/problem.ts'
import type { Session } from '../platform/routes.ts'
import type { Store } from '../platform/store.ts'
import { inTx } from '../platform/tx.ts'
import type { Actor, Role } from '../platform/work.ts'
import { tables } from './user.ts'

export const wrongSignIn = problem('wrong-sign-in', 401, 'E-mail address or password is wrong')
export const tooManyTries = problem('too-many-tries', 429, 'Too many tries; wait a minute')

const sessionDays = 14
/** Of any account, so that a stranger's address costs the same time as a known one (OWASP: argon2id, 19 MiB, 2 rounds). */
const decoy = hash(randomBytes(16).toString('hex'))

export const hashPassword = (password: string): Promise<string> => hash(password)
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()
export const newToken = (): string => randomBytes(32).toString('base64url')

/** A session for the one account that has this address and password. */
export async function signIn(store: Store, { email, password }: { email: string; password: string }, session: Session) {
  countTry(store, `${session.ip} ${email.toLowerCase()}`)
  const candidates = await store.pool.query<{
    user_id: string
    org_id: string
    role: Role
    password_hash: string | null
  }>('select user_id, org_id, role, password_hash from sign_in_candidates($1)', [email.trim()])
  let found: (typeof candidates.rows)[number] | undefined
  if (candidates.rows.length === 0) await verify(await decoy, password)
  for (const candidate of candidates.rows) {
    if (candidate.password_hash && (await verify(candidate.password_hash, password))) found ??= candidate
  }
  if (!found) throw wrongSignIn()

  const { user_id: id, org_id: orgId, role } = found
  const token = newToken()
  const user = await inTx(store, { kind: 'user', id, orgId, roles: [role] }, async (tx) => {
    const expires_at = new Date(tx.now.getTime() + sessionDays * 86_400_000)
    await tables(tx)
      .insertInto('session')
      .values({ token_hash: hashToken(token), user_id: id, created_at: tx.now, expires_at })
      .execute()
    session.setCookie('docket_session', token, expires_at, true)
    return tables(tx)
      .selectFrom('app_user')
      .select(['id', 'name', 'email', 'role'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
  })
  return { user }
}

export async function signOut(store: Store, session: Session): Promise<void> {
  const token = session.cookies.docket_session
  const actor = token && (await authenticate(store, { session: token }))
  if (actor)
    await inTx(store, actor, (tx) =>
      tables(tx).deleteFrom('session').where('token_hash', '=', hashToken(token)).execute(),
    )
  session.setCookie('docket_session', '', new Date(0), true)
}

/** Who holds this session cookie or bearer token; undefined when it is unknown, expired, or its user no longer active. */
export async function authenticate(
  store: Store,
  { session, bearer }: { session?: string | undefined; bearer?: string | undefined },
): Promise<Actor | undefined> {
  type Found = { user_id: string; org_id: string; role: Role }
  const { rows } = bearer
    ? await store.pool.query<Found>('select user_id, org_id, role from token_actor($1)', [hashToken(bearer)])
    : await store.pool.query<Found>('select user_id, org_id, role from session_actor($1, $2)', [
        hashToken(session ?? ''),
        store.clock(),
      ])
  const [found] = rows
  return found && { kind: 'user', id: found.user_id, orgId: found.org_id, roles: [found.role] }
}

const tries = new Map<string, { count: number; since: number }>()

/** Ten a minute for one address from one place. */
function countTry(store: Store, who: string): void {
  const now = store.clock().getTime()
  const known = tries.get(who)
  if (!known || now - known.since > 60_000) {
    if (tries.size > 10_000) tries.clear()
    tries.set(who, { count: 1, since: now })
  } else if (++known.count > 10) throw tooManyTries()
}
