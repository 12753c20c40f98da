import { type RawBuilder, sql } from 'kysely'

/**
 * An id that a statement asks for, and that its planner does not see. Who sees that it is none of those with the most rows counts on fewer
 * of them than on average: PostgreSQL then takes a plan for that id alone to be the cheaper one, and makes one at every call.
 */
export const plannedOnce = (id: string): RawBuilder<string> => sql`(select ${id}::uuid)`
