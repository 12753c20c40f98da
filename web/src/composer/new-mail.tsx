import type { Upload } from '@docket/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { answered, api, faultsOf, hooks, sentenceOf } from '../api.ts'
import { useMe } from '../auth/me.ts'
import { Button } from '../kit/button.tsx'
import { Choose } from '../kit/choose.tsx'
import { Modal } from '../kit/dialog.tsx'
import type { EditorHandle } from '../kit/editor.tsx'
import { RichField } from '../kit/rich-field.tsx'
import { toast } from '../kit/toast.tsx'
import { mailboxesQuery } from '../mailboxes/queries.ts'
import { useRemembered } from '../shell/remembered.ts'
import { invalidateLists, put } from '../tickets/queries.ts'
import { domainOf, everybody, isAddress, type Named, whoGetsIt } from './addresses.ts'
import { Files } from './files.tsx'
import { From } from './from.tsx'
import MacroPicker from './macro-picker.tsx'
import { RecipientField } from './recipients.tsx'
import { outgoing } from './sending.ts'
import { Beside } from './tools.tsx'
import { useUploads } from './uploads.ts'

type Begun = { subject: string; to: Named[]; cc: Named[]; bcc: Named[]; html: string; body: string; uploads: Upload[] }
const blank: Begun = { subject: '', to: [], cc: [], bcc: [], html: '', body: '', uploads: [] }

/** A mail to somebody who has not written: it opens a ticket. What is begun is kept in this browser. */
export default function NewMail({ onClose }: { onClose: () => void }) {
  const { user } = useMe()
  const client = useQueryClient()
  const navigate = useNavigate()
  const mailboxes = useQuery(mailboxesQuery).data?.items ?? []
  const [mailboxId, setMailboxId] = useState('')
  const [identityId, setIdentityId] = useState<string | null>(null)
  const mailbox = mailboxes.find(({ id }) => id === mailboxId) ?? mailboxes[0]
  const [begun, setBegun] = useRemembered<Begun>(`new-mail.${user.id}`, blank)
  const [draft, setDraft] = useState(begun)
  const [wrong, setWrong] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const [picking, setPicking] = useState(false)
  const key = useRef({ words: '', key: '' })
  const latest = useRef(draft)
  latest.current = draft
  const handle = useRef<EditorHandle>(undefined)
  const change = (patch: Partial<Begun>) => {
    const next = { ...latest.current, ...patch }
    latest.current = next
    setDraft(next)
    setBegun(next)
    setWrong(undefined)
  }
  const uploads = useUploads(draft.uploads, (next) => change({ uploads: next(latest.current.uploads) }))
  const query = mailbox ? { mailbox_id: mailbox.id } : {}
  const signature = hooks.useQuery(
    'get',
    '/signature/filled',
    { params: { query } },
    { enabled: mailbox !== undefined, retry: false },
  )
  const under = signature.data?.html ? `<div></div><div data-signature="">${signature.data.html}</div>` : ''

  const all = everybody(draft)
  const ready = mailbox && all.length > 0 && draft.subject.trim() !== '' && draft.body.trim() !== ''
  const send = async () => {
    const odd = all.find(({ address }) => !isAddress(address))
    if (odd) return setWrong(new Error(`“${odd.address}” is no address. Correct or remove it.`))
    if (!mailbox || !ready || busy) return
    const { to, cc, bcc, subject, body, html } = draft
    const upload_ids = draft.uploads.map(({ id }) => id)
    const from = identityId ? { identity_id: identityId } : {}
    const sent = { mailbox_id: mailbox.id, ...from, to, cc, bcc, subject, body, html: outgoing(html), upload_ids }
    const words = JSON.stringify(sent)
    if (key.current.words !== words) key.current = { words, key: crypto.randomUUID() }
    setBusy(true)
    try {
      const header = { 'Idempotency-Key': key.current.key }
      const view = await answered(api.POST('/tickets/outbound', { params: { header }, body: sent }))
      setBegun(blank)
      put(client, view)
      void invalidateLists(client)
      toast.done('Mail queued', `#${view.number} ${view.subject}`)
      onClose()
      void navigate({ to: '/tickets/$ticketId', params: { ticketId: view.id }, search: {} })
    } catch (error) {
      setWrong(error)
    } finally {
      setBusy(false)
    }
  }
  const attach = async (files: readonly File[], inline: boolean) => {
    for (const file of files) {
      const shown = inline && file.type.startsWith('image/')
      const upload = await uploads.send(file, shown)
      if (upload?.content_id && shown) handle.current?.insertPicture({ cid: upload.content_id, alt: upload.filename })
    }
  }
  const faults = faultsOf(wrong)
  const line = (name: 'to' | 'cc' | 'bcc', label: string) => (
    <RecipientField
      label={label}
      below
      autoFocus={name === 'to'}
      people={draft[name]}
      onChange={(people) => change({ [name]: people })}
      error={faults.of(name) ?? faults.of(`${name}.0`)}
    />
  )
  return (
    <Modal
      open
      onClose={onClose}
      title="New mail"
      className="max-w-3xl max-[899px]:top-0! max-[899px]:h-dvh max-[899px]:max-h-dvh! max-[899px]:w-full!"
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: ⌘↵ sends from whatever field one is in; there is a button as well. */}
      <div
        className="flex min-h-0 flex-1 flex-col"
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
          event.preventDefault()
          void send()
        }}
      >
        <div className="shrink-0 border-b py-1">
          {mailboxes.length > 1 && mailbox ? (
            <div className="px-4 py-1">
              <Choose
                label="From"
                bare
                value={mailbox.id}
                onChoose={(id) => {
                  setMailboxId(id)
                  setIdentityId(null)
                }}
                choices={mailboxes.map(({ id, address }) => ({ value: id, label: `From ${address}` }))}
              />
            </div>
          ) : null}
          {mailbox ? (
            <From
              mailboxId={mailbox.id}
              value={identityId}
              error={faults.of('identity_id')}
              onChoose={(id) => {
                setIdentityId(id)
                setWrong(undefined)
              }}
            />
          ) : null}
          {line('to', 'To')}
          {line('cc', 'Cc')}
          {line('bcc', 'Bcc')}
          <input
            dir="auto"
            aria-label="Subject"
            placeholder="Subject"
            maxLength={1000}
            value={draft.subject}
            onChange={({ target }) => change({ subject: target.value })}
            className="h-9 w-full bg-transparent px-4 font-medium text-md outline-none max-[899px]:text-[16px]"
          />
        </div>
        <RichField
          label="Mail"
          placeholder="Write a mail"
          html={draft.html || `<div></div>${under}`}
          body={draft.body}
          waiting={!draft.html && signature.isLoading}
          readOnly={busy}
          onReady={(next) => {
            handle.current = next
          }}
          previewOf={(cid) => {
            const upload = latest.current.uploads.find(({ content_id }) => content_id === cid)
            return upload && `/api/uploads/${upload.id}`
          }}
          onWords={(words) => change(words.isBlank ? { html: '', body: '' } : { html: words.html, body: words.body })}
          onFiles={(files, inline) => void attach(files, inline)}
          onSlash={() => setPicking(true)}
          className="min-h-48"
        >
          <Beside onAttach={(files) => void attach(files, false)} onMacro={() => setPicking(true)} />
        </RichField>
        <Files uploads={draft.uploads} coming={uploads.coming} onRemove={uploads.remove} />
        {wrong ? (
          <p role="alert" className="px-4 pb-1 text-danger text-sm">
            {sentenceOf(wrong)} Your text is kept.
          </p>
        ) : null}
        <footer className="flex shrink-0 flex-wrap items-center justify-end gap-2 border-t p-2 pl-4">
          <p className="min-w-0 flex-1 basis-40 text-ink-2 text-xs [overflow-wrap:anywhere]">
            {whoGetsIt(draft, new Set([user.email, ...mailboxes.map(({ address }) => address)].map(domainOf)))}
          </p>
          <Button look="primary" disabled={!ready} busy={busy} onClick={() => void send()}>
            {busy ? 'One moment…' : 'Send'}
          </Button>
        </footer>
        {picking ? (
          <MacroPicker
            {...(mailbox ? { mailboxId: mailbox.id } : {})}
            onClose={() => setPicking(false)}
            onPick={(words) => handle.current?.insert(words)}
          />
        ) : null}
      </div>
    </Modal>
  )
}
