import type { DraftKind, TicketView } from '@docket/api'
import { useCallback, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { cx } from '../kit/class-names.ts'
import { loadEditor } from '../kit/rich-field.tsx'
import { useAction } from '../shell/actions.ts'
import { hasWords, useDraft } from './drafts.ts'
import { KindTabs } from './kind-tabs.tsx'
import { useSeenHeight } from './seen-height.ts'
import { Writing } from './writing.tsx'

/** Always one key away: a reply goes out by mail, a note stays in the house, and the two never look alike. */
export function Composer({ ticket }: { ticket: TicketView }) {
  const isDark = ticket.mailbox?.in_shadow ?? false
  // A draft stays readable under the shadow, and cannot be sent.
  const writes = ticket.can.reply || (isDark && ticket.can.note)
  const kinds: DraftKind[] = [
    ...(writes ? (['reply', 'forward'] as const) : []),
    ...(ticket.can.note ? (['note'] as const) : []),
  ]
  const drafts = {
    reply: useDraft(ticket, 'reply'),
    forward: useDraft(ticket, 'forward'),
    note: useDraft(ticket, 'note'),
  }
  const [kind, setKind] = useState<DraftKind>(() => {
    const begun = kinds.find((each) => hasWords(drafts[each].content))
    return begun ?? (ticket.can.reply ? 'reply' : 'note')
  })
  const [open, setOpen] = useState(ticket.drafts.length > 0)
  const focus = useRef<() => void>(undefined)
  const style = useSeenHeight(open)
  useEffect(loadEditor, [])

  // In one go: the next key is typed into the field already.
  const start = (next: DraftKind, quietly?: Partial<(typeof drafts)['reply']['content']>) => {
    flushSync(() => {
      if (quietly) drafts[next].change(quietly, true)
      setKind(next)
      setOpen(true)
    })
    focus.current?.()
  }
  const { reply_all } = ticket
  const toAll = () => start('reply', { to: reply_all.to, ...(reply_all.cc.length > 0 ? { cc: reply_all.cc } : {}) })
  useAction('write.reply', writes ? () => start('reply') : undefined)
  useAction('write.all', writes ? toAll : undefined)
  useAction('write.forward', writes ? () => start('forward') : undefined)
  useAction('write.note', ticket.can.note ? () => start('note') : undefined)
  const onOpen = useCallback(() => setOpen(true), [])

  if (kinds.length === 0) return null
  const isNote = kind === 'note'
  const draft = drafts[kind]
  return (
    <section
      aria-label={isNote ? 'Internal note' : kind === 'forward' ? 'Forward' : 'Reply'}
      style={style}
      className={cx(
        'shrink-0 min-[900px]:px-6 min-[900px]:pb-4',
        open
          ? cx(
              'max-[899px]:fixed max-[899px]:inset-x-0 max-[899px]:top-(--seen-top)',
              'max-[899px]:z-20 max-[899px]:h-(--seen) max-[899px]:bg-surface',
            )
          : 'max-[899px]:px-2 max-[899px]:pb-2',
      )}
    >
      <div
        className={cx(
          'mx-auto flex max-h-[min(36rem,62vh)] max-w-[46rem] flex-col rounded-lg border focus-within:shadow-float',
          isNote ? 'border-note-line bg-note' : 'border-line-strong bg-raised',
          open && 'max-[899px]:h-full max-[899px]:max-h-none max-[899px]:rounded-none max-[899px]:border-0',
        )}
      >
        <KindTabs
          kinds={kinds}
          kind={kind}
          open={open}
          state={draft.state}
          begun={(each) => hasWords(drafts[each].content)}
          onStart={start}
          onClose={() => setOpen(false)}
        />
        <Writing
          key={`${kind} ${draft.round}`}
          ticket={ticket}
          kind={kind}
          draft={draft}
          open={open}
          focus={focus}
          onOpen={onOpen}
          onClose={() => setOpen(false)}
          onAll={toAll}
        />
      </div>
    </section>
  )
}
