import { listUsers } from '../../auth/index.ts'
import { inTx } from '../../platform/tx.ts'
import { type Command, json } from './command.ts'
import { organisations } from './organisations.ts'
import { commandLine } from './whose.ts'
import { withStore } from './withStore.ts'

/** Everybody who may sign in here, and who may no longer. */
export const command: Command = {
  takes: '',
  options: { org: { type: 'string' }, json: { type: 'boolean' } },
  about: { org: 'only the organisation of this slug', json: 'print one JSON object a line' },
  example: 'docket user list',
  async run(given) {
    const { org } = given.values as { org?: string }
    return withStore(given, async (store) => {
      for (const { orgId, slug } of await organisations(store, org)) {
        const users = await inTx(store, commandLine(orgId), (tx) => listUsers(tx, { inactive: true }))
        for (const user of users)
          await given.terminal.out(given.values.json ? json({ org: slug, ...user }) : line(slug, user))
      }
      return 0
    })
  },
}

type Listed = Awaited<ReturnType<typeof listUsers>>[number]

function line(slug: string, { email, name, role, active, two_factor, last_seen_at }: Listed): string {
  const seen = last_seen_at ? `seen ${last_seen_at.toISOString().slice(0, 16)}Z` : 'never seen'
  const notes = [seen, ...(two_factor ? ['second factor'] : []), ...(active ? [] : ['switched off'])]
  return `${slug}  ${role.padEnd(6)}  ${email}  ${name}  (${notes.join(', ')})\n`
}
