import { giveUp, notFound } from '../platform/problem.ts'
import type { Permission, Tx } from '../platform/work.ts'
import { audit } from './auditing.ts'
import { accessChanged } from './events.ts'
import { fieldFault } from './passwords.ts'
import { may } from './permissions.ts'
import { hashToken, newToken } from './secrets.ts'
import { mustBeInBrowser } from './sessions.ts'
import { addressOf, tables } from './user.ts'

type NewToken = { name: string; scopes?: readonly Permission[] | undefined; expires_at?: Date | null | undefined }

export type TokenView = {
  id: string
  name: string
  scopes: string[] | null
  created_at: Date
  expires_at: Date | null
  last_used_at: Date | null
  user: { id: string; name: string }
}

/** A bearer token that acts as this user. It is shown once; only its hash is kept. */
export async function createToken(tx: Tx, { email, name }: { email: string; name: string }): Promise<string> {
  const user = await tables(tx)
    .selectFrom('app_user')
    .select('id')
    .where('email', '=', addressOf(email))
    .where('active', '=', true)
    .executeTakeFirst()
  if (!user) throw giveUp(`There is no active user ${email}.`)
  return (await mint(tx, user.id, { name })).token
}

/** One's own, with at most what one's role allows: all of it when no scopes are named. */
export async function createOwnToken(tx: Tx, wanted: NewToken): Promise<TokenView & { token: string }> {
  mustBeInBrowser(tx)
  const beyond = wanted.scopes?.filter((scope) => !may(tx.actor, scope)) ?? []
  if (beyond.length > 0) throw fieldFault('scopes', `your role does not include ${beyond.join(', ')}`)
  if (wanted.expires_at && wanted.expires_at <= tx.now) throw fieldFault('expires_at', 'must lie in the future')
  const { id, token } = await mint(tx, tx.actor.id, wanted)
  const row = await listed(tx).where('api_token.id', '=', id).executeTakeFirstOrThrow()
  return { ...view(row), token }
}

/** One's own; those of everybody for who manages tokens. */
export async function listTokens(tx: Tx): Promise<TokenView[]> {
  const rows = await listed(tx)
    .$if(!may(tx.actor, 'token.manage'), (query) => query.where('api_token.user_id', '=', tx.actor.id))
    .orderBy('api_token.created_at', 'desc')
    .execute()
  return rows.map(view)
}

/** It stops working with this commit. */
export async function revokeToken(tx: Tx, { id }: { id: string }): Promise<void> {
  if (tx.actor.token !== id && !may(tx.actor, 'token.manage')) mustBeInBrowser(tx)
  const gone = await tables(tx)
    .deleteFrom('api_token')
    .where('id', '=', id)
    .$if(!may(tx.actor, 'token.manage'), (query) => query.where('user_id', '=', tx.actor.id))
    .returning(['name', 'user_id'])
    .executeTakeFirst()
  if (!gone) throw notFound()
  await audit(tx, 'token.revoked', { token_id: id, name: gone.name, user_id: gone.user_id })
  tx.emit(accessChanged, { userId: gone.user_id })
}

async function mint(tx: Tx, userId: string, { name, scopes, expires_at = null }: NewToken) {
  const [id, token] = [tx.newId(), `dkt_${newToken()}`]
  await tables(tx)
    .insertInto('api_token')
    .values({
      id,
      user_id: userId,
      token_hash: hashToken(token),
      name,
      created_at: tx.now,
      scopes: scopes ? [...scopes] : null,
      expires_at,
      last_used_at: null,
    })
    .execute()
  await audit(tx, 'token.created', { token_id: id, name, user_id: userId, scopes: scopes ?? null, expires_at })
  return { id, token }
}

const listed = (tx: Tx) =>
  tables(tx)
    .selectFrom('api_token')
    .innerJoin('app_user', 'app_user.id', 'api_token.user_id')
    .select([
      'api_token.id',
      'api_token.name',
      'api_token.scopes',
      'api_token.created_at',
      'api_token.expires_at',
      'api_token.last_used_at',
      'api_token.user_id',
      'app_user.name as user_name',
    ])

type Listed = Omit<TokenView, 'user'> & { user_id: string; user_name: string }
const view = ({ user_id, user_name, ...row }: Listed): TokenView => ({ ...row, user: { id: user_id, name: user_name } })
