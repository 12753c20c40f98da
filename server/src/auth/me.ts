import type { Tx } from '../platform/work.ts'
import { permissionsOf } from './permissions.ts'
import { tables } from './user.ts'

export async function whoAmI(tx: Tx) {
  const user = await tables(tx)
    .selectFrom('app_user')
    .select(['id', 'name', 'email', 'role'])
    .where('id', '=', tx.actor.id)
    .executeTakeFirstOrThrow()
  const org = await tables(tx).selectFrom('org').select(['id', 'name', 'slug', 'is_demo']).executeTakeFirstOrThrow()
  return { user, org, permissions: [...permissionsOf[user.role]] }
}
