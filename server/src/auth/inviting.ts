import { sql } from 'kysely'
import { notFound, problem } from '../platform/problem.ts'
import type { Session } from '../platform/routes.ts'
import type { Store } from '../platform/store.ts'
import { inTx } from '../platform/tx.ts'
import type { Role, Tx } from '../platform/work.ts'
import { audit } from './auditing.ts'
import { userInvited } from './events.ts'
import { rememberDevice } from './limiting.ts'
import { fieldFault, mustBePassword } from './passwords.ts'
import { hashToken, linkToken } from './secrets.ts'
import { beginSession, endSession } from './sessions.ts'
import { addUser } from './signingUp.ts'
import { addressOf, organisationOf, tables, type UserView } from './user.ts'

const invitationDays = 7
/** Wrong, used, taken back and expired are one answer. */
export const linkSpent = problem('link-spent', 404, 'This link is not valid any more')

type Row = { id: string; email: string; name: string; role: Role; issue: number; created_at: Date; expires_at: Date }
export type InvitationView = Omit<Row, 'issue'> & { expired: boolean; link: string }

/** Asks somebody in. A second invitation of the same address replaces the first, whose link ends. */
export async function invite(
  tx: Tx,
  store: Store,
  { email, name = '', role }: { email: string; name?: string | undefined; role: Role },
): Promise<InvitationView> {
  const address = addressOf(email)
  const known = await tables(tx).selectFrom('app_user').select('active').where('email', '=', address).executeTakeFirst()
  if (known) throw fieldFault('email', known.active ? 'is a user already' : 'is a user who is switched off')
  const id = tx.newId()
  const earlier = await tables(tx).deleteFrom('invitation').where('email', '=', address).executeTakeFirst()
  const invited_by = tx.actor.kind === 'user' ? tx.actor.id : null
  const row = await tables(tx)
    .insertInto('invitation')
    .values({
      id,
      email: address,
      name,
      role,
      issue: 1,
      invited_by,
      created_at: tx.now,
      accepted_at: null,
      ...issued(tx, store, id, 1),
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
  await audit(tx, 'invitation.sent', { email: address, role, ...(earlier.numDeletedRows && { again: true }) })
  tx.emit(userInvited, { invitationId: id, issue: 1 })
  return view(tx, store, row)
}

/** A new link by a new mail; the old link ends. */
export async function resendInvitation(tx: Tx, store: Store, { id }: { id: string }): Promise<InvitationView> {
  const { issue } = await pending(tx, id)
  const row = await tables(tx)
    .updateTable('invitation')
    .set({ issue: issue + 1, ...issued(tx, store, id, issue + 1) })
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()
  await audit(tx, 'invitation.sent', { email: row.email, role: row.role, again: true })
  tx.emit(userInvited, { invitationId: id, issue: row.issue })
  return view(tx, store, row)
}

export async function revokeInvitation(tx: Tx, { id }: { id: string }): Promise<void> {
  const { email } = await pending(tx, id)
  await tables(tx).deleteFrom('invitation').where('id', '=', id).execute()
  await audit(tx, 'invitation.revoked', { email })
}

/** Those that wait for an answer, also when their time is over. */
export async function listInvitations(tx: Tx, store: Store): Promise<InvitationView[]> {
  const rows = await tables(tx)
    .selectFrom('invitation')
    .select(columns)
    .where('accepted_at', 'is', null)
    .orderBy('created_at', 'desc')
    .execute()
  return rows.map((row) => view(tx, store, row))
}

/** What the mail of an invitation says, or undefined when this issue of it is no longer wanted. */
export async function invitationToMail(tx: Tx, store: Store, { id, issue }: { id: string; issue: number }) {
  const row = await tables(tx)
    .selectFrom('invitation')
    .select([...columns, 'invited_by'])
    .where('id', '=', id)
    .where('issue', '=', issue)
    .where('accepted_at', 'is', null)
    .executeTakeFirst()
  if (!row) return undefined
  const inviter = row.invited_by
    ? await tables(tx).selectFrom('app_user').select('name').where('id', '=', row.invited_by).executeTakeFirst()
    : undefined
  const { link, expires_at } = view(tx, store, row)
  const organisation = (await organisationOf(tx)).name
  return {
    email: row.email,
    name: row.name,
    role: row.role,
    organisation,
    inviter: inviter?.name,
    link,
    expiresAt: expires_at,
  }
}

type Holder = { invitation_id: string; org_id: string; email: string; name: string; organisation: string }

/** Whom this link invites, and where to. */
export async function readInvitation({ pool, clock }: Store, token: string): Promise<Holder> {
  const { rows } = await pool.query<Holder>(
    'select invitation_id, org_id, email, name, organisation from invitation_holder($1, $2)',
    [hashToken(token), clock()],
  )
  if (!rows[0]) throw linkSpent('Ask for a new invitation.')
  return rows[0]
}

/** The invited person becomes a user and is signed in. The link works once. */
export async function acceptInvitation(
  store: Store,
  { token, name, password }: { token: string; name: string; password: string },
  session: Session,
): Promise<{ user: UserView }> {
  const { invitation_id, org_id, email, organisation } = await readInvitation(store, token)
  mustBePassword(password, { email, name, organisation })
  const actor = { kind: 'system' as const, id: 'invitation', orgId: org_id, roles: [], ip: session.ip }
  const entered = await inTx(
    store,
    actor,
    async (tx) => {
      const { role } = await taken(tx, invitation_id, token)
      const user = await addUser(tx, { email, name, role, password })
      const setCookie = await beginSession(tx, { userId: user.id, session })
      await audit(tx, 'invitation.accepted', { user_id: user.id, email, role })
      return { user, setCookie }
    },
    session.requestId,
  )
  await endSession(store, session)
  entered.setCookie()
  rememberDevice(store, email, session)
  return { user: entered.user }
}

/** Of two that come with one link, the second finds it used. */
async function taken(tx: Tx, id: string, token: string): Promise<{ role: Role }> {
  const row = await tables(tx)
    .updateTable('invitation')
    .set({ accepted_at: tx.now })
    .where('id', '=', id)
    .where('token_hash', '=', hashToken(token))
    .where('accepted_at', 'is', null)
    .returning('role')
    .executeTakeFirst()
  if (!row) throw linkSpent('Ask for a new invitation.')
  // Made a user some other way meanwhile: the address is unique.
  const { rows } = await sql`select from app_user u join invitation i on i.email = u.email where i.id = ${id}`.execute(
    tx.db,
  )
  if (rows.length > 0) throw linkSpent('This address is a user already: sign in.')
  return row
}

async function pending(tx: Tx, id: string): Promise<{ issue: number; email: string }> {
  const row = await tables(tx)
    .selectFrom('invitation')
    .select(['issue', 'email'])
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw notFound()
  return row
}

const columns = ['id', 'email', 'name', 'role', 'issue', 'created_at', 'expires_at'] as const

const secretOf = (store: Store, id: string, issue: number) => linkToken(store.keys, 'invitation', `${id} ${issue}`)

const issued = (tx: Tx, store: Store, id: string, issue: number) => ({
  token_hash: hashToken(secretOf(store, id, issue)),
  expires_at: new Date(tx.now.getTime() + invitationDays * 86_400_000),
})

function view(tx: Tx, store: Store, { issue, ...row }: Row): InvitationView {
  const link = `${store.config.publicUrl}/invitation?token=${secretOf(store, row.id, issue)}`
  return { ...row, expired: row.expires_at <= tx.now, link }
}
