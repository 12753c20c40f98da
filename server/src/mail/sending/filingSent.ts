import { sql } from 'kysely'
import { z } from 'zod'
import { SourceRefused } from '../../connectors/mailSource.ts'
import { defineJob } from '../../platform/jobs.ts'
import { giveUp } from '../../platform/problem.ts'
import { bareId } from './composing.ts'
import { openSent, readWay } from './wayOut.ts'

type Copy = {
  mailbox_id: string | null
  raw: Buffer | null
  message_id: string
  header: string
  sent_at: Date | null
  filed_at: Date | null
}

/**
 * Puts a copy of what has left among the sent mails of an IMAP account, so that colleagues who look there find it. It is looked for
 * first: done twice, it is there once.
 */
export const fileSent = defineJob({
  name: 'mail.file-sent',
  input: z.object({ deliveryId: z.string() }),
  retryMax: 8,
  async run({ unit, store }, { deliveryId }) {
    const found = await unit(async (tx) => {
      const { rows } = await sql<Copy>`
        select d.mailbox_id, d.raw, d.message_id, m.message_id_header as header, d.sent_at, d.filed_at
        from delivery d join message m on m.id = d.message_id where d.id = ${deliveryId}`.execute(tx.db)
      const copy = rows[0]
      return copy && { copy, way: await readWay(tx, copy.mailbox_id) }
    })
    if (!found?.copy.raw || found.copy.filed_at) return
    const { copy, way } = found
    // The mailbox was disconnected meanwhile, or the option turned off: nothing is wrong.
    if (!way.connection || way.row?.files_sent === false) return
    const folder = openSent(store, way.orgId, way.connection)
    if (!folder) return
    const { message_id: mark, raw, header, sent_at } = copy
    try {
      await folder.file({ messageId: bareId(header), mark, raw: raw!, at: sent_at ?? store.clock() })
    } catch (error) {
      if (error instanceof SourceRefused) throw giveUp(`The copy was not filed among the sent mails: ${error.message}`)
      throw error
    }
    await unit((tx) => sql`update delivery set filed_at = ${tx.now} where id = ${deliveryId}`.execute(tx.db))
  },
})
