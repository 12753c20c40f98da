import { jobs } from '../src/app/reactions.ts'
import type { AskDns } from '../src/connectors/dns.ts'
import { startSmtpIn } from '../src/connectors/smtpIn.ts'
import { ingestRound } from '../src/mail/arriving/ingesting.ts'
import { mailKeeper } from '../src/mail/arriving/keeping.ts'
import { parseMail } from '../src/mail/parsing/parsing.ts'
import { hearingStaff } from '../src/mail/staff/hearing.ts'
import { sweepNotices } from '../src/notify/index.ts'
import type { Job, JobIo } from '../src/platform/work.ts'
import type { Left } from './acknowledging.ts'
import { watchLeaving } from './strict/watching.ts'
import { openWorld, type Person, type World } from './world.ts'

/** Where the mail of every domain comes from here; every domain says by DMARC that all its mail does. */
const honest = '192.0.2.10'
export const dns: AskDns = async (name, type) => {
  if (type === 'TXT' && name.startsWith('_dmarc.')) return [['v=DMARC1; p=reject']]
  if (type === 'TXT' && !name.startsWith('_')) return [[`v=spf1 ip4:${honest} -all`]]
  throw Object.assign(new Error(`ENODATA ${name}`), { code: 'ENODATA' })
}

export type Arriving = {
  from?: string
  to?: string
  envelopeTo?: string
  envelopeFrom?: string
  subject?: string
  text?: string
  headers?: string[]
  id?: string
  isForged?: boolean
  bytes?: Buffer
}
export type Notified = Left & { headers: Awaited<ReturnType<typeof parseMail>>['headers'] }

const notifying = (name: string) => name.startsWith('notify.') || name === 'mail.staff-answer'

/** Acme with a clock that stands, a mail server that takes what leaves, and jobs that are done when one says so. */
export class NoticeDesk {
  readonly world: World
  /** What left to colleagues, in order. */
  readonly left: Notified[]
  #now = Date.parse('2026-11-21T10:00:00Z')
  readonly #close: () => Promise<void>

  constructor(world: World, left: Notified[], close: () => Promise<void>) {
    this.world = world
    this.left = left
    this.#close = close
    world.store.clock = () => new Date(this.#now)
  }

  static async open(): Promise<NoticeDesk> {
    const left: Notified[] = []
    const server = await startSmtpIn({
      host: '127.0.0.1',
      port: 0,
      bytesMax: 1e6,
      log: { ...console, child: () => console } as never,
      onRecipient: async () => true,
      onMail: async ({ bytes, envelopeFrom, recipients }) => {
        watchLeaving(bytes, 'smtp')
        const read = await parseMail(bytes)
        left.push({ bytes, envelopeFrom, recipients, read, headers: read.headers })
      },
    })
    const world = await openWorld({ SMTP_URL: `smtp://127.0.0.1:${server.port}` })
    return new NoticeDesk(world, left, () => server.close())
  }

  async close(): Promise<void> {
    await this.#close()
    await this.world.close()
  }

  wait(seconds: number): void {
    this.#now += seconds * 1000
  }

  rows<R extends object>(text: string, values: unknown[] = []): Promise<R[]> {
    return this.world.rows(this.world.acme.orgId, text, values) as Promise<unknown> as Promise<R[]>
  }
  async idOf(email: string): Promise<string> {
    return (await this.rows<{ id: string }>('select id from app_user where email = $1', [email]))[0]!.id
  }
  async mailboxId(address = this.world.acme.mailbox): Promise<string> {
    return (await this.rows<{ id: string }>('select id from mailbox where address = $1', [address]))[0]!.id
  }
  // biome-ignore lint/suspicious/noExplicitAny: the body of an answer is what the test looks into.
  async ask(who: Person, method: string, path: string, body?: unknown): Promise<any> {
    const answer = await this.world.ask(who, method, `/api${path}`, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
    return answer.body
  }

  /** A mail arrives and becomes what it becomes. */
  async receive(mail: Arriving = {}): Promise<string> {
    const { from = 'Ada <ada@shop.example>', to = this.world.acme.mailbox, headers = [] } = mail
    const id = mail.id ?? `${crypto.randomUUID()}@mail.example`
    this.wait(1)
    const { subject = 'Broken lamp', text = 'It does not light.' } = mail
    const lines = [`From: ${from}`, `To: ${to}`, `Subject: ${subject}`, `Message-ID: <${id}>`, ...headers, '', text, '']
    await mailKeeper(this.world.store).keep({
      bytes: mail.bytes ?? Buffer.from(lines.join('\r\n')),
      envelopeFrom: mail.envelopeFrom ?? /<(.*)>$/.exec(from)?.[1] ?? from,
      recipients: [mail.envelopeTo ?? to],
      peer: { ip: mail.isForged ? '203.0.113.66' : honest, helo: 'out.mail.example' },
    })
    await this.settle()
    return id
  }

  /** Takes in what has arrived, and does the jobs of notifications that follow; `twice`: each of them two times. */
  async settle({ twice = false } = {}): Promise<void> {
    while ((await ingestRound(this.world.store)) > 0);
    for (;;) {
      const due = await this.rows<{ id: string; name: string; data: { orgId: string; input: never } }>(
        `select id, name, data from pgboss.job where state = 'created' order by created_on, id`,
      )
      const ours = due.filter(({ name }) => notifying(name))
      if (ours.length === 0) return
      for (const { id, name, data } of ours) {
        await this.rows('delete from pgboss.job where id = $1', [id])
        const job = name === 'mail.staff-answer' ? hearingStaff(dns) : jobs.find((one) => one.name === name)!
        for (let n = 0; n < (twice ? 2 : 1); n++) await (job as Job<never>).run(this.#io(data.orgId), data.input)
      }
    }
  }

  /** The minute of gathering is over, and what is to leave leaves. Says what did. */
  async letOut({ seconds = 61, twice = false } = {}): Promise<Notified[]> {
    await this.settle({ twice })
    const before = this.left.length
    this.wait(seconds)
    await sweepNotices(this.world.store)
    await this.settle({ twice })
    return this.left.slice(before)
  }

  async tickets(): Promise<{ id: string; number: number; subject: string }[]> {
    return this.rows('select id, number::int, subject from ticket order by number')
  }
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  async ticketOf(messageId: string): Promise<any> {
    const [row] = await this.rows<{ ticket_id: string }>('select ticket_id from message where message_id_header = $1', [
      messageId,
    ])
    return row && this.ask('Ana', 'GET', `/tickets/${row.ticket_id}`)
  }

  #io(orgId: string): JobIo {
    const { world } = this
    const { signal } = new AbortController()
    return { unit: (work) => world.as(orgId, work), store: world.store, attempt: 1, signal }
  }
}
