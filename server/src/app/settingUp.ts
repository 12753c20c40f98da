import { z } from 'zod'
import {
  alreadySetUp,
  beginSession,
  Email,
  foundOrganisation,
  Name,
  Password,
  rememberDevice,
  UserView,
} from '../auth/index.ts'
import { openMailbox } from '../mail/index.ts'
import { newId } from '../platform/ids.ts'
import { entrance, type Session } from '../platform/routes.ts'
import type { Store } from '../platform/store.ts'
import { inTx } from '../platform/tx.ts'

const Setup = z.object({ organisation: Name, name: Name, email: Email, password: Password, mailbox: Email })

/** The first organisation with its administrator and mailbox, in one commit; of two that come at once one is refused. */
export async function setUp(store: Store, input: z.output<typeof Setup>, session: Session) {
  const actor = { kind: 'system' as const, id: 'setup', orgId: newId(store.clock()), roles: [], ip: session.ip }
  const entered = await inTx(
    store,
    actor,
    async (tx) => {
      const user = await foundOrganisation(tx, input)
      await openMailbox(tx, { address: input.mailbox, name: input.organisation })
      return { user, setCookie: await beginSession(tx, { userId: user.id, session }) }
    },
    session.requestId,
  )
  entered.setCookie()
  rememberDevice(store, input.email, session)
  return { user: entered.user }
}

export const setupRoute = entrance('POST /setup', {
  says: 'Make the organisation, its first administrator and its mailbox; open only while there is no administrator.',
  refuses: [alreadySetUp],
  in: Setup,
  out: z.object({ user: UserView }),
  enter: setUp,
})
