import type { Mailbox } from '@docket/api'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { Button } from '../kit/button.tsx'
import { Loaded } from '../kit/loaded.tsx'
import { When } from '../kit/time.tsx'
import { Calls } from './calls.tsx'
import { webhookQuery } from './queries.ts'
import { mails } from './words.ts'

const RotateDialog = lazy(() => import('./rotate-dialog.tsx'))
const EndingDialog = lazy(() => import('./ending-dialog.tsx'))

/** The address that a provider posts to: what came by it lately, and how it is changed. */
export function Posted({ mailbox, mayManage }: { mailbox: Mailbox; mayManage: boolean }) {
  return (
    <section aria-label="Posted mail" className="flex flex-col gap-3">
      <h2 className="font-semibold text-md">What {mailbox.posted_by} posts</h2>
      {mayManage ? (
        <Address mailbox={mailbox} />
      ) : (
        <p className="text-ink-2 text-sm">An administrator sees its last calls and changes its address.</p>
      )}
    </section>
  )
}

function Address({ mailbox }: { mailbox: Mailbox }) {
  const [asking, ask] = useState<'rotate' | 'remove'>()
  const asked = useQuery(webhookQuery(mailbox.id))
  const close = () => ask(undefined)
  return (
    <>
      <Loaded asked={asked} waiting="Loading the last calls" wrong="The last calls could not be read">
        {({ taken, refused, made_at, before_until, signed, calls, topic }) => (
          <>
            <p className="text-ink-2 text-sm [overflow-wrap:anywhere]">
              {mails(taken)} came by it, {refused.toLocaleString()} {refused === 1 ? 'call was' : 'calls were'} refused.
              Its address was made <When at={made_at} long />
              {signed ? ' and each call is signed.' : ' and holds a password.'}
              {topic ? ` Its topic is ${topic}.` : ''}
              {before_until ? (
                <>
                  {' '}
                  The address before it is good until <When at={before_until} long />.
                </>
              ) : null}
            </p>
            <Calls calls={calls} />
          </>
        )}
      </Loaded>
      <p className="flex flex-wrap gap-2">
        <Button onClick={() => ask('rotate')}>New address…</Button>
        <Button onClick={() => ask('remove')}>Take it away…</Button>
      </p>
      <Suspense>
        {asking === 'rotate' ? <RotateDialog mailbox={mailbox} onClose={close} /> : null}
        {asking === 'remove' ? <EndingDialog way="webhook" mailbox={mailbox} onClose={close} /> : null}
      </Suspense>
    </>
  )
}
