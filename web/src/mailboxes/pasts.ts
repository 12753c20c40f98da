export type Past = 'none' | '30' | 'all'

export const pasts: { value: Past; label: string; says: string }[] = [
  { value: 'none', label: 'Nothing', says: 'Only mail that comes from now on.' },
  { value: '30', label: '30 days', says: 'Enough to know who wrote lately.' },
  {
    value: 'all',
    label: 'Everything',
    says: 'All that is in what you read there. It may take hours; new mail goes first.',
  },
]

const dayMs = 86_400_000

/** Since when mail is brought: null is all of it, undefined nothing older. */
export const sinceOf = (past: Past): string | null | undefined =>
  past === 'none' ? undefined : past === 'all' ? null : new Date(Date.now() - Number(past) * dayMs).toISOString()
