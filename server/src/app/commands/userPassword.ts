import { randomBytes } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { audit, removeTwoFactor, setPassword } from '../../auth/index.ts'
import { inTx } from '../../platform/tx.ts'
import { type Command, type Given, json, Misuse } from './command.ts'
import { commandLine, whose } from './whose.ts'
import { withStore } from './withStore.ts'

/** A new password for somebody who cannot get in. All sessions of that user end. */
export const command: Command = {
  takes: '<address>',
  takesWords: true,
  options: {
    stdin: { type: 'boolean' },
    'no-second-factor': { type: 'boolean' },
    org: { type: 'string' },
    json: { type: 'boolean' },
  },
  about: {
    stdin: 'read it from standard input; otherwise one is made and printed',
    'no-second-factor': 'take the second factor away too, for a lost telephone',
    org: 'the slug of the organisation, when the address is a user of several',
    json: 'print {"email", "password"}; the password is null when it was read',
  },
  example: 'docket user password kim@example.com',
  async run(given) {
    const [email, extra] = given.words
    if (!email || extra) throw new Misuse('Say the address of one user.')
    const { org, stdin } = given.values as { org?: string; stdin?: boolean }
    const password = stdin ? await read(given) : randomBytes(15).toString('base64url')
    return withStore(given, async (store) => {
      const { orgId, userId } = await whose(store, email, org)
      await inTx(store, commandLine(orgId), async (tx) => {
        await setPassword(tx, { userId, password })
        if (given.values['no-second-factor']) await removeTwoFactor(tx, userId)
        await audit(tx, 'password.set', { user_id: userId })
      })
      const told = stdin ? null : password
      if (given.values.json) await given.terminal.out(json({ email, password: told }))
      else await given.terminal.out(told ? `${told}\n` : 'The password is set.\n')
      return 0
    })
  },
}

/** One line: an editor or echo ends it with a line break that nobody will type again. */
const read = async ({ terminal }: Given) => (await text(terminal.stdin)).replace(/\r?\n$/, '')
