import { sql } from 'kysely'
import { problem } from '../platform/problem.ts'
import type { Store } from '../platform/store.ts'
import type { Tx } from '../platform/work.ts'
import { audit } from './auditing.ts'
import { hashPassword, mustBePassword } from './passwords.ts'
import { addressOf, tables, type UserView } from './user.ts'

export const alreadySetUp = problem('already-set-up', 409, 'This Docket is set up already')

/** Whether setup is still open: no organisation has an admin. */
export async function isSetUp({ pool }: Store): Promise<boolean> {
  const { rows } = await pool.query<{ is: boolean }>('select is_set_up() as is')
  return rows[0]!.is
}

export type Founding = { organisation: string; name: string; email: string; password: string }

/** The first organisation and its admin; the unit of work is that organisation's already. Closes behind itself. */
export async function foundOrganisation(tx: Tx, { organisation, name, email, password }: Founding): Promise<UserView> {
  mustBePassword(password, { email, name, organisation })
  const { rows } = await sql<{ founded: boolean }>`
    select found_first_organisation(${tx.actor.orgId}, ${slugOf(organisation)}, ${organisation}, ${tx.now}) as founded`.execute(
    tx.db,
  )
  if (!rows[0]?.founded) throw alreadySetUp('Sign in, or ask an administrator for an invitation.')
  const user = await addUser(tx, { email, name, role: 'admin', password })
  await audit(tx, 'setup', { organisation, user_id: user.id, email: user.email })
  return user
}

/** A user of the organisation with a password of their own. */
export async function addUser(
  tx: Tx,
  { email, name, role, password }: Omit<UserView, 'id'> & { password: string },
): Promise<UserView> {
  const user = { id: tx.newId(), email: addressOf(email), name, role }
  await tables(tx)
    .insertInto('app_user')
    .values({ ...user, password_hash: await hashPassword(password), active: true, created_at: tx.now })
    .execute()
  return user
}

function slugOf(organisation: string): string {
  const plain = organisation.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return (
    plain
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 40) || 'main'
  )
}
