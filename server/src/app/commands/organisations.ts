import type { Store } from '../../platform/store.ts'

export type Organisation = { orgId: string; slug: string }

/** Those of this installation, or the one of this slug. */
export async function organisations({ pool }: Store, slug?: string): Promise<Organisation[]> {
  const { rows } = await pool.query<{ org_id: string; slug: string }>('select org_id, slug from org_list()')
  const all = rows.map(({ org_id: orgId, slug }) => ({ orgId, slug }))
  if (slug === undefined) return all
  const found = all.filter((one) => one.slug === slug)
  if (found.length === 0)
    throw new Error(`There is no organisation ${slug}; there ${listed(all.map(({ slug }) => slug))}.`)
  return found
}

export function listed(names: readonly string[]): string {
  if (names.length === 0) return 'is none yet'
  return names.length === 1 ? `is ${names[0]}` : `are ${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
