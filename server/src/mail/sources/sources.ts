import { GmailSettings, gmailSource } from '../../connectors/gmail.ts'
import type { GoogleApp } from '../../connectors/google.ts'
import { imapSource } from '../../connectors/imap.ts'
import { ImapGrant, ImapSettings, imapCredentials } from '../../connectors/imapSettings.ts'
import { type MailSource, SourceRefused } from '../../connectors/mailSource.ts'
import { NylasSettings, nylasSource } from '../../connectors/nylas.ts'
import type { NylasApp } from '../../connectors/nylasApi.ts'
import type { Config } from '../../platform/config.ts'
import { type Place, seal, unseal } from '../../platform/secrets.ts'
import type { Store } from '../../platform/store.ts'
import { inTx, systemActor } from '../../platform/tx.ts'
import { type ConnectionRow, connections, unconfirmedSays } from './connection.ts'

export const secretPlace = (orgId: string, mailboxId: string): Place => ({
  orgId,
  table: 'connection',
  column: 'secret',
  row: mailboxId,
})

const carefulAfter = 2

/** The connector of a connection, with its secret opened. One that nobody has confirmed is not opened to fetch. */
export function openSource(store: Store, orgId: string, row: ConnectionRow): MailSource {
  if (!row.confirmed_at) throw new SourceRefused(unconfirmedSays)
  return openToLook(store, orgId, row)
}

/** The same for a look at what lies there, which fetches nothing. */
export function openToLook(store: Store, orgId: string, row: ConnectionRow): MailSource {
  const secret = row.secret === null ? '' : unseal(store.keys, secretPlace(orgId, row.mailbox_id), row.secret)
  switch (row.kind) {
    case 'imap':
      return imapSource(
        ImapSettings.parse(row.settings),
        imapCredentials(ImapSettings.parse(row.settings), secret, { rotated: keepRotated(store, orgId, row) }),
        { bytesMax: store.config.mailBytesMax, isCareful: row.failures >= carefulAfter },
      )
    case 'gmail':
      return gmailSource(GmailSettings.parse(row.settings), secret, () => googleAppOf(store.config), {
        bytesMax: store.config.mailBytesMax,
      })
    case 'nylas': {
      const app = nylasAppOf(store.config)
      if (!app) throw new SourceRefused('NYLAS_CLIENT_ID and NYLAS_API_KEY are not set any more.')
      return nylasSource(NylasSettings.parse(row.settings), app, { bytesMax: store.config.mailBytesMax })
    }
    default:
      throw new Error(`no connector reads ${row.kind} yet`)
  }
}

/** A grant that was changed by its provider, unless the mailbox was connected anew meanwhile. */
export const keepRotated = (store: Store, orgId: string, { mailbox_id, connected_at, secret }: ConnectionRow) => {
  const place = secretPlace(orgId, mailbox_id)
  return async (refresh_token: string): Promise<void> => {
    const grant = { ...ImapGrant.parse(JSON.parse(unseal(store.keys, place, secret!))), refresh_token }
    await inTx(store, systemActor(orgId, 'sync'), (tx) =>
      connections(tx)
        .updateTable('connection')
        .set({ secret: seal(store.keys, place, JSON.stringify(grant)) })
        .where('mailbox_id', '=', mailbox_id)
        .where('connected_at', '=', connected_at)
        .execute(),
    )
  }
}

/** Our registration at Google, as the settings have it. */
export function googleAppOf({ googleClientId, googleClientSecret, googleApiUrl }: Config): GoogleApp {
  if (!googleClientId || !googleClientSecret)
    throw new SourceRefused(
      'GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET are not set: docs/gmail.md says where they come from.',
    )
  return { clientId: googleClientId, clientSecret: googleClientSecret, apiUrl: googleApiUrl }
}

/** Our application at Nylas, as the settings have it. */
export function nylasAppOf({ nylasClientId, nylasApiKey, nylasApiUrl }: Config): NylasApp | undefined {
  if (!nylasClientId || !nylasApiKey) return undefined
  return { clientId: nylasClientId, apiKey: nylasApiKey, apiUrl: nylasApiUrl }
}
