import type { DraftKind, TicketView } from '@docket/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Lock, Reply } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { answered, api, sentenceOf } from '../api.ts'
import { Button } from '../kit/button.tsx'
import { cx } from '../kit/class-names.ts'
import { toast } from '../kit/toast.tsx'
import { Tip } from '../kit/tooltip.tsx'
import { useAction } from '../shell/actions.ts'
import { type DraftState, useDraft } from './drafts.ts'
import { invalidateLists, put } from './queries.ts'

/** Always one key away: a reply goes out by mail, a note stays in the house, and the two never look alike. */
export function Composer({ ticket }: { ticket: TicketView }) {
  const isDark = ticket.mailbox?.in_shadow ?? false
  const kinds: DraftKind[] = [
    // A draft stays readable under the shadow, and cannot be sent.
    ...(ticket.can.reply || (isDark && ticket.can.note) ? ['reply' as const] : []),
    ...(ticket.can.note ? ['note' as const] : []),
  ]
  const [kind, setKind] = useState<DraftKind>(ticket.can.reply ? 'reply' : 'note')
  const [open, setOpen] = useState(ticket.drafts.length > 0)
  const field = useRef<HTMLTextAreaElement>(null)
  const drafts = { reply: useDraft(ticket, 'reply'), note: useDraft(ticket, 'note') }
  const { body, write, clear, state } = drafts[kind]
  const sending = useSending(ticket, kind, body, () => {
    clear()
    setOpen(false)
    field.current?.blur()
  })
  const isNote = kind === 'note'

  const start = (next: DraftKind) => {
    setKind(next)
    setOpen(true)
    requestAnimationFrame(() => field.current?.focus())
  }
  const writing = open && body.trim() !== '' && (isNote || ticket.can.reply)
  useAction('write.reply', kinds.includes('reply') ? () => start('reply') : undefined)
  useAction('write.note', ticket.can.note ? () => start('note') : undefined)
  useAction('write.send', writing ? () => sending.send(false) : undefined)
  useAction('write.resolve', writing && !isNote ? () => sending.send(true) : undefined)
  useAction('write.leave', open ? () => field.current?.blur() : undefined)

  // It grows with the text up to a share of the window.
  useEffect(() => {
    const area = field.current
    if (!area) return
    if (!open) area.style.height = ''
    if (!open) return
    area.style.height = '0'
    area.style.height = `${area.scrollHeight + (body ? 2 : 0)}px`
  }, [body, open])

  if (kinds.length === 0) return null
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.nativeEvent.isComposing) field.current?.blur()
  }

  return (
    <section
      aria-label={isNote ? 'Internal note' : 'Reply'}
      className="shrink-0 px-6 pb-4 max-[899px]:px-2 max-[899px]:pb-2"
    >
      <div
        className={cx(
          'mx-auto max-w-[46rem] rounded-lg border focus-within:shadow-float',
          isNote ? 'border-note-line bg-note' : 'border-line-strong bg-raised',
        )}
      >
        <div className="flex items-center gap-1 px-2 pt-2">
          <div role="tablist" aria-label="What to write" className="flex gap-1">
            {kinds.map((each) => (
              <button
                key={each}
                type="button"
                role="tab"
                aria-selected={kind === each}
                onClick={() => start(each)}
                className={cx(
                  'flex h-6.5 items-center gap-1.5 rounded-md px-2 text-sm max-[899px]:h-9',
                  kind === each ? 'font-medium' : 'text-ink-3 hover:text-ink',
                  kind === each && (each === 'note' ? 'bg-note-line/45 text-note-ink' : 'bg-selected text-accent'),
                )}
              >
                {each === 'note' ? <Lock className="size-3.5!" /> : <Reply className="size-3.5!" />}
                {each === 'note' ? 'Note' : 'Reply'}
                {kind !== each && drafts[each].body ? (
                  <span role="img" aria-label="draft" className="size-1.5 rounded-full bg-note-button" />
                ) : null}
              </button>
            ))}
          </div>
          <Saved state={state} />
        </div>
        <textarea
          ref={field}
          dir="auto"
          value={body}
          onChange={(event) => {
            write(event.target.value)
            sending.forget()
          }}
          onFocus={() => setOpen(true)}
          onKeyDown={onKeyDown}
          readOnly={sending.busy}
          aria-label={isNote ? 'Internal note' : `Reply to ${ticket.requester.name || ticket.requester.email}`}
          placeholder={isNote ? 'Only your colleagues see this' : 'Write a reply'}
          className={cx(
            'block max-h-[42vh] w-full resize-none bg-transparent px-4 py-2 text-md outline-none max-[899px]:text-[16px]',
            open ? 'min-h-24' : 'min-h-10',
          )}
        />
        {sending.wrong ? (
          <p role="alert" className="px-4 pb-1 text-danger text-sm">
            {sending.wrong} Your text is kept.
          </p>
        ) : null}
        {open ? (
          <footer className="flex flex-wrap items-center justify-end gap-2 p-2 pl-4">
            <p className={cx('min-w-0 flex-1 text-ink-3 text-xs', isNote || !isDark ? 'truncate' : 'basis-60')}>
              {!isNote && isDark ? (
                <span className="text-note-ink">
                  Not sent: {ticket.mailbox?.address} is in shadow mode and nothing leaves it. What you write is kept as
                  a draft.
                </span>
              ) : isNote ? (
                <span className="text-note-ink">
                  Internal. Not sent to {ticket.requester.name || ticket.requester.email}.
                </span>
              ) : (
                <>
                  To <span className="text-ink-2">{ticket.requester.email}</span>
                  {ticket.mailbox ? <span className="max-[899px]:hidden"> from {ticket.mailbox.address}</span> : null}
                </>
              )}
            </p>
            {isNote ? null : (
              <Tip label="Send and resolve" keys="mod+shift+enter" side="top">
                <Button disabled={!writing} busy={sending.busy} onClick={() => sending.send(true)}>
                  Send and resolve
                </Button>
              </Tip>
            )}
            <Tip label={isNote ? 'Add note' : 'Send'} keys="mod+enter" side="top">
              <Button
                look={isNote ? 'note' : 'primary'}
                disabled={!writing}
                busy={sending.busy}
                onClick={() => sending.send(false)}
              >
                {sending.busy ? 'One moment…' : isNote ? 'Add note' : 'Send'}
              </Button>
            </Tip>
          </footer>
        ) : null}
      </div>
    </section>
  )
}

/** The same words pressed twice are one message: the key stays until the words change or the server has them. */
function useSending(ticket: TicketView, kind: DraftKind, body: string, onSent: () => void) {
  const client = useQueryClient()
  const attempt = useRef({ words: '', key: '' })
  const mutation = useMutation({
    mutationFn: (resolve: boolean) => {
      const words = JSON.stringify([kind, body, resolve])
      if (attempt.current.words !== words) attempt.current = { words, key: crypto.randomUUID() }
      return answered(
        api.POST(kind === 'note' ? '/tickets/{id}/notes' : '/tickets/{id}/replies', {
          params: { path: { id: ticket.id }, header: { 'Idempotency-Key': attempt.current.key } },
          body: resolve ? { body, status: 'resolved' } : { body },
        }),
      )
    },
    onSuccess: (view, resolve) => {
      attempt.current = { words: '', key: '' }
      put(client, view)
      onSent()
      void invalidateLists(client)
      const isWaiting = view.messages.some(({ delivery }) => delivery?.can_cancel)
      if (kind === 'reply' && !isWaiting)
        toast.done(resolve ? 'Reply queued, ticket resolved' : 'Reply queued', `To ${ticket.requester.email}`)
    },
  })
  return {
    busy: mutation.isPending,
    wrong: mutation.isError ? sentenceOf(mutation.error) : undefined,
    forget: () => mutation.isError && mutation.reset(),
    send: (resolve: boolean) => {
      if (body.trim() && !mutation.isPending) mutation.mutate(resolve)
    },
  }
}

function Saved({ state }: { state: DraftState }) {
  const words =
    typeof state === 'object'
      ? 'Draft kept in this browser'
      : state === 'saved'
        ? 'Draft saved'
        : state === 'saving'
          ? 'Saving…'
          : ''
  return (
    <p
      role="status"
      title={typeof state === 'object' ? state.failed : undefined}
      className={cx('ml-auto pr-2 text-xs', typeof state === 'object' ? 'text-note-ink' : 'text-ink-3')}
    >
      {words}
    </p>
  )
}
