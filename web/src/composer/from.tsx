import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { hooks } from '../api.ts'
import { Choose } from '../kit/choose.tsx'

/** One that mail may leave; without a name beside the only one, whose name says nothing. */
export type Sender = { id: string | undefined; address: string; name?: string; shadow_since?: string | null }

type Props = {
  /** Those to choose from; a reply has but one. */
  mailboxes: readonly Sender[]
  mailboxId: string | undefined
  /** Of the address; null: the one by which the mailbox writes by itself. */
  value: string | null
  onChoose: (from: { mailbox_id: string | undefined; identity_id: string | null }) => void
  error?: string | undefined
}

/** From which mailbox and which of its addresses it goes: one row, and none where there is nothing to choose. */
export function From({ mailboxes, mailboxId, value, onChoose, error }: Props) {
  const [isOpen, setOpen] = useState(false)
  const identities = useQueries({
    // What the others may write from is asked when somebody looks.
    queries: mailboxes.map(({ id }) => ({ ...identitiesOf(id), enabled: isOpen || id === mailboxId })),
  })
  const isOne = mailboxes.length < 2
  const rows = mailboxes.flatMap((mailbox, at) => {
    const group = isOne ? undefined : groupOf(mailbox, mailboxes)
    const items = identities[at]?.data?.items ?? [itself(mailbox)]
    return items.map(({ id, name, address, is_default }) => ({
      ...{ value: id, label: name ? `${name} <${address}>` : address, group },
      from: { mailbox_id: mailbox.id, identity_id: is_default ? null : id },
      isDefault: is_default,
    }))
  })
  const own = rows.filter(({ from }) => from.mailbox_id === mailboxId)
  // One that may not be used any more stays named until another is chosen: it would go from elsewhere unasked.
  const isKnown = identities[mailboxes.findIndex(({ id }) => id === mailboxId)]?.data !== undefined
  const isGone = value !== null && isKnown && !own.some((one) => one.value === value)
  if (rows.length < 2 && isOne && !isGone) return null
  const gone = isGone ? [{ value, label: 'An address that may not be used any more', group: own[0]?.group }] : []
  const byItself = own.find(({ isDefault }) => isDefault)?.value ?? ''
  return (
    <div className="flex flex-wrap items-center gap-x-2 px-4 py-0.5">
      <span aria-hidden className="w-9 shrink-0 text-ink-3 text-sm">
        From
      </span>
      <Choose
        bare
        plain
        label="From"
        className="min-w-0 flex-1 items-start"
        value={value ?? byItself}
        choices={[...rows, ...gone]}
        onOpenChange={setOpen}
        onChoose={(chosen) => {
          const row = rows.find((one) => one.value === chosen)
          if (row) onChoose(row.from)
        }}
      />
      {error ? <p className="basis-full pl-11 text-danger text-sm">{error}</p> : null}
    </div>
  )
}

const identitiesOf = (mailboxId: string | undefined) =>
  hooks.queryOptions(
    'get',
    '/sending/identities',
    { params: { query: mailboxId ? { mailbox_id: mailboxId } : {} } },
    { staleTime: 60_000, retry: false },
  )

/** Until it is known which addresses it has besides. */
const itself = ({ id = '', address }: Sender) => ({ id, address, name: '', is_default: true })

/** Its name; where another has the same, its address besides. */
function groupOf({ id, name, address, shadow_since }: Sender, mailboxes: readonly Sender[]): string {
  const isTwin = mailboxes.some((other) => other.id !== id && other.name === name)
  return `${name}${isTwin ? `, ${address}` : ''}${shadow_since ? ', in shadow mode: nothing leaves it' : ''}`
}
