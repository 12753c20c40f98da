import { forbidden, notFound, problem } from '../platform/problem.ts'
import type { Role, Tx } from '../platform/work.ts'
import { audit } from './auditing.ts'
import { accessChanged } from './events.ts'
import { may } from './permissions.ts'
import { endResets } from './resetting.ts'
import { endSessions, mustBeInBrowser } from './sessions.ts'
import { removeTwoFactor } from './twoFactor.ts'
import { tables, type UserView } from './user.ts'

export const lastAdmin = problem('last-admin', 409, 'The organisation must keep an administrator')

export type ListedUser = UserView & { active?: boolean; two_factor?: boolean; last_seen_at?: Date | null }

/** The people of the organisation; who manages them sees more of each, and may ask for those who are switched off too. */
export async function listUsers(tx: Tx, { inactive = false }: { inactive?: boolean } = {}): Promise<ListedUser[]> {
  const manages = may(tx.actor, 'people.manage')
  const users = await managed(tx)
    .$if(!manages || !inactive, (query) => query.where('active', '=', true))
    .orderBy('name')
    .orderBy('app_user.id')
    .execute()
  return manages ? users.map(fully) : users.map(({ id, name, email, role }) => ({ id, name, email, role }))
}

const managed = (tx: Tx) =>
  tables(tx)
    .selectFrom('app_user')
    .leftJoin('second_factor', 'second_factor.user_id', 'app_user.id')
    .select(['app_user.id', 'name', 'email', 'role', 'active', 'last_seen_at', 'confirmed_at'])

const fully = ({ confirmed_at, ...user }: UserView & ListedUser & { confirmed_at: Date | null }): ListedUser => ({
  ...user,
  two_factor: confirmed_at !== null,
})

export type UserChange = {
  name?: string | undefined
  role?: Role | undefined
  active?: boolean | undefined
  two_factor?: false | undefined
}

/** Name, role, on or off. Who is switched off is out at once, everywhere; the last administrator stays one. */
export async function changeUser(tx: Tx, id: string, { two_factor, ...change }: UserChange): Promise<ListedUser> {
  // All administrators, always in one order: of two who take each other's role, the second finds itself the last.
  const admins = await tables(tx)
    .selectFrom('app_user')
    .select('id')
    .where('role', '=', 'admin')
    .where('active', '=', true)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  const before = await tables(tx)
    .selectFrom('app_user')
    .select(['name', 'role', 'active'])
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!before) throw notFound()
  const changed = changes(before, change)
  const staysAdmin = (changed.role ?? before.role) === 'admin' && (changed.active ?? before.active)
  if (!staysAdmin && admins.every((admin) => admin.id === id) && admins.length > 0)
    throw lastAdmin('Make somebody else an administrator first.')

  if (Object.keys(changed).length > 0) {
    await tables(tx).updateTable('app_user').set(changed).where('id', '=', id).execute()
    const old = Object.fromEntries(Object.keys(changed).map((key) => [key, before[key as keyof typeof before]]))
    await audit(tx, 'user.changed', { user_id: id, old, new: changed })
    tx.emit(accessChanged, { userId: id })
  }
  if (changed.active === false) {
    await endSessions(tx, id)
    await endResets(tx, id)
  }
  if (two_factor === false) await takeAwaySecondFactor(tx, id)
  return fully(await managed(tx).where('app_user.id', '=', id).executeTakeFirstOrThrow())
}

/** Not one's own: that wants the password, so that an open page alone cannot do it. */
async function takeAwaySecondFactor(tx: Tx, id: string): Promise<void> {
  mustBeInBrowser(tx)
  if (id === tx.actor.id) throw forbidden('Take your own second factor away under /me/two-factor, with your password.')
  await removeTwoFactor(tx, id)
}

function changes<T extends Record<string, unknown>>(before: T, change: Partial<Record<keyof T, unknown>>): Partial<T> {
  const entries = Object.entries(change).filter(([key, value]) => value !== undefined && value !== before[key])
  return Object.fromEntries(entries) as Partial<T>
}
