import type { Store } from '../../platform/store.ts'
import { systemActor } from '../../platform/tx.ts'
import type { Actor } from '../../platform/work.ts'
import { Misuse } from './command.ts'
import { listed, organisations } from './organisations.ts'

/** Whoever has the command line of the server is its administrator; the audit names the command line. */
export const commandLine = (orgId: string): Actor => ({ ...systemActor(orgId, 'cli'), roles: ['admin'] })

/** The one active user of this address, or a sentence why it is not one. */
export async function whose(store: Store, email: string, org?: string): Promise<{ orgId: string; userId: string }> {
  const { rows } = await store.pool.query<{ org_id: string; user_id: string }>(
    'select org_id, user_id from sign_in_candidates($1)',
    [email.trim()],
  )
  const known = (await organisations(store, org)).flatMap((one) =>
    rows.filter(({ org_id }) => org_id === one.orgId).map(({ user_id }) => ({ ...one, userId: user_id })),
  )
  const [one, ...others] = known
  if (!one) throw new Error(`There is no active user ${email}${org ? ` in ${org}` : ''}.`)
  if (others.length > 0)
    throw new Error(`${email} is a user of ${known.map(({ slug }) => slug).join(' and ')}: say which with --org.`)
  return one
}

/** The organisation of this slug, or the only one there is. */
export async function whichOrganisation(store: Store, org?: string): Promise<string> {
  const all = await organisations(store, org)
  if (all.length !== 1)
    throw new Misuse(`Say which organisation with --org: there ${listed(all.map(({ slug }) => slug))}.`)
  return all[0]!.orgId
}
