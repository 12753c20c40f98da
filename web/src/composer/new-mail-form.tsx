import type { Mailbox } from '@docket/api'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { sentenceOf } from '../api.ts'
import { useMe } from '../auth/me.ts'
import type { EditorHandle } from '../kit/editor.tsx'
import { RichField } from '../kit/rich-field.tsx'
import { toast } from '../kit/toast.tsx'
import { mailboxesQuery } from '../mailboxes/queries.ts'
import { domainOf, everybody } from './addresses.ts'
import { useAttaching } from './attaching.ts'
import { useBeginning } from './beginning.ts'
import { faultIn } from './faults.ts'
import { Files } from './files.tsx'
import MacroPicker from './macro-picker.tsx'
import { NewMailBar } from './new-mail-bar.tsx'
import { NewMailHead } from './new-mail-head.tsx'
import { type Begun, isBegun, type Mail, useNewMail } from './new-mails.ts'
import { OtherWindow } from './other-window.tsx'
import { type How, useSendingFirst } from './sending-first.ts'
import { useSigningAnew } from './signing-anew.ts'
import { Beside } from './tools.tsx'

type Props = { begun: Begun | undefined; onBegun: () => void; onClose: () => void }

/** One mail, from the first key to Send. */
export default function NewMailForm({ begun, onBegun, onClose }: Props) {
  const { user } = useMe()
  const asked = useQuery(mailboxesQuery)
  const mailboxes = asked.data?.items ?? []
  const draft = useNewMail(begun)
  const { content, change } = draft
  const mailbox = useMailbox(mailboxes, content.mailbox_id)
  const [picking, setPicking] = useState(false)
  const [unfilled, setUnfilled] = useState<string[]>([])
  const [warned, setWarned] = useState('')
  const handle = useRef<EditorHandle>(undefined)
  const sending = useSendingFirst({ draft, mailboxId: mailbox?.id, onSent: onClose })
  const { files, attach, previewOf } = useAttaching({
    uploads: content.uploads,
    onChange: (next) => edit({ uploads: next(draft.latest().uploads) }),
    editor: handle,
  })
  const beginning = useBeginning(mailbox ? { mailbox_id: mailbox.id } : asked.isLoading ? undefined : {}, content)
  const signAnew = useSigningAnew(handle)
  useKeptWord(content, () => sending.isSent() || draft.other?.draft === null)

  const edit = (patch: Partial<Mail>) => {
    change(patch)
    sending.forget()
    setWarned('')
    onBegun()
  }
  const mayLeave = mailbox !== undefined && mailbox.shadow_since === null && !draft.other
  const send = (how: How) => {
    if (!mayLeave) return
    const mail = draft.latest()
    const fault = lackIn(mail) ?? faultIn({ recipients: mail, files, unfilled, warned })
    setWarned(fault ?? '')
    if (!fault) void sending.send(how)
  }
  const wrong = sending.wrong ? `${sending.wrong} Your text is kept.` : warned
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: ⌘↵ sends from whatever field one is in; there is a button as well.
    <div
      className="flex min-h-0 flex-1 flex-col"
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
        event.preventDefault()
        send({})
      }}
    >
      <NewMailHead
        {...{ mailboxes, mailbox }}
        mail={content}
        faults={sending.faults}
        onChange={edit}
        onFrom={(from) => {
          edit(from)
          if (mailbox && from.mailbox_id !== mailbox.id)
            signAnew({ mailbox_id: mailbox.id }, from).catch((error) =>
              toast.wrong('The signature is that of the other mailbox', sentenceOf(error)),
            )
        }}
      />
      {draft.other ? (
        <OtherWindow
          other={draft.other}
          keepMine={draft.keepMine}
          takeOther={draft.takeOther}
          focus={() => handle.current?.focus()}
        />
      ) : null}
      <RichField
        key={draft.round}
        label="Mail"
        placeholder="Write a mail"
        html={content.html ?? beginning.html}
        body={content.body}
        waiting={beginning.waiting}
        readOnly={sending.busy}
        onReady={(next) => {
          handle.current = next
        }}
        previewOf={previewOf}
        onWords={(words) => {
          edit(words.isBlank ? { html: null, body: '' } : { html: words.html, body: words.body })
          setUnfilled(words.unfilled)
        }}
        onFiles={attach}
        onSlash={() => setPicking(true)}
        className="min-h-48"
      >
        <Beside onAttach={(all) => attach(all, false)} onMacro={() => setPicking(true)} />
      </RichField>
      <Files uploads={content.uploads} coming={files.coming} onRemove={files.remove} />
      {wrong ? (
        <p role="alert" className="shrink-0 px-4 pb-1 text-danger text-sm">
          {wrong}
        </p>
      ) : null}
      <NewMailBar
        mail={content}
        mailbox={mailbox}
        ownDomains={new Set([user.email, ...mailboxes.map(({ address }) => address)].map(domainOf))}
        state={draft.state}
        ready={mayLeave && lackIn(content) === undefined}
        busy={sending.busy}
        onStatus={() => edit({ status: null })}
        onSend={send}
      />
      {picking ? (
        <MacroPicker
          {...(mailbox ? { mailboxId: mailbox.id } : {})}
          onClose={() => setPicking(false)}
          onPick={({ status, ...words }) => {
            handle.current?.insert(words)
            if (status) edit({ status })
          }}
        />
      ) : null}
    </div>
  )
}

/** What a mail that opens a ticket is not without. */
function lackIn({ subject, body, ...recipients }: Mail): string | undefined {
  if (everybody(recipients).length === 0) return 'Say who shall get it.'
  if (subject.trim() === '') return 'Say what it is about.'
  return body.trim() === '' ? 'Write something first.' : undefined
}

/**
 * Where nobody has chosen, the first that lets mail leave; it stays that one, whatever becomes of the others meanwhile.
 */
function useMailbox(mailboxes: Mailbox[], chosen: string | null): Mailbox | undefined {
  const byItself = useRef<string>(undefined)
  byItself.current ??= (mailboxes.find(({ shadow_since }) => shadow_since === null) ?? mailboxes[0])?.id
  const of = (wanted: string | null | undefined) => mailboxes.find(({ id }) => id === wanted)
  return of(chosen) ?? of(byItself.current)
}

/** Whoever closes it learns that nothing is lost. */
function useKeptWord(content: Mail, isOver: () => boolean): void {
  const latest = useRef({ content, isOver })
  latest.current = { content, isOver }
  useEffect(
    () => () => {
      const { content, isOver } = latest.current
      if (isBegun(content) && !isOver()) toast.done('Not sent, and kept', 'Press c to go on with it.')
    },
    [],
  )
}
