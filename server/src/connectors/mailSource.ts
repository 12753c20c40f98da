/**
 * A provider that holds mail, as far as Docket needs it. Nothing here knows tables or tickets; a cursor is JSON that only its own
 * connector understands, and it is moved by whoever keeps the mails, in the same commit.
 */
export type MailSource = {
  /** Where "from now on" begins. */
  start(): Promise<unknown>
  /**
   * What came after the cursor, in pieces that each make one commit; ends when nothing more is there for now. A source that looks back
   * behind its cursor asks what of that is `kept`, so that it is not fetched again by every new process.
   */
  pull(cursor: unknown, signal: AbortSignal, kept?: Kept): AsyncIterable<Piece>
  /**
   * Mail that was there before, newest first; `cursor` is null at its beginning and that of the last kept piece afterwards. `start` is
   * what `start()` once said: a provider whose clock differs from ours knows by it what was there before.
   */
  backfill(range: Range, cursor: unknown, signal: AbortSignal, start?: unknown): AsyncIterable<Piece>
  /** Resolves when the provider says that something may have changed, or when the signal comes. Without it the clock alone decides. */
  watch?(signal: AbortSignal): Promise<void>
  /** Tries everything that reading needs, and shows the newest mails. */
  check(): Promise<Checked>
  /** What the provider holds of a stretch of time: each delivery by the id that pull gives it. */
  inventory(range: Range, signal: AbortSignal): AsyncIterable<Held[]>
  /** These deliveries, by the ids that inventory gives, in pieces; what the provider holds no more is left out. */
  fetch(providerIds: readonly string[], signal: AbortSignal): AsyncIterable<Fetched[]>
  close(): Promise<void>
}

/** Which of these deliveries are here. */
export type Kept = (providerIds: readonly string[]) => Promise<ReadonlySet<string>>

/** Since when (from the beginning when null) and before when the provider took it in. */
export type Range = { since: Date | null; before: Date }

export type Fetched = {
  /** What the provider knows this delivery by, the same for as long as it holds it. */
  providerId: string
  bytes: Uint8Array
  /** When the provider took it in. */
  receivedAt: Date
  /** What the provider itself says of it, beside its bytes: `spam`, `trash`. */
  labels?: string[]
  /** The conversation that the provider puts it into, the same for all mails of it. */
  threadId?: string
  /** Why it could not be brought whole, in a sentence; then the bytes are its header alone. */
  refused?: string
  /** It was there before the first pull, whatever the clocks say. */
  wasThere?: boolean
  /** What ids of the present numbering begin with, where a provider may number all its mails anew. */
  numbering?: string
  /** What ids begin with of the places beside that one: a mail there is another delivery, however equal. */
  beside?: string[]
}

export type Piece = {
  mails: Fetched[]
  cursor: unknown
  /** How much of a backfill is done. */
  progress?: { done: number; total: number }
  /** What `start()` says of a part that joined later: it is laid over what it said at first, name by name. */
  start?: Record<string, unknown>
}

export type Held = { providerId: string; receivedAt: Date; size: number }

export type Checked = {
  steps: { step: string; ok: boolean; says: string }[]
  newest: { from: string; subject: string; receivedAt: Date }[]
  /** What there is to read, where one may choose. */
  folders?: { name: string; use: string | null }[]
}

/** A piece is kept in one commit and held in memory until then. */
export const pieceMax = { mails: 100, bytes: 8 * 1024 * 1024 }

/** The provider refuses us, and trying again does not help: a person must change something. */
export class SourceRefused extends Error {}

/** It does not work now, and may later; after so long where the provider says it. */
export class SourceAway extends Error {
  readonly retryAfterMs: number | undefined
  constructor(sentence: string, retryAfterMs?: number) {
    super(sentence)
    this.retryAfterMs = retryAfterMs
  }
}

/** The place where we stopped is gone: what may have come meanwhile is looked up as a whole. */
export class CursorLost extends Error {}

/** The provider calls all its mails by new ids: each is looked up again and known by its bytes. */
export class Renumbered extends CursorLost {}

/** How many, as a person says it. */
export const mailsInWords = (count: number): string => (count === 1 ? '1 mail' : `${count} mails`)
