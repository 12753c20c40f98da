import type { NewMailWebhook } from '@docket/api'
import { CopyLine } from '../kit/copy.tsx'
import { Clicks } from './clicks.tsx'

/** The one time that the address of a webhook is shown, and what to do with it at the provider. */
export function NewAddress({ hook: { provider, provider_name, signed, url, steps } }: { hook: NewMailWebhook }) {
  return (
    <>
      <section aria-label="The address" className="flex flex-col gap-1.5">
        <h3 className="font-medium text-ink-2 text-sm">The address to paste there</h3>
        <CopyLine text={url} label="Copy the address" />
        <p className="text-ink-3 text-sm">
          {signed ? 'The key in it' : 'The key and the password in it'} are kept as a hash or encrypted: it is shown
          only now. If it is lost, make a new one on the mailbox’s page.
        </p>
      </section>
      <Clicks
        title={provider === 'raw' ? 'In your program' : `At ${provider_name}`}
        steps={steps.map((step) => step.replace(url, 'the address above'))}
      />
      {provider === 'raw' ? (
        <section aria-label="Try it" className="flex flex-col gap-1.5">
          <h3 className="font-medium text-ink-2 text-sm">Or try it from a terminal</h3>
          <CopyLine text={trial(url)} label="Copy the command" />
        </section>
      ) : null}
    </>
  )
}

const trial = (url: string) =>
  `printf 'From: you@example.com\\r\\nSubject: A first mail\\r\\n\\r\\nHello.\\r\\n' | curl --data-binary @- -H 'Content-Type: message/rfc822' '${url}'`
