import { z } from 'zod'
import { GmailSettings } from '../../connectors/gmail.ts'
import { ImapSettings } from '../../connectors/imapSettings.ts'
import { NylasSettings } from '../../connectors/nylas.ts'
import type { Tx } from '../../platform/work.ts'
import type { MailboxRow } from '../mailbox.ts'

/** Why nothing is fetched while nobody has confirmed a connection. */
export const unconfirmedSays =
  'Nothing is fetched before somebody has looked at the newest mails of this account and said that it is the right one.'

export const kinds = ['imap', 'gmail', 'nylas'] as const

/** A stretch of older mail that is brought on demand; `since` null is everything. */
export type Backfill = {
  since: string | null
  before: string
  cursor: unknown
  done: number
  total: number | null
  asked_at: string
  finished_at: string | null
}

type Connection = {
  mailbox_id: string
  kind: (typeof kinds)[number]
  settings: unknown
  secret: string | null
  connected_at: Date
  /** When a person said that this is the right account; null while nobody has looked. */
  confirmed_at: Date | null
  cursor: unknown
  first_cursor: unknown
  live_since: Date | null
  backfill: Backfill | null
  next_pull_at: Date
  last_success_at: Date | null
  failures: number
  last_error: string | null
  last_error_at: Date | null
  refused_at: Date | null
  paused_until: Date | null
  paused_by: 'person' | 'breaker' | null
  paused_by_user_id: string | null
  lease_by: string | null
  lease_until: Date | null
  push_until: Date | null
  push_renew_at: Date | null
  push_error: string | null
}
export type ConnectionRow = Connection

/** The tables this part of the module owns. */
export const connections = (tx: Tx) =>
  tx.db.withTables<{ connection: Connection; mailbox: MailboxRow & { created_at: Date } }>()

export const connectionStates = [
  'unconfirmed',
  'new',
  'live',
  'backfilling',
  'failing',
  'paused',
  'tripped',
  'refused',
] as const
export type ConnectionState = (typeof connectionStates)[number]

/** How it goes, in one word: `unconfirmed` and `refused` want a person, `tripped` is paused by the breaker. */
export function stateOf(row: Connection, now: Date): ConnectionState {
  if (!row.confirmed_at) return 'unconfirmed'
  if (row.refused_at) return 'refused'
  if (row.paused_until && row.paused_until > now) return row.paused_by === 'breaker' ? 'tripped' : 'paused'
  if (row.failures > 0) return 'failing'
  if (!row.last_success_at) return 'new'
  return row.backfill && !row.backfill.finished_at ? 'backfilling' : 'live'
}

const When = z.string().meta({ format: 'date-time' })
export const ConnectionView = z
  .object({
    kind: z.enum(kinds),
    settings: ImapSettings.partial().extend({ ...GmailSettings.partial().shape, ...NylasSettings.partial().shape }),
    state: z.enum(connectionStates),
    held: z.string().nullable().meta({ description: 'Why nothing is fetched though nothing is wrong.' }),
    connected_at: When,
    confirmed_at: When.nullable().meta({ description: 'When a person said that this is the right account.' }),
    live_since: When.nullable(),
    cursor: z.string().nullable(),
    next_pull_at: When,
    last_success_at: When.nullable(),
    /** Seconds since all that the provider held was kept. */
    lag_seconds: z.number().int().nullable(),
    failures: z.number().int(),
    last_error: z.string().nullable(),
    last_error_at: When.nullable(),
    paused_until: When.nullable(),
    /** Until when the provider calls us about new mail, and why it does not. */
    push_until: When.nullable(),
    push_error: z.string().nullable(),
    backfill: z
      .object({
        since: When.nullable(),
        before: When,
        done: z.number().int(),
        total: z.number().int().nullable(),
        asked_at: When,
        finished_at: When.nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'Connection' })

export function viewOf(row: Connection, now: Date): z.input<typeof ConnectionView> {
  const time = (at: Date | null) => (at === null ? null : at.toISOString())
  const { since, before, done, total, asked_at, finished_at } = row.backfill ?? {}
  return {
    kind: row.kind,
    settings: row.settings as Partial<ImapSettings & GmailSettings & NylasSettings>,
    state: stateOf(row, now),
    held: row.confirmed_at ? null : unconfirmedSays,
    connected_at: row.connected_at.toISOString(),
    confirmed_at: time(row.confirmed_at),
    live_since: time(row.live_since),
    cursor: row.cursor === null ? null : JSON.stringify(row.cursor),
    next_pull_at: row.next_pull_at.toISOString(),
    last_success_at: time(row.last_success_at),
    lag_seconds: row.last_success_at && Math.round((now.getTime() - row.last_success_at.getTime()) / 1000),
    failures: row.failures,
    last_error: row.last_error,
    last_error_at: time(row.last_error_at),
    paused_until: row.paused_until && row.paused_until > now ? row.paused_until.toISOString() : null,
    push_until: time(row.push_until),
    push_error: row.push_error,
    backfill: row.backfill && {
      since: since ?? null,
      before: before!,
      done: done!,
      total: total ?? null,
      asked_at: asked_at!,
      finished_at: finished_at ?? null,
    },
  }
}
