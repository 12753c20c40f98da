import type { BodyOf, MailboxCheck } from '@docket/api'
import type { ChangeEvent } from 'react'
import { faultsOf } from '../api.ts'
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
}

const securities: { value: ImapForm['security']; label: string }[] = [
  { value: 'tls', label: 'TLS (usual, port 993)' },
  { value: 'starttls', label: 'STARTTLS (port 143)' },
  { value: 'none', label: 'None, on this machine only' },
]
const usualPorts = ['993', '143', '']

export const settingsOf = ({ port, ...form }: ImapForm): BodyOf<'checkImap'> => ({ ...form, port: Number(port) })

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
  const line = (name: keyof ImapForm) => ({
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
      <Field label="Folder" hint="Usually INBOX." {...line('folder')} />
    </div>
  )
}
