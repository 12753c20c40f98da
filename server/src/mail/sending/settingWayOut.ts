import { z } from 'zod'
import { audit } from '../../auth/index.ts'
import { Instant } from '../../platform/instant.ts'
import { invalid, notFound, problem } from '../../platform/problem.ts'
import { seal } from '../../platform/secrets.ts'
import type { Store } from '../../platform/store.ts'
import type { Tx } from '../../platform/work.ts'
import { connectionChanged } from '../events.ts'
import { resumeWay } from './pausing.ts'
import {
  asServer,
  connectionOf,
  filesSent,
  gmailSends,
  isPaused,
  refusalOf,
  type Way,
  type WayRow,
  wayRow,
  waySecretPlace,
  ways,
} from './wayOut.ts'

// What would end the line of a command.
const Plain = z.string().regex(/^[^\0\r\n]+$/, 'must be one line')
const Rate = z.number().int().min(1).max(1_000_000).nullable()

export const Wanted = z.object({
  kind: z.enum(['server', 'smtp', 'gmail', 'nylas']).meta({
    description:
      '`server` is SMTP_URL, with limits of this mailbox; `gmail` and `nylas` need the mailbox to be connected so.',
  }),
  host: Plain.max(255).optional(),
  port: z.number().int().min(1).max(65535).optional(),
  security: z.enum(['tls', 'starttls', 'none']).optional(),
  user: Plain.max(320).nullable().optional(),
  password: z.string().min(1).max(1000).optional().meta({ description: 'Without it, the one that is kept stays.' }),
  files_sent: z.boolean().default(true).meta({
    description: 'Put a copy into the Sent folder of an IMAP connection; not where the server does so itself.',
  }),
  per_minute: Rate.default(null),
  per_day: Rate.default(null),
})
export type Wanted = z.output<typeof Wanted>

export const WayOutView = z
  .object({
    kind: z.enum(['server', 'smtp', 'gmail', 'nylas']),
    host: z.string().nullable(),
    port: z.number().int().nullable(),
    security: z.enum(['tls', 'starttls', 'none']).nullable(),
    user: z.string().nullable(),
    has_password: z.boolean(),
    files_sent: z.boolean(),
    /** Whether a copy is put there: a server may do so itself, and not every connection has such a folder. */
    files_now: z.boolean(),
    per_minute: z.number().int().nullable(),
    per_day: z.number().int().nullable(),
    paused_until: Instant.nullable(),
    refused: z.boolean().meta({ description: 'A person must change something before mail leaves again.' }),
    says: z.string().nullable().meta({ description: 'Why nothing leaves for now.' }),
    gmail_sends: z.boolean().nullable().meta({
      description: 'Whether its Gmail account lets Docket send; null: it has none, or nobody has asked.',
    }),
    waiting: z.number().int().meta({ description: 'Mails that are due and wait for this mailbox.' }),
    offers: z
      .array(z.enum(['server', 'smtp', 'gmail', 'nylas']))
      .meta({ description: 'The kinds that can be chosen.' }),
    has_server: z.boolean().meta({ description: 'SMTP_URL is set; without it, mail by `server` is only shown.' }),
  })
  .meta({ id: 'WayOut' })

export const notOffered = problem('way-out-not-offered', 409, 'This mailbox cannot send so')

export async function readWayOut(tx: Tx, store: Store, mailboxId: string): Promise<z.input<typeof WayOutView>> {
  const way = await mustBeThere(tx, mailboxId)
  const row = way.row ?? asServer(mailboxId, tx.now)
  const refusal = refusalOf(way.row, way.connection, tx.now)
  const paused = isPaused(row, tx.now)
  return {
    ...{ kind: row.kind, host: row.host, port: row.port, security: row.security, user: row.username },
    ...{ has_password: row.secret !== null, files_sent: row.files_sent },
    files_now: filesSent(way, store.config.smtpUrl),
    ...{ per_minute: row.per_minute, per_day: row.per_day },
    paused_until: paused ? row.paused_until : null,
    refused: refusal !== null,
    says: refusal ?? (paused ? row.says : null),
    gmail_sends: gmailSends(way.connection),
    waiting: await waitingOf(tx, mailboxId),
    offers: offersOf(way),
    has_server: store.config.smtpUrl !== undefined,
  }
}

/** How the mail of a mailbox leaves from now on; what waited for it goes at once. */
export async function setWayOut(tx: Tx, store: Store, mailboxId: string, wanted: Wanted): Promise<void> {
  const way = await mustBeThere(tx, mailboxId)
  mustFit(way, wanted)
  const row = rowOf(tx, store, { mailboxId, wanted, before: way.row })
  const { mailbox_id: _, ...values } = row
  await ways(tx)
    .insertInto('mailbox_way_out')
    .values(row)
    .onConflict((on) => on.column('mailbox_id').doUpdateSet(values))
    .execute()
  const { password: __, ...shown } = wanted
  await audit(tx, 'mailbox.way_out', { mailbox_id: mailboxId, ...shown })
  await resumeWay(tx, mailboxId)
  tx.emit(connectionChanged, { mailboxId, what: 'way-out-changed' })
}

/** Its Gmail account has allowed it: mail leaves by that from now on, as much as may. */
export async function leaveByGmail(tx: Tx, store: Store, mailboxId: string): Promise<void> {
  const { per_minute = null, per_day = null } = (await wayRow(tx, mailboxId)) ?? {}
  await setWayOut(tx, store, mailboxId, { kind: 'gmail', files_sent: true, per_minute, per_day })
}

/** Its mail leaves by SMTP_URL again; the password is forgotten. */
export async function forgetWayOut(tx: Tx, mailboxId: string): Promise<void> {
  await mustBeThere(tx, mailboxId)
  await resumeWay(tx, mailboxId)
  await ways(tx).deleteFrom('mailbox_way_out').where('mailbox_id', '=', mailboxId).execute()
  await audit(tx, 'mailbox.way_out', { mailbox_id: mailboxId, kind: 'server' })
  tx.emit(connectionChanged, { mailboxId, what: 'way-out-changed' })
}

/** The way as it would be with these settings, to be tried. */
export async function wayWith(tx: Tx, store: Store, mailboxId: string, wanted: Wanted | undefined): Promise<Way> {
  const way = await mustBeThere(tx, mailboxId)
  if (!wanted) return way
  mustFit(way, wanted)
  return { ...way, row: rowOf(tx, store, { mailboxId, wanted, before: way.row }) }
}

type Given = { mailboxId: string; wanted: Wanted; before: WayRow | undefined }

function rowOf(tx: Tx, store: Store, { mailboxId, wanted, before }: Given): WayRow {
  const { kind, host, port, security, user, password, files_sent, per_minute, per_day } = wanted
  const rest = { ...asServer(mailboxId, tx.now), kind, files_sent, per_minute, per_day }
  if (kind !== 'smtp') return rest
  // A password is for the server that it was given for.
  const kept = before?.host === host && before?.username === (user ?? null) ? before!.secret : null
  if (user && !password && kept === null)
    throw invalid('A user needs a password.', { errors: [{ field: 'password', message: 'is needed with a user' }] })
  const place = waySecretPlace(tx.actor.orgId, mailboxId)
  const secret = user ? (password ? seal(store.keys, place, password) : kept) : null
  return { ...rest, host: host!, port: port!, security: security!, username: user ?? null, secret }
}

function mustFit(way: Way, { kind, host, port, security }: Wanted): void {
  if (kind === 'smtp') {
    const missing = Object.entries({ host, port, security }).flatMap(([field, value]) =>
      value === undefined ? [{ field, message: 'is needed for SMTP' }] : [],
    )
    if (missing.length > 0) throw invalid('A server needs host, port and security.', { errors: missing })
  }
  if (!offersOf(way).includes(kind))
    throw notOffered(
      kind === 'gmail'
        ? 'Connect this mailbox to its own Gmail account first; a journal cannot send.'
        : 'Connect this mailbox by Nylas first.',
    )
}

function offersOf({ connection }: Way): Wanted['kind'][] {
  const isJournal = (connection?.settings as { journal?: boolean } | undefined)?.journal === true
  if (connection?.kind === 'gmail' && !isJournal) return ['server', 'smtp', 'gmail']
  return connection?.kind === 'nylas' ? ['server', 'smtp', 'nylas'] : ['server', 'smtp']
}

async function mustBeThere(tx: Tx, mailboxId: string): Promise<Way> {
  const found = await ways(tx).selectFrom('mailbox').select('id').where('id', '=', mailboxId).executeTakeFirst()
  if (!found) throw notFound()
  const [row, connection] = [await wayRow(tx, mailboxId), await connectionOf(tx, mailboxId)]
  return { orgId: tx.actor.orgId, mailboxId, row, connection }
}

async function waitingOf(tx: Tx, mailboxId: string): Promise<number> {
  const { n } = await tx.db
    .withTables<{ delivery: { mailbox_id: string; status: string; waits_for: string | null } }>()
    .selectFrom('delivery')
    .select((eb) => eb.fn.countAll<string>().as('n'))
    .where('mailbox_id', '=', mailboxId)
    .where('status', '=', 'queued')
    .where('waits_for', 'is not', null)
    .executeTakeFirstOrThrow()
  return Number(n)
}
