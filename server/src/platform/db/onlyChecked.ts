import { type RawBuilder, sql } from 'kysely'

/**
 * A condition that is checked on the rows that were found, and by which none are looked for. An index of all that waits seems to be empty
 * when nothing waited as PostgreSQL last counted, and it would read the whole of it to find the one row whose id it was given.
 */
export const onlyChecked = (condition: RawBuilder<unknown>): RawBuilder<boolean> => sql`coalesce(${condition}, false)`
