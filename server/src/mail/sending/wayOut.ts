import type { Generated } from 'kysely'
import type { z } from 'zod'
import { gmailOut, maySendNot } from '../../connectors/gmailOut.ts'
import { imapSent } from '../../connectors/imapSent.ts'
import { ImapSettings, imapCredentials } from '../../connectors/imapSettings.ts'
import type { WayOut } from '../../connectors/mailOut.ts'
import { NylasSettings } from '../../connectors/nylas.ts'
import { nylasOut } from '../../connectors/nylasOut.ts'
import { SendFailed, type SmtpServer, smtpServerOf, smtpWay } from '../../connectors/smtpOut.ts'
import { askedOnce } from '../../platform/askedOnce.ts'
import { type Place, unseal } from '../../platform/secrets.ts'
import type { Store } from '../../platform/store.ts'
import type { Tx } from '../../platform/work.ts'
import type { Via as Vias } from '../../tickets/index.ts'
import { type ConnectionRow, connections } from '../sources/connection.ts'
import { googleAppOf, keepRotated, nylasAppOf, secretPlace } from '../sources/sources.ts'

export const wayKinds = ['server', 'smtp', 'gmail', 'nylas'] as const
type WayKind = (typeof wayKinds)[number]

type MailboxWayOut = {
  mailbox_id: string
  kind: WayKind
  host: string | null
  port: number | null
  security: 'tls' | 'starttls' | 'none' | null
  username: string | null
  secret: string | null
  files_sent: boolean
  per_minute: number | null
  per_day: number | null
  changed_at: Date
  paused_until: Generated<Date | null>
  refused_at: Generated<Date | null>
  says: Generated<string | null>
  failures: Generated<number>
}
export type WayRow = {
  [column in keyof MailboxWayOut]: MailboxWayOut[column] extends Generated<infer T> ? T : MailboxWayOut[column]
}
export const ways = (tx: Tx) =>
  tx.db.withTables<{ mailbox_way_out: MailboxWayOut; mailbox: { id: string; address: string } }>()

/** How mails leave where nothing is said of it. */
export const asServer = (mailboxId: string, now: Date): WayRow => ({
  ...{ mailbox_id: mailboxId, kind: 'server', host: null, port: null, security: null, username: null, secret: null },
  ...{ files_sent: true, per_minute: null, per_day: null, changed_at: now },
  ...{ paused_until: null, refused_at: null, says: null, failures: 0 },
})

export const waySecretPlace = (orgId: string, mailboxId: string): Place => ({
  ...{ orgId, table: 'mailbox_way_out', column: 'secret', row: mailboxId },
})

export async function wayRow(tx: Tx, mailboxId: string): Promise<WayRow | undefined> {
  const row = await ways(tx)
    .selectFrom('mailbox_way_out')
    .selectAll()
    .where('mailbox_id', '=', mailboxId)
    .executeTakeFirst()
  return row as WayRow | undefined
}

/** All that is needed to speak, read in a unit of work and used after it. */
export type Way = {
  orgId: string
  mailboxId: string | null
  row: WayRow | undefined
  connection: ConnectionRow | undefined
}

export const readWay = (tx: Tx, mailboxId: string | null): Promise<Way> =>
  askedOnce(tx, `way out ${mailboxId}`, () => findWay(tx, mailboxId))

async function findWay(tx: Tx, mailboxId: string | null): Promise<Way> {
  if (mailboxId === null) return { orgId: tx.actor.orgId, mailboxId, row: undefined, connection: undefined }
  const [row, connection] = await Promise.all([wayRow(tx, mailboxId), connectionOf(tx, mailboxId)])
  return { orgId: tx.actor.orgId, mailboxId, row, connection }
}

export const connectionOf = (tx: Tx, mailboxId: string): Promise<ConnectionRow | undefined> =>
  connections(tx).selectFrom('connection').selectAll().where('mailbox_id', '=', mailboxId).executeTakeFirst()

export const viaOf = ({ row }: Way): z.output<typeof Vias> =>
  row?.kind === 'gmail' || row?.kind === 'nylas' ? row.kind : 'smtp'

/** Whether the Gmail account of a mailbox lets us send; null when it has none, or when nobody has asked. */
export function gmailSends(connection: Pick<ConnectionRow, 'kind' | 'settings'> | undefined): boolean | null {
  if (connection?.kind !== 'gmail') return null
  const { sends, journal } = connection.settings as { sends?: boolean; journal?: boolean }
  return journal ? null : (sends ?? null)
}

type Standing = Pick<WayRow, 'kind' | 'refused_at' | 'paused_until' | 'says'>

export const isPaused = <R extends { paused_until: Date | null }>(
  row: R | undefined,
  now: Date,
): row is R & { paused_until: Date } => row?.paused_until != null && row.paused_until > now

/** Why nothing leaves before a person changes something. */
export function refusalOf(
  row: Standing | undefined,
  connection: Pick<ConnectionRow, 'kind' | 'settings'> | undefined,
  now: Date,
): string | null {
  if (row?.kind === 'gmail' && gmailSends(connection) === false)
    return maySendNot((connection!.settings as { account: string }).account)
  return isPaused(row, now) && row.refused_at ? row.says : null
}

const keptMs = 20_000

/** The connector of a way, with its secrets opened; none where mail is only shown. */
export function openWay(store: Store, { orgId, mailboxId, row, connection }: Way): WayOut | undefined {
  if (row?.kind === 'gmail' || row?.kind === 'nylas') {
    const refuse = (says: string) => new SendFailed('temporary', says, undefined, { ofWay: 'refused' })
    if (connection?.kind !== row.kind || connection.secret === null)
      throw refuse(
        `Mail leaves here by ${row.kind === 'gmail' ? 'Gmail' : 'Nylas'}, and the mailbox is no longer connected to it.`,
      )
    if (!connection.confirmed_at)
      throw refuse('Nobody has said yet that the account of this mailbox is the right one: look at it, and begin.')
    const secret = unseal(store.keys, secretPlace(orgId, row.mailbox_id), connection.secret)
    if (row.kind === 'gmail') {
      const { account, sends } = connection.settings as { account: string; sends?: boolean }
      if (sends === false) throw refuse(maySendNot(account))
      return gmailOut({ account }, secret, () => googleAppOf(store.config))
    }
    const app = nylasAppOf(store.config)
    if (!app) throw refuse('NYLAS_CLIENT_ID and NYLAS_API_KEY are not set any more.')
    return nylasOut(NylasSettings.parse(connection.settings), app)
  }
  const server = row?.kind === 'smtp' ? serverOf(store, orgId, row) : undefined
  const { smtpUrl } = store.config
  if (!server && !smtpUrl) return undefined
  const way = smtpWay(server ?? smtpServerOf(smtpUrl!), { keptMs })
  const sent = mailboxId !== null && connection ? openSent(store, orgId, connection) : undefined
  return sent ? { ...way, findSent: sent.find } : way
}

const serverOf = (store: Store, orgId: string, row: WayRow): SmtpServer => ({
  host: row.host!,
  port: row.port!,
  security: row.security!,
  user: row.username ?? '',
  password: row.secret === null ? '' : unseal(store.keys, waySecretPlace(orgId, row.mailbox_id), row.secret),
})

/** The folder for sent mails of an IMAP connection; none of other kinds, which file by themselves. */
export function openSent(store: Store, orgId: string, row: ConnectionRow): ReturnType<typeof imapSent> | undefined {
  if (row.kind !== 'imap' || row.secret === null) return undefined
  const settings = ImapSettings.parse(row.settings)
  const secret = unseal(store.keys, secretPlace(orgId, row.mailbox_id), row.secret)
  return imapSent(settings, imapCredentials(settings, secret, { rotated: keepRotated(store, orgId, row) }))
}

/** Whether we put the copy there: whoever sends by Google or Microsoft gets it from them. */
export function filesSent({ row, connection }: Way, smtpUrl: string | undefined): boolean {
  if (connection?.kind !== 'imap' || row?.files_sent === false) return false
  if (row?.kind === 'gmail' || row?.kind === 'nylas') return false
  return !filesByItself(row?.host ?? (smtpUrl ? smtpServerOf(smtpUrl).host : null))
}

/** Whether the other side may send by another envelope sender than the one that it is told: bounces come to the mailbox itself then. */
export const writesEnvelope = ({ row }: Way, smtpUrl: string | undefined): boolean =>
  row?.kind === 'gmail' ||
  row?.kind === 'nylas' ||
  filesByItself(row?.host ?? (smtpUrl ? smtpServerOf(smtpUrl).host : null))

/** Servers of providers that put what they send among the sent mails. */
const filesByItself = (host: string | null): boolean =>
  host !== null &&
  ['gmail.com', 'googlemail.com', 'office365.com', 'outlook.com'].some((end) => host.toLowerCase().endsWith(end))
