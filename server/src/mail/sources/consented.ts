import { sql } from 'kysely'
import { SourceRefused } from '../../connectors/mailSource.ts'
import type { Config } from '../../platform/config.ts'
import { notFound, type Problem } from '../../platform/problem.ts'
import type { Store } from '../../platform/store.ts'
import type { Tx } from '../../platform/work.ts'
import { openMailbox } from '../mailbox.ts'
import { connectMailbox, readConnection } from './connecting.ts'
import { connections } from './connection.ts'

/** What a person wants who goes to a provider. */
export type Wanted = {
  /** Of a mailbox that is opened when the account is known. */
  address?: string | undefined
  name?: string | undefined
  /** Who must be signed in there; the address of the mailbox when nothing is said. */
  account?: string | undefined
  journal: boolean
  /** Mail shall leave by the account as well. */
  send: boolean
}

type Way = { redirectUri: string; state: string; challenge: string; account: string | undefined; send: boolean }
type Settings = Record<string, unknown> & { account: string }

/** Came back with a consent: from here on it is connected, or given back. */
export type Held = { settings: Settings; secret: string }

/** What of a way to a consent and back is this provider's alone. */
export type ConsentProvider = {
  kind: 'gmail' | 'nylas'
  name: string
  /** Where it sends the browser back to, below /api; it is registered there, so it stays. */
  callback: string
  notSetUp(sentence: string): Problem
  /** The sentence for the word that comes back instead of a code. */
  refusalOf(error: string): string
  /** There, with our registration; throws `SourceRefused` while there is none. */
  at(config: Config): {
    url(way: Way): string | Promise<string>
    take(answer: { redirectUri: string; code: string; verifier: string }, wanted: Wanted): Promise<Taken>
  }
  sendBy?(tx: Tx, store: Store, mailboxId: string, settings: Settings): Promise<void>
}
/** `whose` says of which account it is, and refuses what is too little; `settings` is what is known before that. */
type Taken = { secret: string; settings: Record<string, unknown>; whose(): Promise<Settings> }

/** Connects what a consent brought. Says where the browser goes on: to a look at the account, or to the page of a mailbox that had it. */
export async function connectConsented(
  tx: Tx,
  store: Store,
  { kind, name, sendBy }: ConsentProvider,
  { mailbox_id, wanted, settings, secret }: Held & { mailbox_id: string | null; wanted: Wanted },
): Promise<{ mailboxId: string; isKnown: boolean }> {
  const { account } = settings
  if (wanted.account && wanted.account !== account)
    throw new SourceRefused(
      `At ${name}, ${account} was signed in, but this mailbox is read as ${wanted.account}. Begin again and choose that account.`,
    )
  await mustNotBeReadYet(tx, account, mailbox_id)
  const mailboxId =
    mailbox_id ?? (await openMailbox(tx, { address: wanted.address!, name: wanted.name ?? wanted.address! })).id
  await connectMailbox(tx, store, { mailboxId, kind, settings, secret, isLookedAtFirst: true })
  const { confirmed_at } = await readConnection(tx, mailboxId)
  if (!confirmed_at || !wanted.send) return { mailboxId, isKnown: false }
  await sendBy?.(tx, store, mailboxId, settings)
  return { mailboxId, isKnown: true }
}

/** Refuses an account whose mail comes in already, through whichever provider. */
async function mustNotBeReadYet(tx: Tx, account: string, mailboxId: string | null): Promise<void> {
  // Two who come back at once for two mailboxes: the second looks when the first is done.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`account ${tx.actor.orgId} ${account}`}, 0))`.execute(tx.db)
  const other = await connections(tx)
    .selectFrom('connection')
    .innerJoin('mailbox', 'mailbox.id', 'connection.mailbox_id')
    .select('mailbox.address')
    .where('connection.kind', 'in', ['gmail', 'nylas'])
    .where((eb) => eb(eb.ref('connection.settings', '->>').key('account' as never), '=', account as never))
    .$if(mailboxId !== null, (query) => query.where('mailbox.id', '!=', mailboxId!))
    .executeTakeFirst()
  if (other) throw new SourceRefused(`${account} is read already, for the mailbox ${other.address}.`)
}

type Now = { address: string; connected: boolean; sends: boolean }

/** What it is called, and whether its account lets us send already: who gave more before is not asked to give less. */
export async function mailboxNow(tx: Tx, mailboxId: string): Promise<Now> {
  const row = await connections(tx)
    .selectFrom('mailbox')
    .leftJoin('connection', 'connection.mailbox_id', 'mailbox.id')
    .select(['mailbox.address', 'connection.kind', 'connection.settings'])
    .where('mailbox.id', '=', mailboxId)
    .executeTakeFirst()
  if (!row) throw notFound()
  return {
    address: row.address,
    connected: row.kind !== null,
    sends: row.kind === 'gmail' && (row.settings as { sends?: boolean } | null)?.sends === true,
  }
}
