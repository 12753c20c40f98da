import type { Mailbox } from '@docket/api'
import { answered, api } from '../api.ts'

/** To the provider of a connected mailbox once more, as the same account; with `send` also for what lets mail leave by it. */
export async function askConsent({ id, connection }: Mailbox, { send }: { send: boolean }): Promise<void> {
  const { account, journal = false } = connection?.settings ?? {}
  const asked = { mailbox_id: id, ...(account && { account }) }
  const way =
    connection?.kind === 'nylas'
      ? api.POST('/mailboxes/nylas/start', { body: asked })
      : api.POST('/mailboxes/gmail/oauth/start', { body: { ...asked, journal, send } })
  location.assign((await answered(way)).url)
}
