import type { DraftKind, TicketView } from '@docket/api'
import { lazy, type RefObject, Suspense, useCallback, useMemo, useRef, useState } from 'react'
import { hooks } from '../api.ts'
import { useMe } from '../auth/me.ts'
import type { EditorHandle } from '../kit/editor.tsx'
import { RichField } from '../kit/rich-field.tsx'
import { useAction } from '../shell/actions.ts'
import { domainOf, type Recipients } from './addresses.ts'
import { useAttaching } from './attaching.ts'
import { useBeginning } from './beginning.ts'
import { type Content, hasWords, type useDraft } from './drafts.ts'
import { faultIn } from './faults.ts'
import { Files } from './files.tsx'
import { History, HistoryButton } from './history.tsx'
import { type Colleague, mentionedIn } from './mentions.ts'
import { NoteField } from './note-field.tsx'
import { OtherWindow } from './other-window.tsx'
import { Envelope } from './recipient-rows.tsx'
import { SendBar } from './send-bar.tsx'
import { type How, useSending } from './sending.ts'
import { Beside } from './tools.tsx'

const MacroPicker = lazy(() => import('./macro-picker.tsx'))
const Guard = lazy(() => import('./guard.tsx'))

type Props = {
  ticket: TicketView
  kind: DraftKind
  draft: ReturnType<typeof useDraft>
  open: boolean
  focus: RefObject<(() => void) | undefined>
  onOpen: () => void
  onClose: () => void
  onAll: () => void
}

/** One draft, from the first key to Send. It begins anew when its words are replaced from outside. */
export function Writing({ ticket, kind, draft, open, focus, onOpen, onClose, onAll }: Props) {
  const { content, change } = draft
  const isNote = kind === 'note'
  const isDark = ticket.mailbox?.in_shadow ?? false
  const ownDomains = useOwnDomains()
  const colleagues = useColleagues(isNote && open)
  const handle = useRef<EditorHandle>(undefined)
  const [picking, setPicking] = useState(false)
  const [quoted, setQuoted] = useState(false)
  const [unfilled, setUnfilled] = useState<string[]>([])
  const [warned, setWarned] = useState('')
  const recipients = recipientsOf(ticket, kind, content)
  const beginning = useBeginning(isNote ? undefined : { ticket_id: ticket.id }, content)
  const { files, attach, previewOf } = useAttaching({
    uploads: content.uploads,
    onChange: (next) => change({ uploads: next(draft.latest().uploads) }),
    editor: handle,
  })
  const sending = useSending({
    ...{ ticket, kind, content, recipients, ownDomains },
    mentions: isNote ? mentionedIn(content.body, colleagues) : [],
    onSent: () => {
      draft.clear()
      onClose()
      handle.current?.blur()
    },
  })
  const ready = open && hasWords(content) && (isNote || (ticket.can.reply && !isDark))
  const send = (how: How) => {
    const fault = isNote ? undefined : faultIn({ recipients, files, unfilled, warned })
    setWarned(fault ?? '')
    if (!fault) sending.send(how)
  }
  useAction('write.send', ready ? () => send({}) : undefined)
  useAction('write.resolve', ready && !isNote ? () => send({ resolve: true }) : undefined)
  useAction('write.leave', open ? () => handle.current?.blur() : undefined)
  useAction('write.macro', open ? () => setPicking(true) : undefined)

  const onReady = useCallback(
    (next: EditorHandle) => {
      handle.current = next
      focus.current = next.focus
    },
    [focus],
  )
  const edit = (patch: Partial<Content>) => {
    change(patch)
    sending.forget()
    if (warned) setWarned('')
  }
  const field = {
    label: isNote ? 'Internal note' : labels[kind](ticket),
    placeholder: isNote
      ? 'Only your colleagues see this'
      : kind === 'forward'
        ? 'Say why you hand this on'
        : 'Write a reply',
    readOnly: sending.busy,
    onReady,
    onFocus: onOpen,
    onSlash: () => setPicking(true),
  }
  return (
    <>
      {open && !isNote ? (
        <Envelope
          ticket={ticket}
          kind={kind}
          recipients={recipients}
          identityId={content.identity_id}
          faults={sending.faults}
          onChange={edit}
          onAll={onAll}
        />
      ) : null}
      {draft.other ? (
        <OtherWindow
          other={draft.other}
          keepMine={draft.keepMine}
          takeOther={draft.takeOther}
          focus={() => focus.current?.()}
        />
      ) : null}
      {isNote ? (
        <NoteField
          {...field}
          colleagues={colleagues}
          value={content.body}
          onChange={(body) => edit({ body })}
          className={open ? 'min-h-24 overflow-y-auto' : 'h-10 overflow-hidden'}
        />
      ) : (
        <RichField
          {...field}
          html={content.html ?? beginning.html}
          body={content.body}
          waiting={beginning.waiting}
          folded={!open}
          previewOf={previewOf}
          onWords={(words) => {
            edit(words.isBlank ? { body: '', html: null } : { body: words.body, html: words.html })
            setUnfilled(words.unfilled)
          }}
          onFiles={attach}
          className={open ? 'min-h-28' : 'max-h-10 overflow-hidden!'}
        >
          <Beside onAttach={(all) => attach(all, false)} onMacro={() => setPicking(true)} />
          <HistoryButton kind={kind} open={quoted} onToggle={() => setQuoted(!quoted)} />
        </RichField>
      )}
      {open && quoted && !isNote ? <History ticket={ticket} kind={kind} /> : null}
      {isNote ? null : <Files uploads={content.uploads} coming={files.coming} onRemove={files.remove} />}
      {sending.wrong || warned ? (
        <p role="alert" className="shrink-0 px-4 pb-1 text-danger text-sm">
          {sending.wrong ? `${sending.wrong} Your text is kept.` : warned}
        </p>
      ) : null}
      {open ? (
        <SendBar
          {...{ ticket, kind, recipients, ownDomains, ready, isDark }}
          busy={sending.busy}
          status={content.status}
          onStatus={() => edit({ status: null })}
          onSend={send}
        />
      ) : null}
      <Suspense>
        {picking ? (
          <MacroPicker
            ticketId={ticket.id}
            onClose={() => setPicking(false)}
            onPick={({ status, ...words }) => {
              handle.current?.insert(words)
              if (status) edit({ status })
            }}
          />
        ) : null}
        {sending.newer ? <Guard newer={sending.newer} onAnyway={sending.anyway} onClose={sending.forget} /> : null}
      </Suspense>
    </>
  )
}

const labels = {
  reply: ({ requester }: TicketView) => `Reply to ${requester.name || requester.email}`,
  forward: () => 'Words above what is forwarded',
  note: () => 'Internal note',
}

export function recipientsOf({ requester }: TicketView, kind: DraftKind, { to, cc, bcc }: Content): Recipients {
  const byItself = kind === 'reply' ? [{ name: requester.name, address: requester.email }] : []
  return { to: to ?? byItself, cc: cc ?? [], bcc: bcc ?? [] }
}

const nobody: Colleague[] = []

/** Whom a note can name: all but oneself. */
function useColleagues(enabled: boolean): readonly Colleague[] {
  const { user } = useMe()
  const { data } = hooks.useQuery('get', '/users', {}, { enabled, staleTime: 60_000 })
  return useMemo(() => data?.items.filter(({ id }) => id !== user.id) ?? nobody, [data, user.id])
}

function useOwnDomains(): ReadonlySet<string> {
  const { user, support_addresses } = useMe()
  return useMemo(() => new Set([user.email, ...support_addresses].map(domainOf)), [user, support_addresses])
}
