import { z } from 'zod'
import { type MailSource, SourceAway, SourceRefused } from '../../connectors/mailSource.ts'
import { type Route, route } from '../../platform/routes.ts'
import type { Store } from '../../platform/store.ts'
import { addressTaken, openMailbox } from '../mailbox.ts'
import { mailboxRoutes } from '../mailboxRoutes.ts'
import { LastDay, lastDayOf, MailboxView, readMailbox, readMailboxes } from '../readingMailboxes.ts'
import { anotherAccount, confirmMailbox } from './confirming.ts'
import {
  askBackfill,
  askPull,
  disconnectMailbox,
  notConfirmed,
  notConnected,
  pauseSync,
  readConnection,
  resumeSync,
} from './connecting.ts'
import { ConnectionView, viewOf } from './connection.ts'
import { openToLook } from './sources.ts'
import { hintSync } from './syncing.ts'

export const ById = z.object({ id: z.uuid() })
const Nothing = z.object({})
export const Address = z.email().max(320)
export const Since = z.union([z.iso.datetime({ offset: true }), z.iso.date()]).transform((text) => new Date(text))

const SyncStatus = ConnectionView.extend({ last_day: LastDay }).meta({ id: 'SyncStatus' })
export const CheckedView = z
  .object({
    ok: z.boolean(),
    steps: z.array(z.object({ step: z.string(), ok: z.boolean(), says: z.string() })),
    newest: z.array(
      z.object({ from: z.string(), subject: z.string(), received_at: z.string().meta({ format: 'date-time' }) }),
    ),
    folders: z
      .array(z.object({ name: z.string(), use: z.string().nullable() }))
      .meta({ description: 'What there is to read, where one may choose; `use` is what its server says it is for.' }),
  })
  .meta({ id: 'MailboxCheck' })

export const connectionRoutes: Route[] = [
  ...mailboxRoutes,
  route('GET /mailboxes', {
    says: 'The mailboxes of the organisation, and how each gets its mail.',
    name: 'listMailboxes',
    may: 'ops.see',
    in: Nothing,
    out: z.object({ items: z.array(MailboxView) }),
    run: async (tx) => ({ items: await readMailboxes(tx) }),
  }),
  route('POST /mailboxes', {
    says: 'Open a mailbox: mail to its address makes tickets. One that exists is left as it is.',
    name: 'openMailbox',
    status: 201,
    refuses: [addressTaken],
    may: 'mailbox.manage',
    in: z.object({ address: Address, name: z.string().trim().min(1).max(200) }),
    out: MailboxView,
    run: async (tx, input) => readMailbox(tx, (await openMailbox(tx, input)).id),
  }),
  route('DELETE /mailboxes/:id/connection', {
    says: 'Disconnect a mailbox from its provider; its mail stays.',
    name: 'disconnectMailbox',
    may: 'mailbox.manage',
    in: ById,
    out: null,
    run: (tx, { id }) => disconnectMailbox(tx, id),
  }),
  route('POST /mailboxes/:id/connection/confirm', {
    says: 'Say that the account a consent brought is the right one, once its newest mails were looked at: from now on it is fetched.',
    name: 'confirmMailbox',
    refuses: [notConnected, anotherAccount],
    may: 'mailbox.manage',
    in: ById.extend({
      account: z.string().max(320).meta({ description: 'The account that was looked at.' }),
      since: Since.nullable().optional().meta({
        description: 'How far back mail is brought; null is all of it, nothing is what came since the consent.',
      }),
    }),
    out: ConnectionView,
    run: async (tx, { id, ...said }, store) => {
      await confirmMailbox(tx, id, { account: said.account, since: said.since })
      return hinted(store, id, viewOf(await readConnection(tx, id), tx.now))
    },
  }),
  route('GET /mailboxes/:id/connectivity', {
    says: 'Try the connection of a mailbox now, and see the newest mails there.',
    name: 'checkMailbox',
    refuses: [notConnected],
    may: 'mailbox.manage',
    in: ById,
    out: CheckedView,
    run: async (tx, { id }, store) => {
      const row = await readConnection(tx, id)
      return () => checked(openToLook(store, tx.actor.orgId, row))
    },
  }),
  route('GET /mailboxes/:id/sync/status', {
    says: 'How far a mailbox has come, when it last succeeded, and what is wrong.',
    name: 'readSyncStatus',
    refuses: [notConnected],
    may: 'ops.see',
    in: ById,
    out: SyncStatus,
    run: async (tx, { id }) => ({
      ...viewOf(await readConnection(tx, id), tx.now),
      last_day: await lastDayOf(tx, id),
    }),
  }),
  route('POST /mailboxes/:id/sync/backfill', {
    says: 'Look everything up again since then (all of it without a time) and keep what is missing, as history.',
    name: 'backfillMailbox',
    refuses: [notConnected, notConfirmed],
    may: 'mailbox.manage',
    in: ById.extend({ since: Since.nullable().optional() }),
    out: ConnectionView,
    run: async (tx, { id, since = null }, store) => {
      await askBackfill(tx, id, since)
      return hinted(store, id, viewOf(await readConnection(tx, id), tx.now))
    },
  }),
  route('POST /mailboxes/:id/sync/history', {
    says: 'Look for new mail now.',
    name: 'pullMailbox',
    refuses: [notConnected, notConfirmed],
    may: 'mailbox.manage',
    in: ById,
    out: ConnectionView,
    run: async (tx, { id }, store) => {
      await askPull(tx, id)
      return hinted(store, id, viewOf(await readConnection(tx, id), tx.now))
    },
  }),
  route('POST /mailboxes/:id/sync/pause', {
    says: 'Bring nothing from the provider for so many minutes.',
    name: 'pauseMailbox',
    refuses: [notConnected, notConfirmed],
    may: 'mailbox.manage',
    in: ById.extend({ minutes: z.coerce.number().int().min(1).max(525_600).default(30) }),
    out: ConnectionView,
    run: async (tx, { id, minutes }, store) => {
      await pauseSync(tx, id, minutes)
      return hinted(store, id, viewOf(await readConnection(tx, id), tx.now))
    },
  }),
  route('POST /mailboxes/:id/sync/resume', {
    says: 'End a pause, an open breaker or a refusal, and look for new mail now.',
    name: 'resumeMailbox',
    refuses: [notConnected, notConfirmed],
    may: 'mailbox.manage',
    in: ById,
    out: ConnectionView,
    run: async (tx, { id }, store) => {
      await resumeSync(tx, id)
      return hinted(store, id, viewOf(await readConnection(tx, id), tx.now))
    },
  }),
]

/** After the commit, the process that holds the mailbox is told. */
export const hinted =
  <A>(store: Store, mailboxId: string, answer: A) =>
  async () => {
    hintSync(store, mailboxId)
    return answer
  }

/** What a provider refuses is an answer here, not an error. */
export async function checked(source: MailSource): Promise<z.input<typeof CheckedView>> {
  try {
    const { steps, newest, folders = [] } = await source.check()
    return {
      ok: steps.every(({ ok }) => ok),
      steps,
      newest: newest.map(({ receivedAt, ...mail }) => ({ ...mail, received_at: receivedAt.toISOString() })),
      folders,
    }
  } catch (error) {
    if (!(error instanceof SourceRefused || error instanceof SourceAway)) throw error
    return { ok: false, steps: [{ step: 'connect', ok: false, says: error.message }], newest: [], folders: [] }
  } finally {
    await source.close()
  }
}
