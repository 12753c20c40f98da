import type { Tx } from '../platform/work.ts'
import { allPermissions, may } from './permissions.ts'
import { mustBeInBrowser } from './sessions.ts'
import { hasSecondFactor } from './twoFactor.ts'
import { organisationOf, tables, type UserView, userOf } from './user.ts'

export async function whoAmI(tx: Tx) {
  const { active: _active, ...user } = await userOf(tx, tx.actor.id)
  return {
    user: { ...user, two_factor: await hasSecondFactor(tx, user.id) },
    org: await organisationOf(tx),
    permissions: allPermissions.filter((permission) => may(tx.actor, permission)),
  }
}

export async function rename(tx: Tx, { name }: { name: string }): Promise<UserView> {
  mustBeInBrowser(tx)
  await tables(tx).updateTable('app_user').set({ name }).where('id', '=', tx.actor.id).execute()
  const { active: _active, ...user } = await userOf(tx, tx.actor.id)
  return user
}
