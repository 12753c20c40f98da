import { z } from 'zod'
import { defineEvent } from '../platform/events.ts'

/** A kept mail could not be understood and waits for a person. */
export const mailFailed = defineEvent('mail.failed', z.object({ occurrenceId: z.uuid() }))
