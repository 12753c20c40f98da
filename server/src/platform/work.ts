import type { Transaction } from 'kysely'
import type { z } from 'zod'
import type { Store } from './store.ts'

/** The four nouns everything above the platform is written in: Actor, Tx, Event, Job. */

export type Role = 'admin' | 'agent' | 'viewer'

export type Permission =
  | 'ticket.see'
  | 'ticket.create'
  | 'ticket.update'
  | 'ticket.reply'
  | 'mail.source'
  | 'mailbox.manage'
  | 'sender.block'
  | 'ops.see'
  | 'ops.retry'
  | 'ops.replay'
  | 'people.manage'
  | 'token.manage'
  | 'audit.see'
  | 'settings.manage'

export type Actor = {
  kind: 'user' | 'contact' | 'agent' | 'system'
  /** The user's id; for the system, the name of the part that acts (`mail`, `import`, …). */
  id: string
  orgId: string
  roles: readonly Role[]
  /** Set for a token that may do less than its user: only these, and of them only what the role includes. */
  scopes?: readonly Permission[]
  /** How a user came in: by a browser's session or by an API token, and from which address on the network. */
  session?: string
  token?: string
  ip?: string
}

/** Where something began: the id that its log lines share, and its trace when there is one. */
export type Origin = { requestId: string; trace?: string | undefined }

/** One unit of work: one transaction, one actor, one instant. The only way to the database. */
export type Tx = {
  // biome-ignore lint/complexity/noBannedTypes: `{}` is kysely's "no tables": a module names its own with withTables.
  readonly db: Transaction<{}>
  readonly actor: Actor
  readonly now: Date
  /** Carried from the HTTP request or job that began it into events, jobs and logs. */
  readonly requestId: string
  /** By ticket, where one unit of work deals with many mails: each one's events and jobs carry on from that mail. */
  readonly origins: Map<string, Origin>
  newId(): string
  /** Collects in memory; the unit of work writes all events and the jobs of their reactions at once, before its commit. */
  emit<T>(event: Event<T>, data: T): void
  /** Writes the events emitted so far, for a verb that reads the timeline it has just added to. */
  flush(): Promise<void>
  enqueue<T>(job: Job<T>, input: T): void
}

export type Event<T> = { type: string; data: z.ZodType<T> }

/** A job that only needs the database: one unit of work. */
export type Job<T> = {
  name: string
  input: z.ZodType<T>
  /** Attempts after the first; then the job is a dead letter with the error's sentence. */
  retryMax?: number
  /** Which of the events that it follows give it something to do, by their data alone: no job is written for the others. */
  concerns?(input: T): boolean
  run(io: JobIo, input: T): Promise<unknown>
}

/**
 * What a job is given. `unit` opens a unit of work as the job's organisation; a job that only changes rows opens one, an errand
 * (prepare → go → record) opens one before and one after it speaks to the world. No network inside `unit`.
 */
export type JobIo = {
  unit<R>(work: (tx: Tx) => Promise<R>): Promise<R>
  /** For an errand: settings, keys and blobs of this process. */
  readonly store: Store
  readonly attempt: number
  readonly signal: AbortSignal
}
