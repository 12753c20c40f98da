import { listAudit, listStrangers } from '../../auth/index.ts'
import { inTx } from '../../platform/tx.ts'
import { type Command, json } from './command.ts'
import { commandLine, whichOrganisation } from './whose.ts'
import { withStore } from './withStore.ts'

const linesMax = 1_000

/** The newest of the audit, newest first. */
export const command: Command = {
  takes: '',
  options: {
    org: { type: 'string' },
    type: { type: 'string' },
    strangers: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  about: {
    org: 'the slug of the organisation, when there are several',
    type: 'only this type, or those that begin so: sign-in, token, user',
    strangers: 'instead: failed sign-ins with addresses that no organisation knows',
    json: 'print one JSON object a line',
  },
  example: 'docket audit --type sign-in.failed',
  async run(given) {
    const { org, type, strangers } = given.values as { org?: string; type?: string; strangers?: boolean }
    return withStore(given, async (store) => {
      if (strangers) {
        for (const one of await listStrangers(store, linesMax))
          await given.terminal.out(
            given.values.json ? json(one) : `${one.at.toISOString()}  ${one.ip}  ${one.email}  ${one.user_agent}\n`,
          )
        return 0
      }
      const orgId = await whichOrganisation(store, org)
      for (const row of await inTx(store, commandLine(orgId), (tx) => listAudit(tx, { limit: linesMax, type })))
        await given.terminal.out(
          given.values.json
            ? json(row)
            : `${row.at.toISOString()}  ${row.type}  ${row.actor.name}  ${row.ip ?? '-'}  ${JSON.stringify(row.data)}\n`,
        )
      return 0
    })
  },
}
