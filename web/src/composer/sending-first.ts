import type { BodyOf } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { ApiError, answered, api, faultsOf, sentenceOf } from '../api.ts'
import { toast } from '../kit/toast.tsx'
import { invalidateLists, put } from '../tickets/queries.ts'
import { newMailsQuery, type useNewMail } from './new-mails.ts'
import { inWords, outgoing, useAttempt } from './sending.ts'

export type How = { sendAt?: Date }
type Asked = { draft: ReturnType<typeof useNewMail>; mailboxId: string | undefined; onSent: () => void }

/** Sends what the server has under the draft's id, so that it leaves once, whatever windows it is open in. */
export function useSendingFirst({ draft, mailboxId, onSent }: Asked) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const attempt = useAttempt()
  const sent = useRef(false)
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<unknown>()

  const send = async ({ sendAt }: How) => {
    if (!mailboxId || busy) return
    setBusy(true)
    setWrong(undefined)
    try {
      const kept = await draft.settled()
      if (!kept) throw new Error('It could not be kept, so it was not sent. Try again.')
      const { uploads, status, html, identity_id, mailbox_id: _, ...words } = kept.content
      const body: BodyOf<'writeTo'> = {
        ...{ mailbox_id: mailboxId, ...words, upload_ids: uploads.map(({ id }) => id) },
        ...(html ? { html: outgoing(html) } : {}),
        ...(identity_id ? { identity_id } : {}),
        ...(status ? { status } : {}),
        ...(sendAt ? { send_at: sendAt.toISOString() } : {}),
        ...(draft.id.current ? { draft_id: draft.id.current } : {}),
        ...(draft.id.current && kept.seen ? { draft_seen: kept.seen } : {}),
      }
      const header = { 'Idempotency-Key': attempt.keyFor(JSON.stringify(body)) }
      const view = await answered(api.POST('/tickets/outbound', { params: { header }, body }))
      sent.current = true
      draft.clear()
      put(client, view)
      void invalidateLists(client)
      void client.invalidateQueries(newMailsQuery)
      const waits = view.messages.some(({ delivery }) => delivery?.can_cancel)
      // What can be taken back is told with its key to do so.
      if (sendAt) toast.done(`Mail leaves ${inWords(sendAt)}`, `#${view.number} ${view.subject}`)
      else if (!waits) toast.done('Mail queued', `#${view.number} ${view.subject}`)
      onSent()
      void navigate({ to: '/tickets/$ticketId', params: { ticketId: view.id }, search: {} })
    } catch (error) {
      if (error instanceof ApiError && error.code === 'new-mail-changed') draft.conflict(error)
      else setWrong(error)
    } finally {
      setBusy(false)
    }
  }
  return {
    send,
    busy,
    wrong: wrong ? sentenceOf(wrong) : undefined,
    faults: faultsOf(wrong),
    forget: () => setWrong(undefined),
    isSent: () => sent.current,
  }
}
