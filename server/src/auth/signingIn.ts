import { problem } from '../platform/problem.ts'
import type { Session } from '../platform/routes.ts'
import type { Store } from '../platform/store.ts'
import { inTx } from '../platform/tx.ts'
import type { Actor, Role } from '../platform/work.ts'
import { audit, auditFailedSignIn } from './auditing.ts'
import { countTry, forgive, rememberDevice, signInTries, uncount } from './limiting.ts'
import { isPassword } from './passwords.ts'
import { beginSession, endSession } from './sessions.ts'
import { passSecondFactor } from './twoFactor.ts'
import { addressOf, type UserView, userOf } from './user.ts'

const wrongSignIn = problem('wrong-sign-in', 401, 'E-mail address or password is wrong')
const secondFactor = problem('second-factor', 401, 'A code is needed')

type Credentials = { email: string; password: string; code?: string | undefined; remember?: boolean | undefined }

/**
 * A session for the one account that has this address and password, and its code where it has a second factor. Unknown address, wrong
 * password and a user who is switched off cost and answer the same.
 */
export async function signIn(
  store: Store,
  { email, password, code, remember }: Credentials,
  session: Session,
): Promise<{ user: UserView }> {
  const tries = signInTries(store, email, session)
  await countTry(store, tries)
  const actor = await accountOf(store, email, password)
  if (!actor) {
    await auditFailedSignIn(store, email, session)
    throw wrongSignIn()
  }
  const entered = await inTx(
    store,
    { ...actor, ip: session.ip },
    async (tx) => {
      const passed = await passSecondFactor(tx, store.keys, code)
      if (passed === 'wrong') await audit(tx, 'sign-in.failed', { second_factor: true, user_agent: session.userAgent })
      if (passed === 'wrong' || passed === 'needed') return passed
      const setCookie = await beginSession(tx, { userId: actor.id, session, ...(remember && { remember }) })
      await audit(tx, 'sign-in', { second_factor: passed, user_agent: session.userAgent })
      return { user: await userOf(tx, actor.id), setCookie }
    },
    session.requestId,
  )
  if (entered === 'wrong') throw secondFactor('That code is not right, or it was used already.')
  if (entered === 'needed') {
    // The password was right, but that alone must not wipe out failed codes.
    await uncount(store, tries)
    throw secondFactor('Send the code of your authenticator, or a recovery code, as `code`.')
  }
  await forgive(store, tries)
  await endSession(store, session)
  entered.setCookie()
  rememberDevice(store, email, session)
  return { user: entered.user }
}

async function accountOf(store: Store, email: string, password: string): Promise<Actor | undefined> {
  const { rows } = await store.pool.query<Candidate>(
    'select user_id, org_id, role, password_hash from sign_in_candidates($1)',
    // The very string that was counted: another way to write it must not be another account to the limits.
    [addressOf(email)],
  )
  let found: Candidate | undefined
  for (const candidate of rows.length ? rows : [undefined])
    if (await isPassword(password, candidate?.password_hash)) found ??= candidate
  return found && { kind: 'user', id: found.user_id, orgId: found.org_id, roles: [found.role] }
}

type Candidate = { user_id: string; org_id: string; role: Role; password_hash: string | null }
