import { ImapSettings, imapSource } from '../connectors/imap.ts'
import { type MailSource, SourceRefused } from '../connectors/mailSource.ts'
import { NylasSettings, nylasSource } from '../connectors/nylas.ts'
import type { NylasApp } from '../connectors/nylasApi.ts'
import type { Config } from '../platform/config.ts'
import { type Place, unseal } from '../platform/secrets.ts'
import type { Store } from '../platform/store.ts'
import type { ConnectionRow } from './connection.ts'

export const secretPlace = (orgId: string, mailboxId: string): Place => ({
  orgId,
  table: 'connection',
  column: 'secret',
  row: mailboxId,
})

/** The connector of a connection, with its secret opened. */
export function openSource(store: Store, orgId: string, row: ConnectionRow): MailSource {
  const secret = row.secret === null ? '' : unseal(store.keys, secretPlace(orgId, row.mailbox_id), row.secret)
  switch (row.kind) {
    case 'imap':
      return imapSource(ImapSettings.parse(row.settings), secret, { bytesMax: store.config.mailBytesMax })
    case 'nylas': {
      const app = nylasAppOf(store.config)
      if (!app) throw new SourceRefused('NYLAS_CLIENT_ID and NYLAS_API_KEY are not set any more.')
      return nylasSource(NylasSettings.parse(row.settings), app, { bytesMax: store.config.mailBytesMax })
    }
    default:
      throw new Error(`no connector reads ${row.kind} yet`)
  }
}

/** Our application at Nylas, as the settings have it. */
export function nylasAppOf({ nylasClientId, nylasApiKey, nylasApiUrl }: Config): NylasApp | undefined {
  if (!nylasClientId || !nylasApiKey) return undefined
  return { clientId: nylasClientId, apiKey: nylasApiKey, apiUrl: nylasApiUrl }
}
