import { startSyncing } from '../src/mail/sources/syncing.ts'
import { type Dovecot, openDovecot } from './dovecot.ts'
import { openWorld, type World } from './world.ts'

/** Acme's mailbox and a real IMAP server to fetch it from, as the user `help`. */
export type MailboxAtDovecot = {
  world: World
  dovecot: Dovecot
  mailboxId: string
  connect(settings?: Record<string, unknown>): Promise<void>
  /** Another process that fetches mail. */
  sync(): { close(): Promise<void> }
  /** How many deliveries are kept, by the subject in their raw mail. */
  kept(): Promise<string[]>
  deliveries(): Promise<{ id: string; provider_id: string; is_history: boolean; state: string; error: string | null }[]>
  status(): Promise<Record<string, unknown>>
  /** Waits for what must come; a mailbox that waits after a failure is asked now. */
  until(holds: () => Promise<boolean>): Promise<void>
  close(): Promise<void>
}

export async function openMailboxAtDovecot(): Promise<MailboxAtDovecot> {
  const [world, dovecot] = await Promise.all([openWorld(), openDovecot()])
  const { body } = await world.ask('Ana', 'GET', '/api/mailboxes')
  const mailboxId = body.items[0].id as string
  const path = `/api/mailboxes/${mailboxId}`
  const syncers = new Set<{ close(): Promise<void> }>()
  const rows = <R extends object>(sql: string) => world.rows<R & Record<string, unknown>>(world.acme.orgId, sql)
  const at: MailboxAtDovecot = {
    ...{ world, dovecot, mailboxId },
    async connect(settings = {}) {
      const usual = {
        host: '127.0.0.1',
        port: dovecot.port,
        security: 'none',
        user: 'help',
        password: dovecot.password,
      }
      const { status, text } = await world.ask('Ana', 'PUT', `${path}/connection/imap`, { ...usual, ...settings })
      if (status !== 200) throw new Error(text)
    },
    sync() {
      const syncer = startSyncing(world.store)
      syncers.add(syncer)
      return {
        async close() {
          syncers.delete(syncer)
          await syncer.close()
        },
      }
    },
    async kept() {
      const found = await rows<{ subject: string }>(
        `select substring(convert_from(bytes, 'LATIN1') from 'Subject: ([^\\r]*)') as subject
          from occurrence join raw_mail on sha256 = raw_sha256 order by 1`,
      )
      return found.map(({ subject }) => subject)
    },
    deliveries: () => rows('select id, provider_id, is_history, state, error from occurrence order by id'),
    status: async () => (await world.ask('Ana', 'GET', `${path}/sync/status`)).body,
    async until(holds) {
      for (let tries = 0; tries < 250; tries++) {
        if (await holds()) return
        if (tries % 5 === 4)
          await rows('update connection set next_pull_at = now() where next_pull_at > now() and failures > 0')
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
      throw new Error(`it did not come to this, but to ${JSON.stringify(await at.status())} with ${await at.kept()}`)
    },
    async close() {
      await Promise.all([...syncers].map((syncer) => syncer.close()))
      await Promise.all([world.close(), dovecot.close()])
    },
  }
  return at
}

export const mailAbout = (subject: string, more = '') =>
  `From: Ada <ada@customer.example>\r\nTo: help@acme.example\r\nSubject: ${subject}\r\nMessage-ID: <${subject.replaceAll(' ', '-')}@customer.example>\r\n\r\nIt is about ${subject}.\r\n${more}`
