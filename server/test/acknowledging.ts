import type { AskDns } from '../src/connectors/dns.ts'
import { startSmtpIn } from '../src/connectors/smtpIn.ts'
import { acknowledge } from '../src/mail/acknowledging/acknowledging.ts'
import { ingestRound } from '../src/mail/arriving/ingesting.ts'
import { mailKeeper } from '../src/mail/arriving/keeping.ts'
import type { ReadMail } from '../src/mail/parsing/parsed.ts'
import { parseMail } from '../src/mail/parsing/parsing.ts'
import { checkingSenders } from '../src/mail/senders/checkingSenders.ts'
import type { JobIo } from '../src/platform/work.ts'
import { attemptAt } from './attempting.ts'
import { watchLeaving } from './strict/watching.ts'
import { openWorld, type World } from './world.ts'

/** Where every domain's mail comes from in these tests; what comes from elsewhere is nobody's. */
const honest = '192.0.2.10'
const dns: AskDns = async (name, type) => {
  if (type === 'TXT' && !name.startsWith('_')) return [[`v=spf1 ip4:${honest} -all`]]
  if (type === 'TXT' && name === '_dmarc.strict.example') return [['v=DMARC1; p=reject']]
  if (type === 'TXT' && name === '_dmarc.relaxed.example') return [['v=DMARC1; p=none']]
  throw Object.assign(new Error(`ENODATA ${name}`), { code: 'ENODATA' })
}

export type Writing = {
  from?: string
  /** The return address; the sender's where nothing is said. */
  returnPath?: string
  subject?: string
  text?: string
  headers?: string[]
  /** It comes from a server that the sender's domain does not name. */
  isForged?: boolean
  to?: string
}
export type Left = { envelopeFrom: string; recipients: string[]; bytes: Buffer; read: ReadMail }

/** Acme's support acknowledges. Mail that arrives goes the whole way; what leaves is taken by another company's server. */
export class Desk {
  readonly world: World
  readonly left: Left[]
  /** Whether what is queued leaves, too. */
  sends = true
  readonly smtpUrl: string
  readonly #close: () => Promise<void>
  #now: number | undefined

  constructor(world: World, left: Left[], smtpUrl: string, close: () => Promise<void>) {
    this.world = world
    this.left = left
    this.smtpUrl = smtpUrl
    this.#close = close
    const real = world.store.clock
    world.store.clock = () => (this.#now === undefined ? real() : new Date(this.#now))
  }

  static async open(): Promise<Desk> {
    const world = await openWorld()
    const left: Left[] = []
    const server = await startSmtpIn({
      host: '127.0.0.1',
      port: 0,
      bytesMax: 1e6,
      log: world.store.log,
      onRecipient: async () => true,
      onMail: async ({ bytes, envelopeFrom, recipients }) => {
        watchLeaving(bytes, 'smtp')
        left.push({ bytes, envelopeFrom, recipients, read: await parseMail(bytes) })
      },
    })
    const desk = new Desk(world, left, `smtp://127.0.0.1:${server.port}`, () => server.close())
    await desk.set({ active: true })
    return desk
  }

  async close(): Promise<void> {
    await this.#close()
    await this.world.close()
  }

  /** The clock of Docket, from now on standing. */
  at(instant: string): void {
    this.#now = Date.parse(instant)
  }
  wait(minutes: number): void {
    this.#now = (this.#now ?? Date.now()) + minutes * 60_000
  }

  async mailboxId(): Promise<string> {
    const [row] = await this.rows<{ id: string }>('select id from mailbox where address = $1', [
      this.world.acme.mailbox,
    ])
    return row!.id
  }
  async set(change: object) {
    const settings = { active: true, language: 'en', as_written: true, texts: {}, ...change }
    return this.world.ask('Ana', 'PUT', `/api/acknowledging/${await this.mailboxId()}`, settings)
  }

  /** Arrives, becomes a ticket or joins one, is checked, decided about and answered as far as anything leaves. */
  async receive(...mails: Writing[]): Promise<string[]> {
    const ids: string[] = []
    await Promise.all(mails.map((mail) => this.#keep(mail, ids)))
    await this.settle()
    return ids
  }

  async #keep(mail: Writing, ids: string[]): Promise<void> {
    const { from = 'Ada <ada@shop.example>', subject = 'Broken lamp', text = 'It does not light.', headers = [] } = mail
    const address = /<(.*)>$/.exec(from)?.[1] ?? from
    const id = `${crypto.randomUUID()}@mail.example`
    const to = mail.to ?? this.world.acme.mailbox
    const lines = [`From: ${from}`, `To: ${to}`, `Subject: ${subject}`, `Message-ID: <${id}>`, ...headers, '', text, '']
    ids.push(id)
    await mailKeeper(this.world.store).keep({
      bytes: Buffer.from(lines.join('\r\n')),
      envelopeFrom: mail.returnPath ?? address,
      recipients: [to],
      peer: { ip: mail.isForged ? '203.0.113.66' : honest, helo: 'out.mail.example' },
    })
  }

  async settle(): Promise<void> {
    while ((await ingestRound(this.world.store)) > 0);
    const unchecked = await this.rows<{ id: string; message_id: string }>(
      'select id, message_id from occurrence where authentication is null and message_id is not null and not is_history',
    )
    if (unchecked.length === 0) return
    await checkingSenders(dns).run(this.#io(), { occurrenceIds: unchecked.map(({ id }) => id) })
    await this.decide(unchecked.map(({ message_id }) => message_id))
    if (this.sends) await this.sendAll()
  }

  decide = (messageIds: string[]) => acknowledge.run(this.#io(), { messageIds })

  async sendAll(): Promise<void> {
    const waiting = await this.rows<{ id: string }>(
      `select id from delivery where status = 'queued' order by queued_at, id`,
    )
    const { store } = this.#io()
    for (const { id } of waiting) await attemptAt(store, this.world.acme.orgId, id)
  }

  /** The ticket that holds the mail of this Message-ID, as Kim sees it. */
  async ticketOf(messageId: string) {
    const [row] = await this.rows<{ ticket_id: string; id: string }>(
      'select ticket_id, id from message where message_id_header = $1',
      [messageId],
    )
    const { body } = await this.world.ask('Kim', 'GET', `/api/tickets/${row!.ticket_id}`)
    return { ...body, opener: body.messages.find(({ id }: { id: string }) => id === row!.id) }
  }

  /** What was decided about a mail, in the words that the ticket shows. */
  async decided(messageId: string): Promise<string | null> {
    const { opener } = await this.ticketOf(messageId)
    if (!opener.acknowledgement) return null
    return [opener.acknowledgement.outcome, ...opener.acknowledgement.reasons].join(': ')
  }

  rows<R extends object>(text: string, values: unknown[] = []): Promise<R[]> {
    return this.world.rows(this.world.acme.orgId, text, values) as Promise<unknown> as Promise<R[]>
  }

  #io(): JobIo {
    const { world } = this
    return {
      unit: (work) => world.as(world.acme.orgId, work),
      store: { ...world.store, config: { ...world.store.config, smtpUrl: this.smtpUrl } },
      attempt: 1,
      signal: new AbortController().signal,
    }
  }
}
