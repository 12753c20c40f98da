import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { problem } from '../platform/problem.ts'
import { type Keys, type Place, seal, unseal } from '../platform/secrets.ts'
import type { Store } from '../platform/store.ts'
import type { Tx } from '../platform/work.ts'
import { audit } from './auditing.ts'
import { secondFactorChanged } from './events.ts'
import { forgiveOwnTries } from './limiting.ts'
import { fieldFault } from './passwords.ts'
import { confirmPassword } from './resetting.ts'
import { keyed } from './secrets.ts'
import { endSessions, mustBeInBrowser } from './sessions.ts'
import { organisationOf, tables, userOf } from './user.ts'

export const alreadyOn = problem('second-factor-on', 409, 'A second factor is on already')
export const notBegun = problem('second-factor-not-begun', 409, 'Begin with POST /me/two-factor')

const stepSeconds = 30
const recoveryCodes = 10

/** A secret to put into an authenticator. It counts for nothing until a code of it has been shown. */
export async function beginTwoFactor(tx: Tx, { keys }: Store): Promise<{ secret: string; otpauth_url: string }> {
  mustBeInBrowser(tx)
  const secret = new Secret({ size: 20 })
  const secret_sealed = seal(keys, place(tx, tx.actor.id), secret.base32)
  const begun = await tables(tx)
    .insertInto('second_factor')
    .values({ user_id: tx.actor.id, secret_sealed, created_at: tx.now, confirmed_at: null, last_step: 0 })
    .onConflict((on) =>
      on
        .columns(['org_id', 'user_id'])
        .doUpdateSet({ secret_sealed, created_at: tx.now, last_step: 0 })
        .where('second_factor.confirmed_at', 'is', null),
    )
    .returning('user_id')
    .executeTakeFirst()
  if (!begun) throw alreadyOn('Take it away first.')
  const { email } = await userOf(tx, tx.actor.id)
  const issuer = (await organisationOf(tx)).name.replaceAll(':', ' ')
  return { secret: secret.base32, otpauth_url: new TOTP({ issuer, label: email, secret }).toString() }
}

/** From now on a code is asked for. The recovery codes are shown this once. */
export async function confirmTwoFactor(
  tx: Tx,
  store: Store,
  { code }: { code: string },
): Promise<{ recovery_codes: string[] }> {
  const but = mustBeInBrowser(tx)
  const factor = await factorOf(tx, tx.actor.id)
  if (!factor) throw notBegun()
  if (factor.confirmed_at) throw alreadyOn()
  if (!(await takeCode(tx, store.keys, factor, code))) throw fieldFault('code', 'is not right; wait for the next one')
  await tables(tx)
    .updateTable('second_factor')
    .set({ confirmed_at: tx.now })
    .where('user_id', '=', tx.actor.id)
    .execute()
  const codes = Array.from({ length: recoveryCodes }, newRecoveryCode)
  await tables(tx).deleteFrom('recovery_code').where('user_id', '=', tx.actor.id).execute()
  await tables(tx)
    .insertInto('recovery_code')
    .values(
      codes.map((code) => ({ user_id: tx.actor.id, code_hash: recoveryHash(store.keys, tx, code), used_at: null })),
    )
    .execute()
  // A session that began without the code is as good as one that a thief began.
  await endSessions(tx, tx.actor.id, { but })
  await audit(tx, 'second-factor.on')
  tx.emit(secondFactorChanged, { userId: tx.actor.id, changeId: tx.newId(), on: true })
  await forgiveOwnTries(tx, store)
  return { recovery_codes: codes }
}

export async function endTwoFactor(tx: Tx, store: Store, { password }: { password: string }): Promise<void> {
  mustBeInBrowser(tx)
  await confirmPassword(tx, store, password, 'password')
  await removeTwoFactor(tx, tx.actor.id)
}

/** Also what an administrator does for somebody who lost the telephone and the recovery codes. */
export async function removeTwoFactor(tx: Tx, userId: string): Promise<void> {
  const factor = await tables(tx)
    .deleteFrom('second_factor')
    .where('user_id', '=', userId)
    .returning('confirmed_at')
    .executeTakeFirst()
  await tables(tx).deleteFrom('recovery_code').where('user_id', '=', userId).execute()
  if (!factor?.confirmed_at) return
  await audit(tx, 'second-factor.off', { user_id: userId })
  tx.emit(secondFactorChanged, { userId, changeId: tx.newId(), on: false })
}

/** The second question of a sign-in, asked of the user of this unit of work. */
export async function passSecondFactor(
  tx: Tx,
  keys: Keys,
  code: string | undefined,
): Promise<'none' | 'code' | 'recovery' | 'needed' | 'wrong'> {
  const factor = await factorOf(tx, tx.actor.id)
  if (!factor?.confirmed_at) return 'none'
  if (!code?.trim()) return 'needed'
  if (await takeCode(tx, keys, factor, code)) return 'code'
  return (await takeRecoveryCode(tx, keys, code)) ? 'recovery' : 'wrong'
}

export async function hasSecondFactor(tx: Tx, userId: string): Promise<boolean> {
  const factor = await tables(tx)
    .selectFrom('second_factor')
    .select('confirmed_at')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return Boolean(factor?.confirmed_at)
}

type Factor = { user_id: string; secret_sealed: string; confirmed_at: Date | null; last_step: number }

/** Locked: of two that come with one code, the second finds it used. */
const factorOf = (tx: Tx, userId: string): Promise<Factor | undefined> =>
  tables(tx)
    .selectFrom('second_factor')
    .select(['user_id', 'secret_sealed', 'confirmed_at', 'last_step'])
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst()

/** One step early or late is the clock of a telephone; a step at or before the last one taken is a replay (RFC 6238, 5.2). */
async function takeCode(tx: Tx, keys: Keys, factor: Factor, code: string): Promise<boolean> {
  const token = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return false
  const secret = Secret.fromBase32(unseal(keys, place(tx, factor.user_id), factor.secret_sealed))
  const timestamp = tx.now.getTime()
  const delta = new TOTP({ secret, period: stepSeconds }).validate({ token, timestamp, window: 1 })
  if (delta === null) return false
  const step = Math.floor(timestamp / 1000 / stepSeconds) + delta
  if (step <= factor.last_step) return false
  await tables(tx).updateTable('second_factor').set({ last_step: step }).where('user_id', '=', factor.user_id).execute()
  return true
}

async function takeRecoveryCode(tx: Tx, keys: Keys, code: string): Promise<boolean> {
  const taken = await tables(tx)
    .updateTable('recovery_code')
    .set({ used_at: tx.now })
    .where('user_id', '=', tx.actor.id)
    .where('code_hash', '=', recoveryHash(keys, tx, code))
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return taken.numUpdatedRows > 0n
}

/** Fifty bits, without the letters that are read as figures. */
function newRecoveryCode(): string {
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
  const letters = [...randomBytes(10)].map((byte) => alphabet[byte % 32])
  return `${letters.slice(0, 5).join('')}-${letters.slice(5).join('')}`
}

const recoveryHash = (keys: Keys, tx: Tx, code: string) =>
  keyed(keys, 'recovery code', tx.actor.orgId, tx.actor.id, code.toLowerCase().replace(/[^a-z0-9]/g, ''))

const place = (tx: Tx, userId: string): Place => ({
  orgId: tx.actor.orgId,
  table: 'second_factor',
  column: 'secret_sealed',
  row: userId,
})
