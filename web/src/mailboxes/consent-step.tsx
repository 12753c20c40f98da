import { Check } from '../kit/check.tsx'
import { Field } from '../kit/field.tsx'
import { Clicks } from './clicks.tsx'
import type { Connecting } from './connecting.ts'
import { GoogleScopes } from './google-scopes.tsx'
import { ShadowCheck } from './shadow-check.tsx'
import { Step } from './step.tsx'
import { providerWords } from './words.ts'

/** Before the page of a provider: what is asked there, and of which account. */
export function ConsentStep({ wizard }: { wizard: Connecting }) {
  const { kind, faults, busy, address, account, setAccount, send, setSend } = wizard
  const provider = providerWords[kind === 'nylas' ? 'nylas' : 'gmail']
  return (
    <Step
      title={`What happens at ${provider}`}
      deed={`Go to ${provider}`}
      busy={busy}
      wrong={faults.rest}
      back={() => wizard.setStep('address')}
      onSubmit={wizard.finish}
    >
      <Clicks
        title="In this order"
        steps={[
          `You sign in there as ${account || address} and allow Docket to read${send ? ' and send' : ''}.`,
          'You come back here and see the address with its newest mails.',
          'You say that it is the right one. Before that, nothing is fetched.',
        ]}
      />
      <Field
        label="Account"
        type="email"
        placeholder={address}
        hint="Only where another account collects its mail, as for a group or an alias."
        value={account}
        error={faults.of('account')}
        onChange={(event) => setAccount(event.target.value)}
      />
      {kind === 'gmail' ? (
        <>
          <Check
            label="Mail leaves through Gmail"
            hint="Your answers are sent by the account itself, which files them among its sent mails."
            checked={send}
            onChange={setSend}
          />
          <GoogleScopes send={send} />
        </>
      ) : null}
      <ShadowCheck wizard={wizard} />
    </Step>
  )
}
