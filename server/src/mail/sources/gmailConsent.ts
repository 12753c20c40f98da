import { createHash, createHmac } from 'node:crypto'
import { authenticate, may, mustBeInBrowser } from '../../auth/index.ts'
import { type Granted, refusalOf, takeConsent } from '../../connectors/googleConsent.ts'
import { SourceAway, SourceRefused } from '../../connectors/mailSource.ts'
import { sessionCookie } from '../../platform/answering.ts'
import { notFound, Problem, problem } from '../../platform/problem.ts'
import type { Session } from '../../platform/routes.ts'
import type { Keys } from '../../platform/secrets.ts'
import type { Store } from '../../platform/store.ts'
import { inTx } from '../../platform/tx.ts'
import type { Actor, Tx } from '../../platform/work.ts'
import { openMailbox } from '../mailbox.ts'
import { leaveByGmail } from '../sending/settingWayOut.ts'
import { connectMailbox, readConnection } from './connecting.ts'
import { connections } from './connection.ts'
import { giveBack } from './leaving.ts'
import { googleAppOf } from './sources.ts'

const minutes = 10
const dayMs = 86_400_000

export const gmailNotSetUp = problem('gmail-not-set-up', 409, 'Docket is not registered at Google yet')

type Wanted = {
  /** Of a mailbox that is opened when the account is known. */
  address?: string | undefined
  name?: string | undefined
  /** Who must be signed in at Google; the address of the mailbox when nothing is said. */
  account?: string | undefined
  journal: boolean
  /** Mail shall leave by the account as well. */
  send: boolean
}
type Row = {
  id: string
  state_hash: Buffer
  user_id: string
  session_id: string
  mailbox_id: string | null
  wanted: Wanted
  created_at: Date
  expires_at: Date
  used_at: Date | null
  refused: string | null
}
const visits = (tx: Tx) => tx.db.withTables<{ oauth_visit: Row }>()

export const redirectUriOf = ({ config }: Store) => `${config.publicUrl}/api/mailboxes/gmail/oauth/callback`

/** Begins a way to Google and back, in this browser. What only the two ends may know is made of the row and stands nowhere. */
export async function beginConsent(
  tx: Tx,
  store: Store,
  { mailboxId, ...wanted }: Wanted & { mailboxId?: string | undefined },
): Promise<{ state: string; challenge: string; account: string | undefined; send: boolean }> {
  const session_id = mustBeInBrowser(tx)
  try {
    googleAppOf(store.config)
  } catch (error) {
    if (error instanceof SourceRefused) throw gmailNotSetUp(error.message)
    throw error
  }
  const mailbox = mailboxId ? await mailboxNow(tx, mailboxId) : undefined
  const account = wanted.account ?? (wanted.journal ? undefined : (mailbox?.address ?? wanted.address))
  await visits(tx)
    .deleteFrom('oauth_visit')
    .where('expires_at', '<', new Date(tx.now.getTime() - dayMs))
    .execute()
  const id = tx.newId()
  const state = secretOf(store.keys, id, 'state')
  await visits(tx)
    .insertInto('oauth_visit')
    .values({
      id,
      state_hash: hashOf(state),
      user_id: tx.actor.id,
      session_id,
      mailbox_id: mailboxId ?? null,
      wanted: JSON.stringify({ ...wanted, account: account?.toLowerCase() }) as never,
      created_at: tx.now,
      expires_at: new Date(tx.now.getTime() + minutes * 60_000),
      used_at: null,
      refused: null,
    })
    .execute()
  return {
    state,
    challenge: hashOf(secretOf(store.keys, id, 'verifier')).toString('base64url'),
    account,
    send: wanted.send || mailbox?.sends === true,
  }
}

type Answer = { state: string; code?: string | undefined; error?: string | undefined }

/** A browser comes back from Google. Says where it goes on: to the mailbox, or to the sentence why not. */
export async function endConsent(store: Store, { state, code, error }: Answer, session: Session): Promise<string> {
  const cookie = session.cookies[sessionCookie]
  const actor = cookie && (await authenticate(store, { session: cookie, ip: session.ip }))
  if (!actor || !may(actor, 'mailbox.manage')) return page({ refused: 'signed-out' })
  const unit = <R>(work: (tx: Tx) => Promise<R>) => inTx(store, actor, work, session.requestId)
  const visit = await unit((tx) => useVisit(tx, actor, state))
  // Used before, too late, another browser's or organisation's: one answer.
  if (!visit) return page({ refused: 'spent' })
  let granted: Granted | undefined
  try {
    if (error !== undefined || code === undefined) throw new SourceRefused(refusalOf(error ?? 'no code'))
    granted = await takeConsent(googleAppOf(store.config), {
      redirectUri: redirectUriOf(store),
      code,
      verifier: secretOf(store.keys, visit.id, 'verifier'),
    })
    const taken = granted
    return await unit((tx) => connectGranted(tx, store, visit, taken))
  } catch (fault) {
    if (!(fault instanceof SourceRefused || fault instanceof SourceAway || fault instanceof Problem)) throw fault
    const refused = fault.message
    await unit(async (tx) => {
      await visits(tx).updateTable('oauth_visit').set({ refused }).where('id', '=', visit.id).execute()
      if (granted) giveUpGranted(tx, store, visit, granted)
    })
    return page({ visit: visit.id })
  }
}

/** Why a way to Google ended without a mailbox. */
export async function readConsent(tx: Tx, id: string): Promise<{ refused: string | null; mailbox_id: string | null }> {
  const row = await visits(tx)
    .selectFrom('oauth_visit')
    .select(['refused', 'mailbox_id'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw notFound()
  return row
}

/** Spent by the first who asks, whatever comes of it. */
async function useVisit(tx: Tx, actor: Actor, state: string): Promise<Row | undefined> {
  return visits(tx)
    .updateTable('oauth_visit')
    .set({ used_at: tx.now })
    .where('state_hash', '=', hashOf(state))
    .where('session_id', '=', actor.session ?? '')
    .where('user_id', '=', actor.id)
    .where('used_at', 'is', null)
    .where('expires_at', '>', tx.now)
    .returningAll()
    .executeTakeFirst()
}

async function connectGranted(
  tx: Tx,
  store: Store,
  { mailbox_id, wanted }: Row,
  { account, refreshToken, sends }: Granted,
): Promise<string> {
  if (wanted.account && wanted.account !== account)
    throw new SourceRefused(
      `At Google, ${account} was signed in, but this mailbox is read as ${wanted.account}. Begin again and choose that account.`,
    )
  const other = await connections(tx)
    .selectFrom('connection')
    .innerJoin('mailbox', 'mailbox.id', 'connection.mailbox_id')
    .select(['mailbox.id', 'mailbox.address'])
    .where('connection.kind', '=', 'gmail')
    .where((eb) => eb(eb.ref('connection.settings', '->>').key('account' as never), '=', account as never))
    .$if(mailbox_id !== null, (query) => query.where('mailbox.id', '!=', mailbox_id!))
    .executeTakeFirst()
  if (other) throw new SourceRefused(`${account} is read already, for the mailbox ${other.address}.`)
  const mailboxId =
    mailbox_id ?? (await openMailbox(tx, { address: wanted.address!, name: wanted.name ?? wanted.address! })).id
  const settings = { account, journal: wanted.journal, sends }
  await connectMailbox(tx, store, { mailboxId, kind: 'gmail', settings, secret: refreshToken, isLookedAtFirst: true })
  const { confirmed_at } = await readConnection(tx, mailboxId)
  if (!confirmed_at || !wanted.send) return page({ mailbox_id: mailboxId })
  if (sends && !wanted.journal) await leaveByGmail(tx, store, mailboxId)
  return `/mailboxes/${mailboxId}`
}

const giveUpGranted = (tx: Tx, store: Store, { mailbox_id }: Row, { account, refreshToken }: Granted) =>
  giveBack(tx, store, { mailboxId: mailbox_id, kind: 'gmail', settings: { account }, secret: refreshToken })

/** What it is called, and whether its account lets us send already: who gave more before is not asked to give less. */
async function mailboxNow(tx: Tx, mailboxId: string): Promise<{ address: string; sends: boolean }> {
  const row = await connections(tx)
    .selectFrom('mailbox')
    .leftJoin('connection', 'connection.mailbox_id', 'mailbox.id')
    .select(['mailbox.address', 'connection.kind', 'connection.settings'])
    .where('mailbox.id', '=', mailboxId)
    .executeTakeFirst()
  if (!row) throw notFound()
  return {
    address: row.address,
    sends: row.kind === 'gmail' && (row.settings as { sends?: boolean } | null)?.sends === true,
  }
}

const page = (says: Record<string, string>) => `/mailboxes/connected?${new URLSearchParams(says)}`
const hashOf = (secret: string) => createHash('sha256').update(secret).digest()
const secretOf = (keys: Keys, visit: string, what: 'state' | 'verifier') =>
  createHmac('sha256', keys.derive('oauth visit'))
    .update(JSON.stringify([visit, what]))
    .digest('base64url')
