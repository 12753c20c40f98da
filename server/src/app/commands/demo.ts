import { demo, ensureDemo } from '../demo.ts'
import { type Command, json } from './command.ts'
import { withStore } from './withStore.ts'

/** The demo organisation, made when the database has no organisation yet, and its sign-in. */
export const command: Command = {
  takes: '',
  options: { json: { type: 'boolean' } },
  about: { json: 'print {"email", "password", "mailbox"}' },
  example: 'docket demo',
  run: (given) =>
    withStore(given, async (store, ownerUrl) => {
      if (!ownerUrl)
        throw new Error('docket demo needs DATABASE_OWNER_URL: only the owner of the schema makes organisations.')
      const made = await ensureDemo(store, ownerUrl)
      if (!made) throw new Error('The database holds organisations of its own; the demo is only made in an empty one.')
      const signIn = { email: demo.email, password: made.password, mailbox: demo.mailbox }
      await given.terminal.out(given.values.json ? json(signIn) : `${signIn.email}  ${signIn.password}\n`)
      return 0
    }),
}
