import { ImapSettings, imapSource } from '../connectors/imap.ts'
import type { MailSource } from '../connectors/mailSource.ts'
import { type Place, unseal } from '../platform/secrets.ts'
import type { Store } from '../platform/store.ts'
import type { ConnectionRow } from './connection.ts'

export const secretPlace = (orgId: string, mailboxId: string): Place => ({
  orgId,
  table: 'connection',
  column: 'secret',
  row: mailboxId,
})

const carefulAfter = 2

/** The connector of a connection, with its secret opened. */
export function openSource(store: Store, orgId: string, row: ConnectionRow): MailSource {
  const secret = row.secret === null ? '' : unseal(store.keys, secretPlace(orgId, row.mailbox_id), row.secret)
  switch (row.kind) {
    case 'imap':
      return imapSource(
        ImapSettings.parse(row.settings),
        { password: secret },
        { bytesMax: store.config.mailBytesMax, isCareful: row.failures >= carefulAfter },
      )
    default:
      throw new Error(`no connector reads ${row.kind} yet`)
  }
}
