import { giveUp } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import { hashToken, newToken } from './signingIn.ts'
import { tables } from './user.ts'

/** A bearer token that acts as this user. It is shown once; only its hash is kept. */
export async function createToken(tx: Tx, { email, name }: { email: string; name: string }): Promise<string> {
  const user = await tables(tx)
    .selectFrom('app_user')
    .select('id')
    .where('email', '=', email.trim().toLowerCase())
    .where('active', '=', true)
    .executeTakeFirst()
  if (!user) throw giveUp(`There is no active user ${email}.`)
  const token = `dkt_${newToken()}`
  await tables(tx)
    .insertInto('api_token')
    .values({ id: tx.newId(), user_id: user.id, token_hash: hashToken(token), name, created_at: tx.now })
    .execute()
  return token
}
