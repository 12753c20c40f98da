import type { Mailbox, WayOut } from '@docket/api'
import { useMutation } from '@tanstack/react-query'
import { sentenceOf } from '../api.ts'
import { Button } from '../kit/button.tsx'
import { askConsent } from './asking-consent.ts'
import { GoogleScopes } from './google-scopes.tsx'

/** The consent that lets mail leave by the Gmail account of a mailbox: what is asked, and the way there and back. */
export function AllowSending({ mailbox }: { mailbox: Mailbox }) {
  const ask = useMutation({ mutationFn: () => askConsent(mailbox, { send: true }) })
  return (
    <div className="flex flex-col items-start gap-2">
      <GoogleScopes send />
      <Button look="primary" busy={ask.isPending} onClick={() => ask.mutate()}>
        Allow sending at Google
      </Button>
      {ask.error ? (
        <p role="alert" className="text-danger text-sm">
          {sentenceOf(ask.error)}
        </p>
      ) : null}
    </div>
  )
}

/** Where its mail is set to leave by Gmail and Google does not let it: the key to that. */
export const GmailSending = ({ mailbox, way }: { mailbox: Mailbox; way: WayOut }) =>
  way.kind === 'gmail' && (way.refused || way.gmail_sends === false) ? <AllowSending mailbox={mailbox} /> : null
