import { z } from 'zod'
import { defineEvent } from '../platform/events.ts'

/** A kept mail could not be understood and waits for a person. */
export const mailFailed = defineEvent('mail.failed', z.object({ occurrenceId: z.uuid() }))

/** A mailbox gets no mail from its provider until somebody changes something, or until the breaker closes again. */
export const connectionBroken = defineEvent(
  'connection.broken',
  z.object({ mailboxId: z.uuid(), refused: z.boolean(), says: z.string() }),
)
