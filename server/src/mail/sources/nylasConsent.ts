import { authenticate, may, mustBeInBrowser } from '../../auth/index.ts'
import { SourceAway, SourceRefused } from '../../connectors/mailSource.ts'
import { consentUrl, takeConsent } from '../../connectors/nylasConsent.ts'
import { sessionCookie } from '../../platform/answering.ts'
import { notFound, problem } from '../../platform/problem.ts'
import type { Session } from '../../platform/routes.ts'
import type { Store } from '../../platform/store.ts'
import { inTx } from '../../platform/tx.ts'
import type { Actor, Tx } from '../../platform/work.ts'
import type { MailboxRow } from '../mailbox.ts'
import { connectMailbox } from './connecting.ts'
import { giveBack } from './leaving.ts'
import { nylasAppOf } from './sources.ts'
import { hashOf, newKey } from './webhook.ts'

export const nylasNotSetUp = problem('nylas-not-set-up', 409, 'Docket is not registered at Nylas yet')

const minutes = 15

type Start = {
  state_sha256: string
  mailbox_id: string
  user_id: string
  session_id: string
  account: string
  since: Date | null
  until: Date
}
const starts = (tx: Tx) => tx.db.withTables<{ nylas_start: Start; mailbox: Pick<MailboxRow, 'id' | 'address'> }>()

export const redirectUriOf = ({ config }: Store) => `${config.publicUrl}/api/mailboxes/nylas/callback`

type Wanted = { mailbox_id: string; account?: string | undefined }

/** Begins a way to Nylas and back, in this browser; says where it goes. */
export async function beginNylas(tx: Tx, store: Store, { mailbox_id, account }: Wanted): Promise<string> {
  const session_id = mustBeInBrowser(tx)
  const app = nylasAppOf(store.config)
  if (!app)
    throw nylasNotSetUp('NYLAS_CLIENT_ID and NYLAS_API_KEY are not set: docs/inbound.md says where they come from.')
  const mailbox = await starts(tx)
    .selectFrom('mailbox')
    .select('address')
    .where('id', '=', mailbox_id)
    .executeTakeFirst()
  if (!mailbox) throw notFound()
  await starts(tx).deleteFrom('nylas_start').where('until', '<', tx.now).execute()
  const state = newKey()
  const expected = (account ?? mailbox.address).toLowerCase()
  await starts(tx)
    .insertInto('nylas_start')
    .values({
      state_sha256: hashOf(state),
      ...{ mailbox_id, session_id, since: null, account: expected },
      user_id: tx.actor.id,
      until: new Date(tx.now.getTime() + minutes * 60_000),
    })
    .execute()
  return consentUrl(app, { redirectUri: redirectUriOf(store), state, account: expected })
}

type Answer = { state: string; code?: string | undefined; error?: string | undefined }

/** A browser comes back from Nylas. Says where it goes on: to the mailbox, or with a word why not. */
export async function endNylas(store: Store, { state, code, error }: Answer, session: Session): Promise<string> {
  const cookie = session.cookies[sessionCookie]
  const actor = cookie && (await authenticate(store, { session: cookie, ip: session.ip }))
  if (!actor || !may(actor, 'mailbox.manage')) return page({ refused: 'signed-out' })
  const unit = <R>(work: (tx: Tx) => Promise<R>) => inTx(store, actor, work, session.requestId)
  const app = nylasAppOf(store.config)
  const start = await unit((tx) => spend(tx, actor, state))
  // Used before, too late, another browser's or organisation's: one answer.
  if (!app || !start) return page({ refused: 'spent' })
  const { mailbox_id, account } = start
  if (error !== undefined || code === undefined) return page({ mailbox_id, refused: 'denied' })
  try {
    const granted = await takeConsent(app, { code, redirectUri: redirectUriOf(store) })
    if (granted.account !== account) {
      await unit(async (tx) =>
        giveBack(tx, store, { mailboxId: mailbox_id, kind: 'nylas', settings: granted, secret: '' }),
      )
      return page({ mailbox_id, refused: 'other-account' })
    }
    await unit((tx) =>
      connectMailbox(tx, store, {
        mailboxId: mailbox_id,
        kind: 'nylas',
        settings: granted,
        secret: '',
        isLookedAtFirst: true,
      }),
    )
  } catch (fault) {
    if (!(fault instanceof SourceRefused || fault instanceof SourceAway)) throw fault
    store.log.warn({ err: fault, mailbox_id }, 'mail: a grant of Nylas could not be taken')
    return page({ mailbox_id, refused: fault instanceof SourceAway ? 'away' : 'not-granted' })
  }
  return page({ mailbox_id })
}

/** By the first who asks, whatever comes of it. */
async function spend(tx: Tx, actor: Actor, state: string): Promise<Start | undefined> {
  return starts(tx)
    .deleteFrom('nylas_start')
    .where('state_sha256', '=', hashOf(state))
    .where('user_id', '=', actor.id)
    .where('session_id', '=', actor.session ?? '')
    .where('until', '>', tx.now)
    .returningAll()
    .executeTakeFirst()
}

const page = (says: Record<string, string>) => `/mailboxes/connected?${new URLSearchParams(says)}`
