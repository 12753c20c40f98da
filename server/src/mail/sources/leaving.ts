import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '../../auth/index.ts'
import { GmailSettings } from '../../connectors/gmail.ts'
import { endGmailAccess } from '../../connectors/gmailEnding.ts'
import { SourceRefused } from '../../connectors/mailSource.ts'
import { NylasSettings } from '../../connectors/nylas.ts'
import { deleteGrant } from '../../connectors/nylasApi.ts'
import { defineJob } from '../../platform/jobs.ts'
import { giveUp } from '../../platform/problem.ts'
import { seal, unseal } from '../../platform/secrets.ts'
import type { Store } from '../../platform/store.ts'
import type { Tx } from '../../platform/work.ts'
import type { ConnectionRow } from './connection.ts'
import { googleAppOf, nylasAppOf, secretPlace } from './sources.ts'

/** What a provider allowed us is given back once the commit stands that forgets it here; nobody waits for that. */
export function leaveProvider(tx: Tx, row: Pick<ConnectionRow, 'mailbox_id' | 'kind' | 'settings' | 'secret'>): void {
  const { mailbox_id: mailboxId, kind, settings, secret } = row
  if (kind !== 'imap') tx.enqueue(endAccess, { mailboxId, kind, settings, secret })
}

type Untaken = { mailboxId: string | null; kind: 'gmail' | 'nylas'; settings: object; secret: string }

/** What came back with a consent and is not connected, of the wrong account say, is given back as well. */
export function giveBack(tx: Tx, store: Store, { secret, ...untaken }: Untaken): void {
  const sealedFor = tx.newId()
  const sealed = secret === '' ? null : seal(store.keys, secretPlace(tx.actor.orgId, sealedFor), secret)
  tx.enqueue(endAccess, { ...untaken, sealedFor, secret: sealed })
}

/** The secret travels as sealed as it lay. What a provider refuses for good is told among the jobs that were given up. */
export const endAccess = defineJob({
  name: 'mail.end-access',
  input: z.object({
    mailboxId: z.uuid().nullable(),
    /** Whose secret it was sealed as, where that was no mailbox. */
    sealedFor: z.uuid().optional(),
    kind: z.enum(['gmail', 'nylas']),
    settings: z.unknown(),
    secret: z.string().nullable(),
  }),
  async run({ unit, store }, { mailboxId, sealedFor = mailboxId, kind, settings, secret }) {
    const orgId = await unit(async (tx) => tx.actor.orgId)
    const sealed = secret ? unseal(store.keys, secretPlace(orgId, sealedFor!), secret) : ''
    // A provider takes back all that an account gave us, and it may have been connected again meanwhile, here or elsewhere.
    if (await isRead(store, kind, settings)) return
    try {
      if (kind === 'gmail') await endGmail(store, settings, sealed)
      else await endNylas(store, settings)
    } catch (error) {
      if (!(error instanceof SourceRefused)) throw error
      throw giveUp(`Nothing is read with it any more, but the access was not given back. ${error.message}`)
    }
    await unit((tx) => audit(tx, 'mailbox.access_ended', { mailbox_id: mailboxId, kind }))
  },
})

async function endGmail(store: Store, settings: unknown, refreshToken: string): Promise<void> {
  const { account } = GmailSettings.parse(settings)
  if (refreshToken !== '') await endGmailAccess({ account, refreshToken }, googleAppOf(store.config))
}

async function endNylas(store: Store, settings: unknown): Promise<void> {
  const app = nylasAppOf(store.config)
  if (!app) throw new SourceRefused('NYLAS_CLIENT_ID and NYLAS_API_KEY are not set any more.')
  await deleteGrant(app, NylasSettings.parse(settings).grant)
}

async function isRead(store: Store, kind: 'gmail' | 'nylas', settings: unknown): Promise<boolean> {
  const asked =
    kind === 'gmail'
      ? sql`select from connections_of_account('gmail', ${GmailSettings.parse(settings).account})`
      : sql`select from connections_by_grant(${NylasSettings.parse(settings).grant})`
  return (await asked.execute(store.db)).rows.length > 0
}
