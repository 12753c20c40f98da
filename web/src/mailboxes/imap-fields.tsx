import type { BodyOf, MailboxCheck } from '@docket/api'
import { type ChangeEvent, useState } from 'react'
import { faultsOf } from '../api.ts'
import { Check } from '../kit/check.tsx'
import { Choose } from '../kit/choose.tsx'
import { Field } from '../kit/field.tsx'

/** As it is typed; the port is a text until it is sent. */
export type ImapForm = {
  host: string
  port: string
  security: 'tls' | 'starttls' | 'none'
  user: string
  password: string
  folder: string
  /** What is read besides. */
  more: string[]
}

const securities: { value: ImapForm['security']; label: string }[] = [
  { value: 'tls', label: 'TLS (usual, port 993)' },
  { value: 'starttls', label: 'STARTTLS (port 143)' },
  { value: 'none', label: 'None, on this machine only' },
]
const usualPorts = ['993', '143', '']

export const settingsOf = ({ port, folder, more, ...form }: ImapForm): BodyOf<'checkImap'> => ({
  ...{ ...form, port: Number(port), folders: [folder, ...more.filter((name) => name !== folder)] },
})

type Said = { error: unknown; check: MailboxCheck | undefined }

/** The sentence of each field: what the server refused of the form, or what the provider said to it. */
export function imapFaults({ error, check }: Said): {
  of: (field: string) => string | undefined
  rest: string | undefined
} {
  const faults = faultsOf(error)
  const says = check?.steps.find(({ ok }) => !ok)?.says
  if (!says) return faults
  const field = fieldOf(says)
  return { of: (name) => (name === field ? says : undefined), rest: undefined }
}

/** Which field a provider's sentence is about. */
function fieldOf(says: string): keyof ImapForm {
  const words = says.toLowerCase()
  if (words.includes('user and password') || words.includes('sign in')) return 'password'
  if (words.includes('no folder')) return 'folder'
  return 'host'
}

type Props = { form: ImapForm; onChange: (form: ImapForm) => void; said: Said; focus?: boolean }

export function ImapFields({ form, onChange, said, focus }: Props) {
  const faults = imapFaults(said)
  const line = (name: Exclude<keyof ImapForm, 'more'>) => ({
    value: form[name],
    required: true,
    error: faults.of(name),
    spellCheck: false,
    autoCapitalize: 'none',
    onChange: (event: ChangeEvent<HTMLInputElement>) => onChange({ ...form, [name]: event.target.value }),
  })
  const secure = (security: ImapForm['security']) => {
    const port = usualPorts.includes(form.port) ? (security === 'tls' ? '993' : '143') : form.port
    onChange({ ...form, security, port })
  }
  return (
    <div className="flex flex-col gap-4">
      <div className="flex gap-3 max-[899px]:flex-col">
        <Field label="Server" className="min-w-0 flex-1" placeholder="imap.example.com" {...line('host')} />
        <Field label="Port" className="min-[900px]:w-24" inputMode="numeric" pattern="[0-9]{1,5}" {...line('port')} />
      </div>
      <Choose label="Encryption" value={form.security} choices={securities} onChoose={secure} />
      <Field label="User" autoComplete="off" {...line('user')} />
      <Field
        label="Password"
        type="password"
        autoComplete="off"
        autoFocus={focus}
        hint="Kept encrypted, and shown to nobody again."
        {...line('password')}
      />
      <Field label="Folder" hint="Usually INBOX. New mail in it is here within a second." {...line('folder')} />
      <More form={form} offered={said.check?.folders} onChange={(more) => onChange({ ...form, more })} />
    </div>
  )
}

type Offered = MailboxCheck['folders']

/** The other folders of the server, once it was tried; those that are read already are there before. */
function More(props: { form: ImapForm; offered: Offered | undefined; onChange: (more: string[]) => void }) {
  const { form, offered, onChange } = props
  // What is typed makes the answer of the server void, but its folders stay.
  const [known, setKnown] = useState<Offered>([])
  if (offered?.length && offered !== known) setKnown(offered)
  const unlisted = form.more.filter((name) => !known.some((one) => one.name === name))
  const all = [...known, ...unlisted.map((name) => ({ name, use: null }))].filter(({ name }) => name !== form.folder)
  if (all.length === 0) return null
  const choose = (name: string, isRead: boolean) =>
    onChange(isRead ? [...form.more, name] : form.more.filter((one) => one !== name))
  return (
    <fieldset className="rounded-lg border px-3 pb-2">
      <legend className="px-1 font-medium text-sm">Folders that are read as well</legend>
      <p className="text-ink-3 text-sm">Looked at every 20 seconds. Of one that you add, what comes from now on.</p>
      <div className="max-h-52 overflow-y-auto">
        {all.map(({ name, use }) => (
          <Check
            key={name}
            label={<bdi className="[overflow-wrap:anywhere]">{name}</bdi>}
            hint={use ? uses[use] : undefined}
            checked={form.more.includes(name)}
            onChange={(isRead) => choose(name, isRead)}
          />
        ))}
      </div>
    </fieldset>
  )
}

/** What a folder is for, where its server says so: most of these are not for tickets. */
const uses: Record<string, string> = {
  all: 'Everything there is, also what was sent',
  archive: 'Archive',
  drafts: 'Drafts: unfinished mail of your own',
  junk: 'Spam',
  sent: 'Sent mail of your own',
  trash: 'Deleted mail',
}
