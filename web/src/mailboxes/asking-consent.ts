import type { Mailbox } from '@docket/api'
import { answered, api } from '../api.ts'

type Asked = {
  kind: 'gmail' | 'nylas'
  mailboxId: string
  account: string | undefined
  journal: boolean
  send: boolean
}

/** Leaves for the page of a provider where an account is allowed to be read; with `send` also for what lets mail leave by it. */
export async function goToConsent({ kind, mailboxId, account, journal, send }: Asked): Promise<void> {
  const asked = { mailbox_id: mailboxId, ...(account && { account }) }
  const way =
    kind === 'nylas'
      ? api.POST('/mailboxes/nylas/start', { body: asked })
      : api.POST('/mailboxes/gmail/oauth/start', { body: { ...asked, journal, send } })
  location.assign((await answered(way)).url)
}

/** To the provider of a connected mailbox once more, as the same account. */
export function askConsent({ id, connection }: Mailbox, { send }: { send: boolean }): Promise<void> {
  const { account, journal = false } = connection?.settings ?? {}
  const kind = connection?.kind === 'nylas' ? 'nylas' : 'gmail'
  return goToConsent({ kind, mailboxId: id, account, journal, send })
}
