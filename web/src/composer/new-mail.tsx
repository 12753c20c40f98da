import type { NewMail as Draft } from '@docket/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api, sentenceOf } from '../api.ts'
import { useMe } from '../auth/me.ts'
import { Modal } from '../kit/dialog.tsx'
import { toast } from '../kit/toast.tsx'
import NewMailForm from './new-mail-form.tsx'
import { type Begun, begunMails, begunOf, newMailsQuery } from './new-mails.ts'
import { Unfinished } from './unfinished.tsx'

type Props = { draft: Draft | undefined; onClose: () => void }

/**
 * A mail to somebody who has not written: it opens a ticket. What was begun and not sent is offered until one writes.
 */
export default function NewMail({ draft, onClose }: Props) {
  const { user } = useMe()
  const client = useQueryClient()
  const asked = useQuery(newMailsQuery)
  const [going, setGoing] = useState<Begun | undefined>(() => draft && begunOf(user.id, draft))
  const [isBlank, setBlank] = useState(draft === undefined)
  const offered = useMemo(
    () => (isBlank ? begunMails(user.id, asked.data?.items ?? []) : []),
    [isBlank, asked.data, user.id],
  )

  const discard = async ({ id, mail, place }: Begun) => {
    localStorage.removeItem(place)
    try {
      if (id && mail) await api.PUT('/new-mails/{id}', { params: { path: { id } }, body: { seen: mail.updated_at } })
    } catch (error) {
      toast.wrong('It was not thrown away', sentenceOf(error))
    }
    await client.invalidateQueries(newMailsQuery)
  }
  return (
    <Modal
      open
      onClose={onClose}
      title="New mail"
      className="max-w-3xl max-[899px]:top-0! max-[899px]:h-dvh max-[899px]:max-h-dvh! max-[899px]:w-full! max-[899px]:rounded-none"
    >
      {offered.length > 0 ? (
        <Unfinished
          mails={offered}
          onDiscard={(one) => void discard(one)}
          onContinue={(one) => {
            setBlank(false)
            setGoing(one)
          }}
        />
      ) : null}
      <NewMailForm key={going?.place ?? 'blank'} begun={going} onBegun={() => setBlank(false)} onClose={onClose} />
    </Modal>
  )
}
