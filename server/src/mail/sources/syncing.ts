import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { isDatabaseAway } from '../../platform/db/away.ts'
import { listen } from '../../platform/listen.ts'
import type { Store } from '../../platform/store.ts'
import { holdMailbox, newBell } from './holding.ts'
import { LeaseLost } from './keepingFetched.ts'

const channel = 'docket_sync'
const lookMs = 1_000

export type Syncer = { close(): Promise<void> }

/** Tells the process that holds this mailbox, or whoever is free, to look now. A hint: the next second or the schedule asks as well. */
export function hintSync(store: Store, mailboxId: string): void {
  store.pool
    .query('select pg_notify($1, $2)', [channel, mailboxId])
    .catch((err) => store.log.warn({ err }, 'mail: no process was told to pull'))
}

type Session = { hint(): void; done: Promise<void> }

/** Keeps every connected mailbox in step with its provider; each is held by one process at a time. */
export function startSyncing(store: Store): Syncer {
  const me = randomUUID()
  const stopping = new AbortController()
  const sessions = new Map<string, Session>()
  let looking: Promise<void> | undefined

  const begin = (orgId: string, mailboxId: string) => {
    const bell = newBell()
    const done = holdMailbox(store, { orgId, mailboxId, by: me }, bell, stopping.signal)
      .catch((err) => {
        if (err instanceof LeaseLost)
          store.log.info({ org_id: orgId, mailbox_id: mailboxId }, 'mail: a mailbox was left')
        else store.log[isDatabaseAway(err) ? 'debug' : 'error']({ err, mailbox_id: mailboxId }, 'mail: sync stopped')
      })
      .finally(() => sessions.delete(mailboxId))
    sessions.set(mailboxId, { hint: bell.ring, done })
  }
  const look = () => {
    if (stopping.signal.aborted) return
    looking ??= dueConnections(store, me)
      .then((due) => {
        for (const { org_id, mailbox_id } of due) if (!sessions.has(mailbox_id)) begin(org_id, mailbox_id)
      })
      .catch((err) => store.log[isDatabaseAway(err) ? 'debug' : 'error']({ err }, 'mail: no look for due mailboxes'))
      .finally(() => {
        looking = undefined
      })
  }
  const ear = listen(store.connection, channel, store.log, {
    onPayload: (mailboxId) => {
      const held = sessions.get(mailboxId)
      if (held) held.hint()
      else look()
    },
    onBack: look,
  })
  const timer = setInterval(look, lookMs)
  look()

  return {
    async close() {
      clearInterval(timer)
      stopping.abort()
      await ear.close()
      await looking
      await Promise.all([...sessions.values()].map(({ done }) => done))
    },
  }
}

async function dueConnections(store: Store, me: string): Promise<{ org_id: string; mailbox_id: string }[]> {
  const { rows } = await sql<{ org_id: string; mailbox_id: string }>`
    select org_id, mailbox_id from connections_due(${store.clock()}, ${me})`.execute(store.db)
  return rows
}
