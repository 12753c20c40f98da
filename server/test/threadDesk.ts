import { ingestRound } from '../src/mail/arriving/ingesting.ts'
import { mailKeeper } from '../src/mail/arriving/keeping.ts'
import { mintReplyTag } from '../src/tickets/index.ts'
import { type Sketch, sketched } from './threads.ts'
import type { World } from './world.ts'

/** Where a mail stands. */
export type Stands = {
  ticketId: string
  number: number
  held: boolean
  reason: string
  direction: 'in' | 'note'
  status: string
}

/** Mails come in at Acme, and one looks where they went. */
export function threadDesk(world: World) {
  const { orgId, mailbox } = world.acme

  const where = async (id: string): Promise<Stands> => {
    const [row] = await world.rows<Stands>(
      orgId,
      `select m.ticket_id as "ticketId", t.number, m.held, m.stitch_reason as reason, m.direction, t.status
       from message m join ticket t on t.id = m.ticket_id where m.message_id_header = $1`,
      [id],
    )
    if (!row) throw new Error(`${id} stands on no ticket`)
    return row
  }
  const arriveAll = async (mails: readonly (Sketch & { bytes?: Buffer; envelopeTo?: string })[]): Promise<void> => {
    const keeper = mailKeeper(world.store)
    await Promise.all(
      mails.map((mail) =>
        keeper.keep({
          bytes: mail.bytes ?? sketched(mail),
          envelopeFrom: 'bounces@example.com',
          recipients: [mail.envelopeTo ?? mailbox],
        }),
      ),
    )
    while ((await ingestRound(world.store)) > 0);
  }
  return {
    where,
    arriveAll,
    arrive: async (mail: Sketch & { envelopeTo?: string }): Promise<Stands> => {
      await arriveAll([mail])
      return where(mail.id)
    },
    tokenOf: ({ ticketId, number }: { ticketId: string; number: number }, participant: string): string =>
      mintReplyTag(world.store.keys, { orgId, ticketId, number, participant }),
    tagged: (token: string): string => mailbox.replace('@', `+${token}@`),
    /** The tickets linked to this one, as the page shows them. */
    linksOf: async (ticketId: string): Promise<{ number: number; reason: string }[]> => {
      const { body } = await world.ask('Kim', 'GET', `/api/tickets/${ticketId}`)
      return body.links.map(({ number, reason }: { number: number; reason: string }) => ({ number, reason }))
    },
  }
}
