import { sendMail } from '../mail/index.ts'
import { after } from '../platform/events.ts'
import type { Job } from '../platform/work.ts'
import { replyQueued } from '../tickets/index.ts'

/** What follows from what. The whole product's chain of consequences, on one page. */
export const reactions = [after(replyQueued, sendMail)]

/** Every kind of job there is: those above, and those that are only ordered by name. */
export const jobs: readonly Job<never>[] = [...new Set(reactions.flatMap(({ jobs }) => jobs))] as Job<never>[]
