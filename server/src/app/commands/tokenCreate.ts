import { createToken } from '../../auth/index.ts'
import { inTx } from '../../platform/tx.ts'
import { type Command, json, Misuse } from './command.ts'
import { commandLine, whose } from './whose.ts'
import { withStore } from './withStore.ts'

/** A bearer token that acts as a user. It is shown this once. */
export const command: Command = {
  takes: '--email <address>',
  options: { email: { type: 'string' }, name: { type: 'string' }, org: { type: 'string' }, json: { type: 'boolean' } },
  about: {
    email: 'whose token it is',
    name: 'what it is for, to tell it from others',
    org: 'the slug of the organisation, when the address is a user of several',
    json: 'print {"token"}',
  },
  example: 'docket token create --email admin@demo.localhost --name backup',
  async run(given) {
    const { email, name = 'command line', org } = given.values as Record<string, string | undefined>
    if (!email) throw new Misuse('Say whose token it is: --email <address>.')
    return withStore(given, async (store) => {
      const { orgId } = await whose(store, email, org)
      const token = await inTx(store, commandLine(orgId), (tx) => createToken(tx, { email, name }))
      await given.terminal.out(given.values.json ? json({ token }) : `${token}\n`)
      return 0
    })
  },
}
