import type { Mailbox } from '@docket/api'
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { choiceOf, FromRow, goneOf, type Identity, identitiesOf } from './from.tsx'

type Props = {
  mailboxes: readonly Mailbox[]
  mailbox: Mailbox
  /** Of the address; null: the one by which the mailbox writes by itself. */
  value: string | null
  onChoose: (from: { mailbox_id: string; identity_id: string | null }) => void
  error: string | undefined
}

/** From which mailbox and which of its addresses it goes: one row, and none where there is nothing to choose. */
export function NewMailFrom({ mailboxes, mailbox, value, onChoose, error }: Props) {
  const [isOpen, setOpen] = useState(false)
  const asked = useQueries({
    // What the others may write from is asked when somebody looks.
    queries: mailboxes.map(({ id }) => ({ ...identitiesOf(id), enabled: isOpen || id === mailbox.id })),
  })
  const isOne = mailboxes.length < 2
  const groups = mailboxes.map((each, at) => ({
    id: each.id,
    named: isOne ? {} : { group: groupOf(each, mailboxes) },
    items: asked[at]?.data?.items ?? [itself(each)],
    isKnown: asked[at]?.data !== undefined,
  }))
  const own = groups.find(({ id }) => id === mailbox.id)
  const gone = own?.isKnown ? goneOf(own.items, value) : []
  if (isOne && (own?.items.length ?? 0) + gone.length < 2) return null
  return (
    <FromRow
      value={value ?? own?.items.find(({ is_default }) => is_default)?.id ?? ''}
      choices={[
        ...groups.flatMap(({ items, named }) => items.map((one) => ({ ...choiceOf(one), ...named }))),
        ...gone.map((one) => ({ ...one, ...own?.named })),
      ]}
      onOpenChange={setOpen}
      onChoose={(chosen) => {
        for (const { id, items } of groups)
          for (const one of items)
            if (one.id === chosen) onChoose({ mailbox_id: id, identity_id: one.is_default ? null : chosen })
      }}
      error={error}
    />
  )
}

/** Until it is known which addresses it has besides. */
const itself = ({ id, address }: Mailbox): Identity => ({ id, address, name: '', is_default: true })

/** Its name; where another has the same, its address besides. */
function groupOf({ id, name, address, shadow_since }: Mailbox, mailboxes: readonly Mailbox[]): string {
  const isTwin = mailboxes.some((other) => other.id !== id && other.name === name)
  return `${name}${isTwin ? `, ${address}` : ''}${shadow_since ? ', in shadow mode: nothing leaves it' : ''}`
}
