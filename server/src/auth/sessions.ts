import { forbidden, notFound } from '../platform/problem.ts'
import type { Session } from '../platform/routes.ts'
import type { Store } from '../platform/store.ts'
import { inTx } from '../platform/tx.ts'
import type { Actor, Permission, Role, Tx } from '../platform/work.ts'
import { audit } from './auditing.ts'
import { accessChanged } from './events.ts'
import { hashToken, newToken } from './secrets.ts'
import { tables } from './user.ts'

const sessionDays = 14
/** As session_holder in the migrations has it. */
const idleDays = 3
const seenEveryMs = 60_000
const cookie = 'docket_session'

/**
 * Who holds this session cookie or bearer token; undefined when it is unknown, expired, or its user no longer
 * active. `quietly`: only a look, which does not count as use.
 */
export async function authenticate(
  store: Store,
  {
    session,
    bearer,
    ip,
    quietly,
  }: { session?: string | undefined; bearer?: string | undefined; ip?: string; quietly?: boolean },
): Promise<Actor | undefined> {
  const hash = hashToken(bearer ?? session ?? '')
  const now = store.clock()
  const { rows } = await store.pool.query<Holder>(bearer ? tokenHolder : sessionHolder, [hash, now])
  const [found] = rows
  if (!found) return undefined
  if (!quietly && now.getTime() - (found.last_at?.getTime() ?? 0) > seenEveryMs)
    await store.pool.query('select seen($1, $2)', [hash, now])
  return {
    kind: 'user',
    id: found.user_id,
    orgId: found.org_id,
    roles: [found.role],
    ...(found.scopes && { scopes: found.scopes }),
    ...(bearer ? { token: found.id } : { session: found.id }),
    ...(ip && { ip }),
  }
}

type Holder = {
  id: string
  user_id: string
  org_id: string
  role: Role
  last_at: Date | null
  scopes: Permission[] | null
}
const tokenHolder = 'select token_id as id, user_id, org_id, role, scopes, last_at from token_holder($1, $2)'
const sessionHolder =
  'select session_id as id, user_id, org_id, role, last_at, null as scopes from session_holder($1, $2)'

/** A new session for this user; what it returns sets the cookie once the commit stands. */
export async function beginSession(
  tx: Tx,
  { userId, session, remember = false }: { userId: string; session: Session; remember?: boolean },
): Promise<() => void> {
  const token = newToken()
  const expires_at = new Date(tx.now.getTime() + sessionDays * 86_400_000)
  const { ip, userAgent: user_agent } = session
  await tables(tx)
    .insertInto('session')
    .values({
      id: tx.newId(),
      token_hash: hashToken(token),
      user_id: userId,
      created_at: tx.now,
      last_seen_at: tx.now,
      expires_at,
      remember,
      ip,
      user_agent,
    })
    .execute()
  await tables(tx).updateTable('app_user').set({ last_seen_at: tx.now }).where('id', '=', userId).execute()
  return () => session.setCookie(cookie, token, expires_at, true)
}

/** Ends what this browser was signed in as, whoever it was. */
export async function endSession(store: Store, session: Session): Promise<void> {
  const token = session.cookies[cookie]
  const actor = token && (await authenticate(store, { session: token, ip: session.ip }))
  if (!actor) return
  await inTx(
    store,
    actor,
    async (tx) => {
      await tables(tx).deleteFrom('session').where('token_hash', '=', hashToken(token)).execute()
      await audit(tx, 'sign-out')
      tx.emit(accessChanged, { userId: actor.id })
    },
    session.requestId,
  )
}

export async function signOut(store: Store, session: Session): Promise<void> {
  await endSession(store, session)
  session.setCookie(cookie, '', new Date(0), true)
}

/** What an API token may never do: whoever found one must not be able to lock its user out or to outlive it. */
export function mustBeInBrowser(tx: Tx): string {
  if (!tx.actor.session) throw forbidden('Sign in with a browser for this: an API token cannot do it.')
  return tx.actor.session
}

const idleSince = (now: Date) => new Date(now.getTime() - idleDays * 86_400_000)

/** Where the user is signed in now, most lately used first. */
export async function listSessions(tx: Tx) {
  const sessions = await tables(tx)
    .selectFrom('session')
    .select(['id', 'created_at', 'last_seen_at', 'expires_at', 'ip', 'user_agent', 'remember'])
    .where('user_id', '=', tx.actor.id)
    .where('expires_at', '>', tx.now)
    .where((eb) => eb.or([eb('remember', '=', true), eb('last_seen_at', '>', idleSince(tx.now))]))
    .orderBy('last_seen_at', 'desc')
    .execute()
  return sessions.map(({ id = '', ...session }) => ({ ...session, id, current: id === tx.actor.session }))
}

/** One of one's own sessions ends, also on its open pages. */
export async function revokeSession(tx: Tx, { id }: { id: string }): Promise<void> {
  mustBeInBrowser(tx)
  const { numDeletedRows } = await tables(tx)
    .deleteFrom('session')
    .where('id', '=', id)
    .where('user_id', '=', tx.actor.id)
    .executeTakeFirst()
  if (numDeletedRows === 0n) throw notFound()
  await audit(tx, 'session.revoked', { session_id: id })
  tx.emit(accessChanged, { userId: tx.actor.id })
}

/** All sessions of a user end, but one. Returns how many. */
export async function endSessions(tx: Tx, userId: string, { but }: { but?: string | undefined } = {}): Promise<number> {
  const { numDeletedRows } = await tables(tx)
    .deleteFrom('session')
    .where('user_id', '=', userId)
    .$if(but !== undefined, (query) => query.where('id', '!=', but!))
    .executeTakeFirst()
  tx.emit(accessChanged, { userId })
  return Number(numDeletedRows)
}

/** Everywhere else: the session that asks goes on. */
export async function revokeOtherSessions(tx: Tx): Promise<void> {
  const count = await endSessions(tx, tx.actor.id, { but: mustBeInBrowser(tx) })
  await audit(tx, 'session.revoked', { count, others: true })
}
