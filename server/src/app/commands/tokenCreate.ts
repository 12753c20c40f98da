import { createToken } from '../../auth/index.ts'
import { inTx, systemActor } from '../../platform/tx.ts'
import { type Command, json, Misuse } from './command.ts'
import { organisations } from './organisations.ts'
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
      const { rows } = await store.pool.query<{ org_id: string }>('select org_id from sign_in_candidates($1)', [
        email.trim(),
      ])
      const known = (await organisations(store, org)).filter(({ orgId }) => rows.some((row) => row.org_id === orgId))
      const [one, ...others] = known
      if (!one) throw new Error(`There is no active user ${email}${org ? ` in ${org}` : ''}.`)
      if (others.length > 0)
        throw new Error(`${email} is a user of ${known.map(({ slug }) => slug).join(' and ')}: say which with --org.`)
      const token = await inTx(store, systemActor(one.orgId, 'cli'), (tx) => createToken(tx, { email, name }))
      await given.terminal.out(given.values.json ? json({ token }) : `${token}\n`)
      return 0
    })
  },
}
