import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { hooks } from '../api.ts'
import { useMe } from '../auth/me.ts'
import type { EditorHandle } from '../kit/editor.tsx'
import { RichField } from '../kit/rich-field.tsx'
import { toast } from '../kit/toast.tsx'
import { mailboxesQuery } from '../mailboxes/queries.ts'
import { domainOf, everybody } from './addresses.ts'
import { faultIn } from './faults.ts'
import { Files } from './files.tsx'
import MacroPicker from './macro-picker.tsx'
import { NewMailBar } from './new-mail-bar.tsx'
import { NewMailHead } from './new-mail-head.tsx'
import { type Begun, isBegun, type Mail, useNewMail } from './new-mails.ts'
import { OtherWindow } from './other-window.tsx'
import { asLines } from './plain-text.ts'
import { type How, useSendingFirst } from './sending-first.ts'
import { Beside } from './tools.tsx'
import { useUploads } from './uploads.ts'

type Props = { begun: Begun | undefined; onBegun: () => void; onClose: () => void }

/** One mail, from the first key to Send. */
export default function NewMailForm({ begun, onBegun, onClose }: Props) {
  const { user } = useMe()
  const mailboxes = useQuery(mailboxesQuery).data?.items ?? []
  const draft = useNewMail(begun)
  const { content, change } = draft
  const mailbox = mailboxes.find(({ id }) => id === content.mailbox_id) ?? mailboxes[0]
  const [picking, setPicking] = useState(false)
  const [unfilled, setUnfilled] = useState<string[]>([])
  const [warned, setWarned] = useState('')
  const handle = useRef<EditorHandle>(undefined)
  const latest = useRef(content)
  latest.current = content
  const sending = useSendingFirst({ draft, mailboxId: mailbox?.id, onSent: onClose })
  const uploads = useUploads(content.uploads, (next) => edit({ uploads: next(latest.current.uploads) }))
  const beginning = useBeginning(mailbox?.id, content)
  useKeptWord(content, sending.isSent)

  const edit = (patch: Partial<Mail>) => {
    change(patch)
    sending.forget()
    setWarned('')
    onBegun()
  }
  const ready =
    mailbox !== undefined &&
    everybody(content).length > 0 &&
    content.subject.trim() !== '' &&
    content.body.trim() !== '' &&
    !draft.other
  const send = (how: How) => {
    if (!ready) return
    const fault = faultIn({ recipients: content, uploads, unfilled, warned })
    setWarned(fault ?? '')
    if (!fault) void sending.send(how)
  }
  const attach = async (files: readonly File[], inline: boolean) => {
    for (const file of files) {
      const shown = inline && file.type.startsWith('image/')
      const upload = await uploads.send(file, shown)
      if (upload?.content_id && shown) handle.current?.insertPicture({ cid: upload.content_id, alt: upload.filename })
    }
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
      <NewMailHead mail={content} mailboxes={mailboxes} mailbox={mailbox} faults={sending.faults} onChange={edit} />
      {draft.other ? <OtherWindow other={draft.other} keepMine={draft.keepMine} takeOther={draft.takeOther} /> : null}
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
        previewOf={(cid) => {
          const upload = latest.current.uploads.find(({ content_id }) => content_id === cid)
          return upload && `/api/uploads/${upload.id}`
        }}
        onWords={(words) => {
          edit(words.isBlank ? { html: null, body: '' } : { html: words.html, body: words.body })
          setUnfilled(words.unfilled)
        }}
        onFiles={(files, inline) => void attach(files, inline)}
        onSlash={() => setPicking(true)}
        className="min-h-48"
      >
        <Beside onAttach={(files) => void attach(files, false)} onMacro={() => setPicking(true)} />
      </RichField>
      <Files uploads={content.uploads} coming={uploads.coming} onRemove={uploads.remove} />
      {wrong ? (
        <p role="alert" className="shrink-0 px-4 pb-1 text-danger text-sm">
          {wrong}
        </p>
      ) : null}
      <NewMailBar
        mail={content}
        ownDomains={new Set([user.email, ...mailboxes.map(({ address }) => address)].map(domainOf))}
        state={draft.state}
        ready={ready}
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

/** The signature stands there before the first word. Where it cannot be had, the words matter more. */
function useBeginning(mailboxId: string | undefined, { html, body }: Mail): { html: string; waiting: boolean } {
  const query = mailboxId ? { mailbox_id: mailboxId } : {}
  const needed = html === null && mailboxId !== undefined
  const signature = hooks.useQuery(
    'get',
    '/signature/filled',
    { params: { query } },
    { enabled: needed, staleTime: 60_000, retry: false },
  )
  const [words] = useState(() => (body && html === null ? asLines(body) : '<div></div>'))
  const under = signature.data?.html ? `<div></div><div data-signature="">${signature.data.html}</div>` : ''
  return { html: `${words}${under}`, waiting: needed && signature.isLoading }
}

/** Whoever closes it learns that nothing is lost. */
function useKeptWord(content: Mail, isSent: () => boolean): void {
  const latest = useRef(content)
  latest.current = content
  const sent = useRef(isSent)
  sent.current = isSent
  useEffect(
    () => () => {
      if (isBegun(latest.current) && !sent.current()) toast.done('Not sent, and kept', 'Press c to go on with it.')
    },
    [],
  )
}
