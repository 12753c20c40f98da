import type { ReactNode } from 'react'
import { hooks } from '../api.ts'
import { Choose } from '../kit/choose.tsx'

type Props = {
  mailboxId: string | undefined
  value: string | null
  onChoose: (identityId: string | null) => void
  error?: string | undefined
}

/** From which address it goes; where there is only one, nothing is asked. */
export function From({ mailboxId, value, onChoose, error }: Props) {
  const query = mailboxId ? { mailbox_id: mailboxId } : {}
  const { data } = hooks.useQuery(
    'get',
    '/sending/identities',
    { params: { query } },
    { staleTime: 60_000, retry: false },
  )
  const items = data?.items ?? []
  // One that may not be used any more stays named until another is chosen: it would go from elsewhere unasked.
  const isGone = value !== null && data !== undefined && !items.some(({ id }) => id === value)
  if (items.length < 2 && !isGone) return null
  const byItself = items.find(({ is_default }) => is_default)?.id ?? ''
  const gone = isGone ? [{ value, label: 'An address that may not be used any more' }] : []
  return (
    <FromRow>
      <Choose
        bare
        plain
        label="From"
        className="min-w-0"
        value={value ?? byItself}
        choices={[...items.map(({ id, name, address }) => ({ value: id, label: `${name} <${address}>` })), ...gone]}
        onChoose={(id) => onChoose(id === byItself ? null : id)}
      />
      {error ? <p className="basis-full pl-11 text-danger text-sm">{error}</p> : null}
    </FromRow>
  )
}

/** Stands above To and Cc, and looks like them. */
export const FromRow = ({ children }: { children: ReactNode }) => (
  <div className="flex flex-wrap items-center gap-x-2 px-4 py-0.5">
    <span aria-hidden className="w-9 shrink-0 text-ink-3 text-sm">
      From
    </span>
    {children}
  </div>
)
