import { resumeDeliveries, startSender } from '../src/mail/index.ts'
import { openWorld, type World } from './world.ts'

/** A delivery as its row has it, by the recipient it is for. */
export type Way = {
  status: string
  error: string | null
  attempts: number
  response: string | null
  via: string | null
  waits_for: string | null
  next_try_at: Date
  left_to: string[] | null
  found: string | null
}

/** Acme with mailboxes of its own ways out, and mails that are due. */
export class SendingDesk {
  readonly world: World
  readonly #senders = new Set<{ close(): Promise<void> }>()
  #mails = 0

  constructor(world: World) {
    this.world = world
  }

  rows<R extends object>(sql: string, values: unknown[] = []): Promise<R[]> {
    return this.world.rows(this.world.acme.orgId, sql, values) as Promise<R[]>
  }

  async mailbox(name: string): Promise<string> {
    const { body, text } = await this.world.ask('Ana', 'POST', '/api/mailboxes', {
      address: `${name}@acme.example`,
      name,
    })
    if (!body.id) throw new Error(text)
    return body.id
  }

  /** Its mail leaves by this server. */
  async leavesBy(mailboxId: string, port: number, more: Record<string, unknown> = {}): Promise<void> {
    const settings = { kind: 'smtp', host: '127.0.0.1', port, security: 'none', ...more }
    const { status, text } = await this.world.ask('Ana', 'PUT', `/api/mailboxes/${mailboxId}/way-out`, settings)
    if (status !== 200) throw new Error(text)
  }

  /** A ticket of the mailbox, of somebody at this address. */
  async ticket(mailboxId: string, email: string): Promise<string> {
    const { body } = await this.world.ask('Kim', 'POST', '/api/tickets', {
      subject: `Matter ${++this.#mails}`,
      ...{ body: 'They called.', requester: { email, name: 'Ada' } },
    })
    await this.rows('update ticket set mailbox_id = $2 where id = $1', [body.id, mailboxId])
    return body.id
  }

  /** A mail that is due, written from the mailbox to these; its words are `text`. A sender takes it when it is whole, and not before. */
  async queue(
    mailboxId: string,
    to: readonly string[] = ['ada@customer.example'],
    text = 'Hello.',
  ): Promise<{ ticketId: string; messageId: string; deliveryId: string }> {
    const [mailbox] = await this.rows<{ address: string }>('select address from mailbox where id = $1', [mailboxId])
    const ticketId = await this.ticket(mailboxId, to[0]!)
    const reply = await this.world.ask('Kim', 'POST', `/api/tickets/${ticketId}/replies`, {
      body: text,
      send_at: new Date(Date.now() + 3_600_000).toISOString(),
    })
    if (reply.status !== 201) throw new Error(reply.text)
    const [row] = await this.rows<{ id: string; message_id: string }>(
      'update delivery set envelope_to = $2, mailbox_id = $3 where ticket_id = $1 returning id, message_id',
      [ticketId, JSON.stringify(to), mailboxId],
    )
    await this.rows('delete from delivery_recipient where delivery_id = $1', [row!.id])
    await this.rows(
      `insert into delivery_recipient (delivery_id, position, address, kind, state, at)
       select $1, n - 1, address, case when n <= 3 then 'to' else 'bcc' end, 'queued', now()
       from jsonb_array_elements_text($2::jsonb) with ordinality as one(address, n)`,
      [row!.id, JSON.stringify(to)],
    )
    await this.rows('update message set from_address = $2, to_addresses = $3 where id = $1', [
      ...[row!.message_id, mailbox!.address, JSON.stringify(to.slice(0, 3).map((address) => ({ name: '', address })))],
    ])
    await this.rows(`update delivery set next_try_at = now() - interval '1 s' where id = $1`, [row!.id])
    return { ticketId, messageId: row!.message_id, deliveryId: row!.id }
  }

  /** All that is due is tried once. */
  send(): Promise<number> {
    return resumeDeliveries(this.world.store)
  }

  /** Another process that sends. */
  sender(): { wake(): void; close(): Promise<void> } {
    const sender = startSender(this.world.store)
    this.#senders.add(sender)
    return sender
  }

  async of(deliveryId: string): Promise<Way> {
    const [row] = await this.rows<Way>('select * from delivery where id = $1', [deliveryId])
    return row!
  }

  /** What waits is due now. */
  async later(): Promise<void> {
    await this.rows(`update delivery set next_try_at = now() - interval '1 s' where status = 'queued'`)
  }

  wayOut(mailboxId: string) {
    return this.world.ask('Ana', 'GET', `/api/mailboxes/${mailboxId}/way-out`).then(({ body }) => body)
  }

  async until(holds: () => Promise<boolean> | boolean): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
      if (await holds()) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error('it did not come to this')
  }

  async close(): Promise<void> {
    await Promise.all([...this.#senders].map((sender) => sender.close()))
    await this.world.close()
  }
}

export const openSendingDesk = async () => new SendingDesk(await openWorld())
