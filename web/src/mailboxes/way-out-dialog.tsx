import type { BodyOf, Mailbox, WayOut } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { type ChangeEvent, useState } from 'react'
import { faultsOf, hooks } from '../api.ts'
import { Check } from '../kit/check.tsx'
import { Choose } from '../kit/choose.tsx'
import { Confirm } from '../kit/confirm.tsx'
import { Field } from '../kit/field.tsx'
import { toast } from '../kit/toast.tsx'
import { AllowSending } from './gmail-sending.tsx'
import { byId, invalidateMailboxes, wayOutQuery } from './queries.ts'
import { WayOutSteps } from './way-out-check.tsx'

type Kind = WayOut['kind']
type Security = NonNullable<WayOut['security']>

const kinds: Record<Kind, string> = {
  server: 'The mail server of Docket (SMTP_URL)',
  smtp: 'An own mail server (SMTP)',
  gmail: 'Its Gmail account',
  nylas: 'Nylas',
}
const securities: { value: Security; label: string }[] = [
  { value: 'tls', label: 'TLS (usual, port 465)' },
  { value: 'starttls', label: 'STARTTLS (port 587)' },
  { value: 'none', label: 'None, on this machine only' },
]
const usualPorts = ['465', '587', '25', '']

/** Another server, provider or limit. It is tried first: what does not work does not replace what stands. */
export default function WayOutDialog({ mailbox, way, onClose }: { mailbox: Mailbox; way: WayOut; onClose(): void }) {
  const client = useQueryClient()
  const [form, setForm] = useState({
    ...{ kind: way.kind, host: way.host ?? '', port: String(way.port ?? 587), user: way.user ?? mailbox.address },
    ...{ security: way.security ?? ('starttls' as Security), password: '', files_sent: way.files_sent },
    ...{ per_minute: String(way.per_minute ?? ''), per_day: String(way.per_day ?? '') },
  })
  const check = hooks.useMutation('post', '/mailboxes/{id}/way-out/check')
  const save = hooks.useMutation('put', '/mailboxes/{id}/way-out', {
    onSuccess: () => {
      toast.done('Mail leaves this way from now on', mailbox.address)
      onClose()
    },
    onSettled: async () => {
      await client.invalidateQueries(wayOutQuery(mailbox.id))
      await invalidateMailboxes(client)
    },
  })
  const faults = faultsOf(check.error ?? save.error)
  const change = (more: Partial<typeof form>) => {
    setForm({ ...form, ...more })
    check.reset()
    save.reset()
  }
  const line = (name: 'host' | 'port' | 'user' | 'password' | 'per_minute' | 'per_day') => ({
    value: form[name],
    error: faults.of(name) ?? faults.of(`settings.${name}`),
    spellCheck: false,
    autoCapitalize: 'none',
    onChange: (event: ChangeEvent<HTMLInputElement>) => change({ [name]: event.target.value }),
  })
  const submit = async () => {
    const body = settingsOf(form)
    // What is only shown cannot be tried.
    const isTried = form.kind !== 'server' || way.has_server
    const ok = !isTried || (await check.mutateAsync({ ...byId(mailbox), body: { settings: body } })).ok
    if (ok) save.mutate({ ...byId(mailbox), body })
  }
  const isSmtp = form.kind === 'smtp'
  return (
    <Confirm
      open
      onClose={onClose}
      title={`Way out of ${mailbox.address}`}
      deed={check.isPending ? 'Trying…' : 'Try and save'}
      busy={check.isPending || save.isPending}
      wrong={faults.rest}
      onSubmit={() => void submit().catch(() => undefined)}
    >
      <Choose
        label="Mail leaves by"
        value={form.kind}
        choices={way.offers.map((value) => ({ value, label: kinds[value] }))}
        onChoose={(kind: Kind) => change({ kind })}
      />
      {isSmtp ? (
        <>
          <div className="flex gap-3 max-[899px]:flex-col">
            <Field
              label="Server"
              required
              className="min-w-0 flex-1"
              placeholder="smtp.example.com"
              {...line('host')}
            />
            <Field label="Port" required className="min-[900px]:w-24" inputMode="numeric" {...line('port')} />
          </div>
          <Choose
            label="Encryption"
            value={form.security}
            choices={securities}
            onChoose={(security: Security) =>
              change({
                security,
                ...(usualPorts.includes(form.port) && { port: { tls: '465', starttls: '587', none: '25' }[security] }),
              })
            }
          />
          <Field label="User" autoComplete="off" hint="Empty where the server asks for none." {...line('user')} />
          <Field
            label="Password"
            type="password"
            autoComplete="off"
            hint={
              way.has_password ? 'Empty keeps the one that is known.' : 'Kept encrypted, and shown to nobody again.'
            }
            {...line('password')}
          />
        </>
      ) : null}
      <div className="flex gap-3 max-[899px]:flex-col">
        <Field
          label="At most a minute"
          className="min-w-0 flex-1"
          inputMode="numeric"
          placeholder="No limit"
          {...line('per_minute')}
        />
        <Field
          label="At most a day"
          className="min-w-0 flex-1"
          inputMode="numeric"
          placeholder="No limit"
          {...line('per_day')}
        />
      </div>
      {mailbox.connection?.kind === 'imap' ? (
        <Check
          label="Put a copy into the Sent folder"
          hint="Servers of Google and Microsoft do so themselves."
          checked={form.files_sent}
          onChange={(files_sent) => change({ files_sent })}
        />
      ) : null}
      {form.kind === 'gmail' && (way.gmail_sends === false || check.data?.ok === false) ? (
        <AllowSending mailbox={mailbox} />
      ) : null}
      {check.data && !check.data.ok ? <WayOutSteps steps={check.data.steps} /> : null}
    </Confirm>
  )
}

type Form = {
  kind: Kind
  host: string
  port: string
  user: string
  security: Security
  password: string
  files_sent: boolean
  per_minute: string
  per_day: string
}

function settingsOf({ kind, host, port, user, security, password, files_sent, ...limits }: Form): BodyOf<'setWayOut'> {
  const count = (text: string) => (text.trim() === '' ? null : Number(text))
  const rest = { kind, files_sent, per_minute: count(limits.per_minute), per_day: count(limits.per_day) }
  if (kind !== 'smtp') return rest
  return { ...rest, host, port: Number(port), security, user: user || null, ...(password && { password }) }
}
