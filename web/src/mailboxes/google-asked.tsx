import type { MailboxIdentities } from '@docket/api'
import { When } from '../kit/time.tsx'

/** Since when it is known what Google allows, and why it is not known better. */
export function GoogleAsked({ view: { google_asked_at, google_error } }: { view: MailboxIdentities }) {
  if (!google_asked_at && !google_error) return null
  return (
    <p className="text-ink-3 text-sm [overflow-wrap:anywhere]">
      {google_asked_at ? (
        <>
          Google was asked <When at={google_asked_at} />, and is asked once a day: an address that it does not verify
          any more is revoked.
        </>
      ) : null}{' '}
      {google_error ? <span className="text-note-ink">It could not be asked the last time: {google_error}</span> : null}
    </p>
  )
}
