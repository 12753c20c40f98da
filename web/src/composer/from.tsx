import type { AnswerOf } from '@docket/api'
import { useQuery } from '@tanstack/react-query'
import { hooks } from '../api.ts'
import { Choose } from '../kit/choose.tsx'

export type Identity = AnswerOf<'listUsableIdentities'>['items'][number]

type Props = {
  mailboxId: string | undefined
  /** Of the address; null: the one by which the mailbox writes by itself. */
  value: string | null
  onChoose: (identityId: string | null) => void
  error?: string | undefined
}

/** From which address of its mailbox a reply goes; where there is only one, nothing is asked. */
export function From({ mailboxId, value, onChoose, error }: Props) {
  const { data } = useQuery(identitiesOf(mailboxId))
  const items = data?.items ?? []
  const gone = data ? goneOf(items, value) : []
  if (items.length + gone.length < 2) return null
  const byItself = items.find(({ is_default }) => is_default)?.id ?? ''
  return (
    <FromRow
      value={value ?? byItself}
      choices={[...items.map(choiceOf), ...gone]}
      onChoose={(id) => onChoose(id === byItself ? null : id)}
      error={error}
    />
  )
}

export const identitiesOf = (mailboxId: string | undefined) =>
  hooks.queryOptions(
    'get',
    '/sending/identities',
    { params: { query: mailboxId ? { mailbox_id: mailboxId } : {} } },
    { staleTime: 60_000, retry: false },
  )

export const choiceOf = ({ id, name, address }: Pick<Identity, 'id' | 'name' | 'address'>) => ({
  value: id,
  label: name ? `${name} <${address}>` : address,
})

/** One that may not be used any more stays named until another is chosen: it would go from elsewhere unasked. */
export const goneOf = (items: readonly Identity[], value: string | null) =>
  value === null || items.some(({ id }) => id === value)
    ? []
    : [{ value, label: 'An address that may not be used any more' }]

type RowProps = {
  value: string
  choices: { value: string; label: string; group?: string }[]
  onChoose: (value: string) => void
  onOpenChange?: (open: boolean) => void
  error: string | undefined
}

/** Stands above To and Cc, and looks like them. */
export const FromRow = ({ error, ...choosing }: RowProps) => (
  <div className="flex flex-wrap items-center gap-x-2 px-4 py-0.5">
    <span aria-hidden className="w-9 shrink-0 text-ink-3 text-sm">
      From
    </span>
    <Choose bare plain label="From" className="min-w-0 flex-1 items-start" {...choosing} />
    {error ? <p className="basis-full pl-11 text-danger text-sm">{error}</p> : null}
  </div>
)
