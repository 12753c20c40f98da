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
  const gone = isGone ? [{ value, label: 'From an address that may not be used any more' }] : []
  return (
    <div className="px-4 pt-1">
      <Choose
        bare
        label="From"
        className="max-w-full self-start"
        value={value ?? byItself}
        choices={[
          ...items.map(({ id, name, address }) => ({ value: id, label: `From ${name} <${address}>` })),
          ...gone,
        ]}
        onChoose={(id) => onChoose(id === byItself ? null : id)}
      />
      {error ? <p className="text-danger text-sm">{error}</p> : null}
    </div>
  )
}
