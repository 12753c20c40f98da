import { newId } from '../platform/ids.ts'
import type { Session } from '../platform/routes.ts'
import type { Store } from '../platform/store.ts'
import { inTx, systemActor } from '../platform/tx.ts'
import type { Role, Tx } from '../platform/work.ts'
import { audit } from './auditing.ts'
import { passwordChanged, resetIssued } from './events.ts'
import { linkSpent } from './inviting.ts'
import { accountKey, countTry, forgive, forgiveOwnTries, rememberDevice, wishTries } from './limiting.ts'
import { fieldFault, hashPassword, isPassword, mustBePassword } from './passwords.ts'
import { hashToken, linkToken } from './secrets.ts'
import { endSessions, mustBeInBrowser } from './sessions.ts'
import { organisationOf, tables, userOf } from './user.ts'

const hour = 3_600_000
const resetsAnHour = 3

/**
 * Somebody says that they forgot their password. One row is written whoever asks, so that nothing can be learnt from the answer or
 * its time; whether there is such a user is found out by the sweep.
 */
export async function wishReset(store: Store, email: string, session: Session): Promise<void> {
  await countTry(store, wishTries(store, session))
  const { pool, clock } = store
  await pool.query('select wish_reset($1, $2, $3)', [newId(clock()), email.trim().slice(0, 320), clock()])
}

/** A sweep: turns wishes into links by mail, for those who are users. Done twice it makes one link. */
export async function grantResets(store: Store): Promise<number> {
  type Wish = { wish_id: string; asked_at: Date; user_id: string | null; org_id: string | null }
  const { rows } = await store.pool.query<Wish>('select wish_id, asked_at, user_id, org_id from reset_wishes()')
  for (const { asked_at, user_id: userId, org_id } of rows)
    if (userId && org_id)
      await inTx(store, systemActor(org_id, 'reset'), (tx) => issueReset(tx, store, { userId, askedAt: asked_at }))
  for (const id of new Set(rows.map(({ wish_id }) => wish_id)))
    await store.pool.query('select reset_wish_done($1)', [id])
  return rows.length
}

async function issueReset(tx: Tx, store: Store, { userId, askedAt }: { userId: string; askedAt: Date }): Promise<void> {
  await tables(tx).selectFrom('app_user').select('id').where('id', '=', userId).forNoKeyUpdate().executeTakeFirst()
  const recent = await tables(tx)
    .selectFrom('password_reset')
    .select('created_at')
    .where('user_id', '=', userId)
    .where('created_at', '>', new Date(tx.now.getTime() - hour))
    .execute()
  if (recent.length >= resetsAnHour || recent.some(({ created_at }) => created_at >= askedAt)) return
  await endResets(tx, userId)
  const id = tx.newId()
  await tables(tx)
    .insertInto('password_reset')
    .values({
      id,
      user_id: userId,
      token_hash: hashToken(linkToken(store.keys, 'password reset', id)),
      created_at: tx.now,
      expires_at: new Date(tx.now.getTime() + hour),
      used_at: null,
    })
    .execute()
  await audit(tx, 'password.reset-sent', { user_id: userId })
  tx.emit(resetIssued, { resetId: id })
}

/** What the mail of a reset says, or undefined when it is no longer wanted. */
export async function resetToMail(tx: Tx, store: Store, { id }: { id: string }) {
  const row = await tables(tx)
    .selectFrom('password_reset')
    .innerJoin('app_user', 'app_user.id', 'password_reset.user_id')
    .select(['app_user.email', 'app_user.name', 'password_reset.expires_at'])
    .where('password_reset.id', '=', id)
    .where('used_at', 'is', null)
    .where('expires_at', '>', tx.now)
    .executeTakeFirst()
  if (!row) return undefined
  const link = `${store.config.publicUrl}/reset?token=${linkToken(store.keys, 'password reset', id)}`
  return {
    email: row.email,
    name: row.name,
    organisation: (await organisationOf(tx)).name,
    link,
    expiresAt: row.expires_at,
  }
}

/**
 * A new password by the link of the mail. Whoever was signed in as this user is out, waiting for wrong tries is over, and
 * this browser counts as known: so a locked-out user gets in, however long somebody goes on guessing.
 */
export async function resetPassword(
  store: Store,
  { token, password }: { token: string; password: string },
  session: Session,
): Promise<void> {
  type Holder = { reset_id: string; org_id: string; user_id: string; role: Role }
  const { rows } = await store.pool.query<Holder>('select reset_id, org_id, user_id, role from reset_holder($1, $2)', [
    hashToken(token),
    store.clock(),
  ])
  const [found] = rows
  if (!found) throw linkSpent('Ask for a new one.')
  const actor = { kind: 'user' as const, id: found.user_id, orgId: found.org_id, roles: [found.role], ip: session.ip }
  const email = await inTx(
    store,
    actor,
    async (tx) => {
      const used = await tables(tx)
        .updateTable('password_reset')
        .set({ used_at: tx.now })
        .where('id', '=', found.reset_id)
        .where('used_at', 'is', null)
        .executeTakeFirst()
      if (used.numUpdatedRows === 0n) throw linkSpent('Ask for a new one.')
      await setPassword(tx, { userId: found.user_id, password })
      await audit(tx, 'password.reset')
      return (await userOf(tx, found.user_id)).email
    },
    session.requestId,
  )
  await forgive(store, [{ key: accountKey(store, email), free: 0, isForgiven: true }])
  rememberDevice(store, email, session)
}

/** One's own, knowing the old one. The other sessions end. */
export async function changePassword(
  tx: Tx,
  store: Store,
  { current_password, password }: { current_password: string; password: string },
): Promise<void> {
  const session = mustBeInBrowser(tx)
  await confirmPassword(tx, store, current_password, 'current_password')
  await setPassword(tx, { userId: tx.actor.id, password, but: session })
  await audit(tx, 'password.changed')
}

/** Sets it, ends the sessions (but one) and every link that would set another, and tells the user. */
export async function setPassword(
  tx: Tx,
  { userId, password, but }: { userId: string; password: string; but?: string },
): Promise<void> {
  const user = await userOf(tx, userId)
  mustBePassword(password, { ...user, organisation: (await organisationOf(tx)).name })
  await tables(tx)
    .updateTable('app_user')
    .set({ password_hash: await hashPassword(password) })
    .where('id', '=', userId)
    .execute()
  await endSessions(tx, userId, { but })
  await endResets(tx, userId)
  tx.emit(passwordChanged, { userId, changeId: tx.newId() })
}

/** Whoever sits at an open page says the password again. Its route counts the try. */
export async function confirmPassword(tx: Tx, store: Store, password: string, field: string): Promise<void> {
  const user = await tables(tx)
    .selectFrom('app_user')
    .select('password_hash')
    .where('id', '=', tx.actor.id)
    .executeTakeFirstOrThrow()
  if (!(await isPassword(password, user.password_hash))) throw fieldFault(field, 'is not your password')
  await forgiveOwnTries(tx, store)
}

export const endResets = (tx: Tx, userId: string) =>
  tables(tx)
    .updateTable('password_reset')
    .set({ used_at: tx.now })
    .where('user_id', '=', userId)
    .where('used_at', 'is', null)
    .execute()
