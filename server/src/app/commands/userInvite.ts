import { Email, invite, Role } from '../../auth/index.ts'
import { inTx } from '../../platform/tx.ts'
import { type Command, json, Misuse } from './command.ts'
import { commandLine, whichOrganisation } from './whose.ts'
import { withStore } from './withStore.ts'

/** Asks somebody in, by mail where SMTP_URL is set, and by the link it prints. */
export const command: Command = {
  takes: '<address>',
  takesWords: true,
  options: { role: { type: 'string' }, name: { type: 'string' }, org: { type: 'string' }, json: { type: 'boolean' } },
  about: {
    role: 'admin, agent or viewer; agent when it is not said',
    name: 'what the person is called',
    org: 'the slug of the organisation, when there are several',
    json: 'print {"email", "role", "link", "expires_at"}',
  },
  example: 'docket user invite kim@example.com --role agent',
  async run(given) {
    const { name, org, role = 'agent' } = given.values as Record<string, string | undefined>
    const [address, extra] = given.words
    const email = Email.safeParse(address)
    if (!address || extra || !email.success) throw new Misuse('Say the address of one person to invite.')
    const wanted = Role.safeParse(role)
    if (!wanted.success) throw new Misuse(`There is no role ${role}: admin, agent or viewer.`)
    return withStore(given, async (store) => {
      const orgId = await whichOrganisation(store, org)
      const { link, expires_at } = await inTx(store, commandLine(orgId), (tx) =>
        invite(tx, store, { email: email.data, name, role: wanted.data }),
      )
      const made = { email: email.data, role: wanted.data, link, expires_at }
      await given.terminal.out(given.values.json ? json(made) : `${link}\n`)
      return 0
    })
  },
}
