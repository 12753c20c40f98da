import { useEffect, useRef } from 'react'
import { Field } from '../kit/field.tsx'
import { CheckResult } from './check-result.tsx'
import { Clicks } from './clicks.tsx'
import type { Connecting, Kind } from './connecting.ts'
import { ImapFields, imapFaults } from './imap-fields.tsx'
import { pasts } from './pasts.ts'
import { stepsAt } from './providers.ts'
import { ShadowCheck } from './shadow-check.tsx'
import { Step } from './step.tsx'
import { Ways } from './ways.tsx'

type Props = { wizard: Connecting }

const kinds: { value: Kind; label: string; says: string }[] = [
  {
    value: 'gmail',
    label: 'Gmail or Google Workspace',
    says: 'You sign in at Google and allow Docket to read. No password is kept.',
  },
  {
    value: 'imap',
    label: 'Fetch it by IMAP',
    says: 'Works with nearly every provider. Reading changes nothing there.',
  },
  {
    value: 'nylas',
    label: 'Microsoft 365, Exchange or another, through Nylas',
    says: 'You sign in at your provider by way of Nylas, which reads the mailbox for Docket.',
  },
  {
    value: 'webhook',
    label: 'A mail service posts it',
    says: 'Postmark, SendGrid, Mailgun, CloudMailin, Amazon SES, or a program of your own.',
  },
  { value: 'smtp', label: 'Have it delivered here', says: 'By an MX record, or a forwarding rule at your provider.' },
]

export function AddressStep({ wizard }: Props) {
  const { begun, address, setAddress, name, setName, kind, setKind, faults, busy } = wizard
  const taken = wizard.isOfAddress ? (faults.of('address') ?? faults.rest) : faults.of('address')
  return (
    <Step
      title="Which address do your customers write to?"
      deed={kind === 'smtp' ? 'Open the mailbox' : 'Continue'}
      busy={busy}
      wrong={wizard.isOfAddress ? undefined : faults.rest}
      onSubmit={kind === 'smtp' ? wizard.finish : wizard.go}
    >
      <Field
        label="Address"
        type="email"
        required
        autoFocus={!begun}
        disabled={begun !== undefined}
        placeholder="support@example.com"
        value={address}
        error={taken}
        onChange={(event) => setAddress(event.target.value)}
      />
      <Field
        label="Name"
        placeholder="Acme support"
        hint="What customers see beside the address. Without one they see the address."
        disabled={begun !== undefined}
        value={name}
        error={faults.of('name')}
        onChange={(event) => setName(event.target.value)}
      />
      <Ways label="How does its mail get here?" value={kind} ways={kinds} onChoose={setKind} />
      {kind === 'smtp' ? (
        <>
          <Clicks
            title="At your provider"
            steps={[
              'Have the MX record of the address’s domain name this server; or, where the inbox stays where it is,',
              'make a forwarding rule there to an address whose mail comes to this server, and enter that address above.',
              'Your administrator knows the server’s name; it takes mail at its SMTP port (DOCKET_SMTP_PORT).',
            ]}
          />
          <ShadowCheck wizard={wizard} />
        </>
      ) : null}
    </Step>
  )
}

export function ServerStep({ wizard }: Props) {
  const { imap, change, check, address } = wizard
  const isReady = check.data?.ok ?? false
  const result = useRef<HTMLDivElement>(null)
  // On a phone it would appear out of sight.
  useEffect(() => {
    if (isReady) result.current?.scrollIntoView({ block: 'nearest' })
  }, [isReady])
  return (
    <Step
      title={`Where the mail of ${address} lies`}
      deed={isReady ? 'Continue' : check.busy ? 'Trying…' : 'Try it'}
      busy={check.busy}
      wrong={imapFaults({ error: check.error, check: check.data }).rest}
      back={() => wizard.setStep('address')}
      onSubmit={() => (isReady ? wizard.setStep('past') : wizard.tryServer())}
    >
      <Clicks
        title={wizard.found?.provider ? `At ${wizard.found.provider}` : 'At your provider'}
        steps={stepsAt(wizard.found)}
      />
      <ImapFields form={imap} focus onChange={change} said={{ error: check.error, check: check.data }} />
      <div ref={result} role="status" className="empty:hidden">
        {isReady ? <CheckResult check={check.data!} /> : null}
      </div>
    </Step>
  )
}

export function PastStep({ wizard }: Props) {
  const { past, setPast, faults, busy } = wizard
  return (
    <Step
      title="How much of the past comes along?"
      deed="Connect"
      busy={busy}
      wrong={faults.rest}
      back={() => wizard.setStep('server')}
      onSubmit={wizard.finish}
    >
      <Ways label="Older mail" value={past} ways={pasts} onChoose={setPast} focus />
      <p className="text-ink-3 text-sm">
        Older mail comes in quietly: nobody is told, nothing is acknowledged. More can be brought at any time.
      </p>
      <ShadowCheck wizard={wizard} />
    </Step>
  )
}
