import type { z } from 'zod'
import type { Event, Job } from './work.ts'

export const defineEvent = <T>(type: string, data: z.ZodType<T>): Event<T> => ({ type, data })

// biome-ignore lint/suspicious/noExplicitAny: `after` has checked that each job takes the event's data.
export type Reaction = { type: string; jobs: Job<any>[] }

/** after(event, ...jobs): the jobs take exactly the event's data, or this does not compile. */
export const after = <T>(event: Event<T>, ...jobs: Job<T>[]): Reaction => ({ type: event.type, jobs })
