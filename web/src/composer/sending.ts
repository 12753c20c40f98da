import type { BodyOf, DraftKind, TicketView } from '@docket/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { ApiError, answered, api, faultsOf, type NewerMessage, sentenceOf } from '../api.ts'
import { toast } from '../kit/toast.tsx'
import { invalidateLists, put } from '../tickets/queries.ts'
import { type Recipients, whoGetsIt } from './addresses.ts'
import type { Content } from './drafts.ts'

export type How = { resolve?: boolean; sendAt?: Date; force?: boolean }
type Asked = {
  ticket: TicketView
  kind: DraftKind
  content: Content
  recipients: Recipients
  ownDomains: ReadonlySet<string>
  /** Colleagues whom a note names. */
  mentions: string[]
  onSent: () => void
}
type Sent = BodyOf<'sendReply'> & { send_at?: string; seen?: string; force?: boolean }

/** The same words pressed twice are one message: the key stays until the words change, or the server has them. */
export function useAttempt() {
  const attempt = useRef({ words: '', key: '' })
  return {
    keyFor(words: string): string {
      if (attempt.current.words !== words) attempt.current = { words, key: crypto.randomUUID() }
      return attempt.current.key
    },
    succeeded(): void {
      attempt.current = { words: '', key: '' }
    },
  }
}

/** Lets a reply, a forward or a note go. */
export function useSending({ ticket, kind, content, recipients, ownDomains, mentions, onSent }: Asked) {
  const client = useQueryClient()
  const attempt = useAttempt()
  const last = useRef<How>({})
  // The newest that was seen when the writer sent, not what slipped in behind the button.
  const seen = ticket.messages.at(-1)?.id

  const mutation = useMutation({
    mutationFn: (how: How) => {
      last.current = how
      const status = how.resolve ? 'resolved' : (content.status ?? undefined)
      const { body } = content
      const asNote: BodyOf<'addNote'> = { body, ...(status ? { status } : {}) }
      if (kind === 'note' && mentions.length > 0) asNote.mentions = mentions
      const sent: Sent = {
        ...asNote,
        ...(content.html ? { html: outgoing(content.html) } : {}),
        kind: kind === 'forward' ? 'forward' : 'reply',
        ...recipients,
        upload_ids: content.uploads.map(({ id }) => id),
        ...(content.identity_id ? { identity_id: content.identity_id } : {}),
        ...(how.sendAt ? { send_at: how.sendAt.toISOString() } : {}),
        ...(seen && !how.force ? { seen } : {}),
        ...(how.force ? { force: true } : {}),
      }
      const key = attempt.keyFor(JSON.stringify([kind, kind === 'note' ? asNote : sent]))
      const params = { path: { id: ticket.id }, header: { 'Idempotency-Key': key } }
      return kind === 'note'
        ? answered(api.POST('/tickets/{id}/notes', { params, body: asNote }))
        : answered(api.POST('/tickets/{id}/replies', { params, body: sent }))
    },
    onSuccess: (view, how) => {
      attempt.succeeded()
      onSent()
      put(client, view)
      void invalidateLists(client)
      // What can be taken back is told with its key to do so.
      const waits = view.messages.some(({ delivery }) => delivery?.can_cancel)
      if (kind === 'note' || (waits && !how.sendAt)) return
      const what = kind === 'forward' ? 'Forward' : 'Reply'
      toast.done(
        how.sendAt
          ? `${what} leaves ${inWords(how.sendAt)}`
          : how.resolve
            ? `${what} queued, ticket resolved`
            : `${what} queued`,
        whoGetsIt(recipients, ownDomains),
      )
    },
    onError: (error) => {
      if (error instanceof ApiError && error.code === 'thread-changed') void client.invalidateQueries()
    },
  })
  const changed = mutation.error instanceof ApiError && mutation.error.code === 'thread-changed'
  const newer: NewerMessage[] | undefined = changed ? (mutation.error as ApiError).newer : undefined
  return {
    busy: mutation.isPending,
    wrong: mutation.isError && !changed ? sentenceOf(mutation.error) : undefined,
    faults: faultsOf(changed ? undefined : mutation.error),
    newer,
    forget: () => mutation.isError && mutation.reset(),
    send: (how: How) => {
      if (!mutation.isPending) mutation.mutate(how)
    },
    anyway: () => mutation.mutate({ ...last.current, force: true }),
  }
}

/** An empty line is nothing to a mail program unless something stands in it. */
export const outgoing = (html: string) => html.replace(/(<div[^>]*>)(<\/div>)/g, '$1<br>$2')

export const inWords = (at: Date) =>
  at.toLocaleString(undefined, { weekday: 'long', day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit' })
