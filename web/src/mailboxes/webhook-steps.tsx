import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ChangeEvent } from 'react'
import { Field } from '../kit/field.tsx'
import { Loaded } from '../kit/loaded.tsx'
import { Calls, Checks } from './calls.tsx'
import type { Connecting, Made } from './connecting.ts'
import { NewAddress } from './new-address.tsx'
import { posters, posterWays } from './posters.ts'
import { webhookQuery } from './queries.ts'
import { ShadowCheck } from './shadow-check.tsx'
import { Step } from './step.tsx'
import { Ways } from './ways.tsx'

/** Who posts the mail, and the word that only they know. */
export function PosterStep({ wizard }: { wizard: Connecting }) {
  const { poster, setPoster, signingKey, setSigningKey, topic, setTopic, make, begun } = wizard
  const { key, topic: about } = posters[poster]
  const line = (value: string, set: (value: string) => void) => ({
    value,
    spellCheck: false,
    autoComplete: 'off',
    autoCapitalize: 'none',
    onChange: (event: ChangeEvent<HTMLInputElement>) => set(event.target.value),
  })
  return (
    <Step
      title={`Who posts the mail of ${wizard.address}?`}
      deed="Make the address"
      busy={make.busy}
      wrong={make.faults.rest}
      back={() => wizard.setStep('address')}
      onSubmit={make.run}
    >
      <Ways label="Service" value={poster} ways={posterWays} onChoose={setPoster} focus />
      {key ? <Field {...key} {...line(signingKey, setSigningKey)} error={make.faults.of('signing_key')} /> : null}
      {about ? <Field {...about} {...line(topic, setTopic)} error={make.faults.of('topic')} /> : null}
      {begun?.posted_by ? (
        <p className="rounded-md border border-note-line bg-note px-3 py-2 text-note-ink text-sm">
          {begun.posted_by} posts to this mailbox now. Its address stops to answer as soon as the new one is made.
        </p>
      ) : null}
      <ShadowCheck wizard={wizard} />
    </Step>
  )
}

/** The address, what to do with it, and what has come by it until now. */
export function FirstCallStep({ made: { mailbox, hook } }: { made: Made }) {
  const asked = useQuery({ ...webhookQuery(mailbox.id), refetchInterval: 2_000 })
  const came = asked.data?.calls.some(({ outcome }) => outcome === 'kept' || outcome === 'known')
  return (
    <section aria-label="The first mail" className="flex flex-col gap-5">
      <h2 className="font-semibold text-lg text-balance [overflow-wrap:anywhere]">
        {came ? `Mail of ${mailbox.address} comes in` : `Let ${hook.provider_name} post to ${mailbox.address}`}
      </h2>
      {came ? null : <NewAddress hook={hook} />}
      <Loaded asked={asked} waiting="Looking for a first call" wrong="What came could not be read">
        {(now) => (
          <section aria-label="What came" className="flex flex-col gap-3">
            <h3 className="font-medium text-base">What came</h3>
            <Checks hook={now} />
            {now.calls.length > 0 ? (
              <Calls calls={now.calls} />
            ) : (
              <p className="text-ink-3 text-sm">
                Send a mail to your address now. It is seen here a moment after it is posted. Nothing comes? Then the
                service does not call this address: look at its own log. A 404 there means that the address was not
                pasted whole.
              </p>
            )}
          </section>
        )}
      </Loaded>
      {came ? <NewAddress hook={hook} /> : null}
      <p className="flex flex-wrap gap-x-5 gap-y-2 text-base">
        <Link
          to="/mailboxes/$mailboxId"
          params={{ mailboxId: mailbox.id }}
          className="rounded-sm text-accent hover:underline"
        >
          {came ? 'See the mailbox' : 'Go on later: the mailbox shows what comes'}
        </Link>
        {came ? (
          <Link to="/tickets" search={{}} className="rounded-sm text-accent hover:underline">
            Go to the inbox
          </Link>
        ) : null}
      </p>
    </section>
  )
}
