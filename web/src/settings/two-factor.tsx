import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { faultsOf, hooks, sentenceOf } from '../api.ts'
import { meQuery, useMe } from '../auth/me.ts'
import { Badge } from '../kit/badge.tsx'
import { Button } from '../kit/button.tsx'
import { Confirm } from '../kit/confirm.tsx'
import { CopyLine } from '../kit/copy.tsx'
import { Field } from '../kit/field.tsx'
import { Qr } from '../kit/qr.tsx'
import { toast } from '../kit/toast.tsx'
import { Part } from './part.tsx'

type Open = 'on' | 'off' | undefined

/** A code from a phone besides the password. */
export function TwoFactor() {
  const { user } = useMe()
  const [open, setOpen] = useState<Open>()
  const [codes, setCodes] = useState<string[]>()
  const begin = hooks.useMutation('post', '/me/two-factor', {
    onSuccess: () => setOpen('on'),
    onError: (error) => toast.wrong('It could not begin', sentenceOf(error)),
  })
  return (
    <Part
      title="Second factor"
      says="Besides the password, a code from an authenticator on your phone. Whoever learns the password alone stays out."
      deed={
        user.two_factor ? (
          <Button onClick={() => setOpen('off')}>Switch off</Button>
        ) : (
          <Button look="primary" busy={begin.isPending} onClick={() => begin.mutate({})}>
            Switch on
          </Button>
        )
      }
    >
      <p>{user.two_factor ? <Badge tone="good">On</Badge> : <Badge>Off</Badge>}</p>
      {open === 'on' && begin.data ? (
        <SwitchOn {...begin.data} onClose={() => setOpen(undefined)} onDone={setCodes} />
      ) : null}
      {open === 'off' ? <SwitchOff onClose={() => setOpen(undefined)} /> : null}
      {codes ? <RecoveryCodes codes={codes} onClose={() => setCodes(undefined)} /> : null}
    </Part>
  )
}

type SwitchOnProps = { secret: string; otpauth_url: string; onClose: () => void; onDone: (codes: string[]) => void }

function SwitchOn({ secret, otpauth_url, onClose, onDone }: SwitchOnProps) {
  const client = useQueryClient()
  const [code, setCode] = useState('')
  const confirm = hooks.useMutation('post', '/me/two-factor/confirm', {
    onSuccess: async ({ recovery_codes }) => {
      onClose()
      onDone(recovery_codes)
      await client.invalidateQueries(meQuery)
    },
  })
  const faults = faultsOf(confirm.error)
  return (
    <Confirm
      open
      onClose={onClose}
      title="Switch on the second factor"
      deed="Switch on"
      busy={confirm.isPending}
      wrong={faults.rest}
      onSubmit={() => confirm.mutate({ body: { code: code.trim() } })}
    >
      <p>Read this with your authenticator, then type the code it shows.</p>
      <div className="self-center">
        <Qr text={otpauth_url} label="The secret for your authenticator, as a code for its camera" />
      </div>
      <p className="text-sm">No camera at hand? Type this in:</p>
      <CopyLine text={secret} label="Copy the secret" />
      <Field
        label="Code"
        autoComplete="one-time-code"
        inputMode="numeric"
        required
        value={code}
        error={faults.of('code')}
        onChange={(event) => setCode(event.target.value)}
      />
    </Confirm>
  )
}

/** They are told this once: closing takes a deliberate press. */
function RecoveryCodes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  return (
    <Confirm
      open
      onClose={() => undefined}
      title="Keep these recovery codes"
      deed="I have kept them"
      busy={false}
      onSubmit={onClose}
      only
    >
      <p>Each opens the door once when the phone is lost. They are shown only now.</p>
      <ul aria-label="Recovery codes" className="grid grid-cols-2 gap-x-6 gap-y-1 font-mono text-ink text-sm">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <CopyLine text={codes.join(' ')} label="Copy all codes" />
    </Confirm>
  )
}

function SwitchOff({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const { user } = useMe()
  const [password, setPassword] = useState('')
  const end = hooks.useMutation('delete', '/me/two-factor', {
    onSuccess: async () => {
      onClose()
      toast.done('The second factor is off')
      await client.invalidateQueries(meQuery)
    },
  })
  const faults = faultsOf(end.error)
  return (
    <Confirm
      open
      onClose={onClose}
      title="Switch off the second factor?"
      deed="Switch off"
      look="danger"
      busy={end.isPending}
      wrong={faults.rest}
      onSubmit={() => end.mutate({ body: { password } })}
    >
      <p>From then on the password alone signs you in, and the recovery codes end.</p>
      <input type="email" autoComplete="username" value={user.email} readOnly hidden />
      <Field
        label="Password"
        type="password"
        autoComplete="current-password"
        required
        value={password}
        error={faults.of('password')}
        onChange={(event) => setPassword(event.target.value)}
      />
    </Confirm>
  )
}
