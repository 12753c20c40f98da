import pg from 'pg'
import { migrateOwnDatabase } from '../../platform/db/opening.ts'
import { installQueue } from '../../platform/jobs.ts'
import { type Command, json } from './command.ts'
import { withStore } from './withStore.ts'

/** Brings the database forward: one's own as its owner, the embedded one as every start does. Safe to run again. */
export const command: Command = {
  takes: '',
  options: { json: { type: 'boolean' } },
  about: { json: 'print {"database", "applied"}; `applied` names the migrations of a database of your own' },
  example: 'DATABASE_OWNER_URL=postgres://docket_owner:secret@db/docket docket migrate',
  async run(given) {
    const { values, terminal, config } = given
    const own = config()
    let applied: string[] | null = null
    if (own.databaseUrl) {
      applied = await migrateOwnDatabase(own)
      const { user } = new pg.Client(own.databaseUrl)
      await installQueue(own.databaseOwnerUrl!, pg.escapeIdentifier(user!))
      for (const name of applied) terminal.say(`Applied the migration ${name}.`)
    } else await withStore(given, async () => {})
    const database = own.databaseUrl ? 'own' : 'embedded'
    await terminal.out(values.json ? json({ database, applied }) : 'The database is up to date.\n')
    return 0
  },
}
