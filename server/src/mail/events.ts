import { z } from 'zod'
import { defineEvent } from '../platform/events.ts'

/** A kept mail could not be understood and waits for a person. */
export const mailFailed = defineEvent('mail.failed', z.object({ occurrenceId: z.uuid() }))

/** A mailbox gets no mail from its provider until somebody changes something, or until the breaker closes again. */
export const connectionBroken = defineEvent(
  'connection.broken',
  z.object({ mailboxId: z.uuid(), refused: z.boolean(), says: z.string() }),
)

export const turns = [
  'connected',
  'confirmed',
  'reconnected',
  'disconnected',
  'paused',
  'resumed',
  'backfill-asked',
  'backfilled',
  'healed',
  'shadowed',
  'unshadowed',
  'way-out-changed',
  'way-out-paused',
  'way-out-resumed',
] as const
/** Somebody changed how a mailbox gets its mail or what leaves it, or it came through by itself. */
export const connectionChanged = defineEvent(
  'connection.changed',
  z.object({
    mailboxId: z.uuid(),
    what: z.enum(turns),
    minutes: z.number().optional(),
    since: z.string().nullable().optional(),
  }),
)
