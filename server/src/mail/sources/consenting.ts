import { createHash, createHmac } from 'node:crypto'
import { authenticate, may, mustBeInBrowser } from '../../auth/index.ts'
import { SourceAway, SourceRefused } from '../../connectors/mailSource.ts'
import { sessionCookie } from '../../platform/answering.ts'
import { notFound, Problem } from '../../platform/problem.ts'
import type { Session } from '../../platform/routes.ts'
import type { Keys } from '../../platform/secrets.ts'
import type { Store } from '../../platform/store.ts'
import { inTx } from '../../platform/tx.ts'
import type { Tx } from '../../platform/work.ts'
import { type ConsentProvider, connectConsented, type Held, mailboxNow, type Wanted } from './consented.ts'
import { giveBack } from './leaving.ts'

const minutes = 15
const dayMs = 86_400_000

type Visit = {
  id: string
  provider: ConsentProvider['kind']
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
const visits = (tx: Tx) => tx.db.withTables<{ oauth_visit: Visit }>()

/**
 * Begins a way to a provider and back, in this browser; says where it goes. What only the two ends may know is made of the row's id and
 * stands nowhere.
 */
export async function beginConsent(
  tx: Tx,
  store: Store,
  provider: ConsentProvider,
  { mailboxId, ...wanted }: Wanted & { mailboxId?: string | undefined },
): Promise<() => Promise<string>> {
  const session_id = mustBeInBrowser(tx)
  const there = registered(store, provider)
  const mailbox = mailboxId ? await mailboxNow(tx, mailboxId) : undefined
  const expected = wanted.account ?? (wanted.journal ? undefined : (mailbox?.address ?? wanted.address))
  const account = expected?.toLowerCase()
  await visits(tx)
    .deleteFrom('oauth_visit')
    .where('expires_at', '<', new Date(tx.now.getTime() - dayMs))
    .execute()
  const id = tx.newId()
  const state = secretOf(store.keys, id, 'state')
  await visits(tx)
    .insertInto('oauth_visit')
    .values({
      ...{ id, provider: provider.kind, state_hash: hashOf(state), user_id: tx.actor.id, session_id },
      mailbox_id: mailboxId ?? null,
      wanted: JSON.stringify({ ...wanted, account }) as never,
      created_at: tx.now,
      expires_at: new Date(tx.now.getTime() + minutes * 60_000),
      ...{ used_at: null, refused: null },
    })
    .execute()
  const challenge = hashOf(secretOf(store.keys, id, 'verifier')).toString('base64url')
  const send = wanted.send || mailbox?.sends === true
  return async () => there.url({ redirectUri: redirectUriOf(store, provider), state, challenge, account, send })
}

type Answer = { state: string; code?: string | undefined; error?: string | undefined }

/** A browser comes back from a provider. Says where it goes on: to the mailbox, or to the sentence why not. */
export async function endConsent(
  store: Store,
  provider: ConsentProvider,
  { state, code, error }: Answer,
  session: Session,
): Promise<string> {
  const cookie = session.cookies[sessionCookie]
  const actor = cookie && (await authenticate(store, { session: cookie, ip: session.ip }))
  if (!actor || !may(actor, 'mailbox.manage')) return page({ refused: 'signed-out' })
  const unit = <R>(work: (tx: Tx) => Promise<R>) => inTx(store, actor, work, session.requestId)
  const visit = await unit((tx) => spend(tx, provider, state))
  // Used before, too late, another browser's, organisation's or provider's: one answer.
  if (!visit) return page({ refused: 'spent' })
  const { id, mailbox_id, wanted } = visit
  let held: Held | undefined
  try {
    if (error !== undefined || code === undefined) throw new SourceRefused(provider.refusalOf(error ?? 'no code'))
    const answer = { redirectUri: redirectUriOf(store, provider), code, verifier: secretOf(store.keys, id, 'verifier') }
    const { secret, settings, whose } = await provider.at(store.config).take(answer, wanted)
    // Until somebody says whose it is, it counts as that of the account that was meant: what that is read with is not ended by mistake.
    held = { settings: { account: wanted.account ?? '', ...settings }, secret }
    const known = { settings: await whose(), secret }
    held = known
    const { mailboxId, isKnown } = await unit((tx) =>
      connectConsented(tx, store, provider, { ...known, mailbox_id, wanted }),
    )
    return isKnown ? `/mailboxes/${mailboxId}` : page({ mailbox_id: mailboxId })
  } catch (fault) {
    const refused = sentenceOf(fault)
    await unit(async (tx) => {
      await visits(tx).updateTable('oauth_visit').set({ refused }).where('id', '=', id).execute()
      if (held) giveBack(tx, store, { ...held, mailboxId: mailbox_id, kind: provider.kind })
    })
    if (refused === null) throw fault
    return page({ visit: id })
  }
}

type Ended = Pick<Visit, 'provider' | 'refused' | 'mailbox_id'> & { address: string | null; connected: boolean }

/** Why a way to a provider ended without a mailbox; `connected` where the mailbox has a connection, which was left as it was. */
export async function readVisit(tx: Tx, id: string): Promise<Ended> {
  const visit = await visits(tx)
    .selectFrom('oauth_visit')
    .select(['provider', 'refused', 'mailbox_id', 'wanted'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!visit) throw notFound()
  const { wanted, ...ended } = visit
  const mailbox = ended.mailbox_id ? await mailboxNow(tx, ended.mailbox_id) : undefined
  return {
    ...ended,
    address: mailbox?.address ?? wanted.address ?? null,
    connected: mailbox?.connected ?? false,
  }
}

/** By the first who asks, whatever comes of it. */
async function spend(tx: Tx, { kind }: ConsentProvider, state: string): Promise<Visit | undefined> {
  return visits(tx)
    .updateTable('oauth_visit')
    .set({ used_at: tx.now })
    .where('state_hash', '=', hashOf(state))
    .where('provider', '=', kind)
    .where('session_id', '=', tx.actor.session ?? '')
    .where('user_id', '=', tx.actor.id)
    .where('used_at', 'is', null)
    .where('expires_at', '>', tx.now)
    .returningAll()
    .executeTakeFirst()
}

function registered(store: Store, provider: ConsentProvider): ReturnType<ConsentProvider['at']> {
  try {
    return provider.at(store.config)
  } catch (error) {
    if (error instanceof SourceRefused) throw provider.notSetUp(error.message)
    throw error
  }
}

/** What is told of a refusal; null of what is a fault of ours. */
function sentenceOf(fault: unknown): string | null {
  if (fault instanceof SourceAway) return `Begin again in a minute: nothing is wrong with the account. ${fault.message}`
  return fault instanceof SourceRefused || fault instanceof Problem ? fault.message : null
}

const redirectUriOf = ({ config }: Store, { callback }: ConsentProvider) => `${config.publicUrl}/api${callback}`
const page = (says: Record<string, string>) => `/mailboxes/connected?${new URLSearchParams(says)}`
const hashOf = (secret: string) => createHash('sha256').update(secret).digest()
const secretOf = (keys: Keys, visit: string, what: 'state' | 'verifier') =>
  createHmac('sha256', keys.derive('oauth visit'))
    .update(JSON.stringify([visit, what]))
    .digest('base64url')
