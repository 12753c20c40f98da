import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { startSmtpIn } from '../server/src/connectors/smtpIn.ts'
import { smtpOut } from '../server/src/connectors/smtpOut.ts'
import type { ReadMail } from '../server/src/mail/parsing/parsed.ts'
import { parseMail } from '../server/src/mail/parsing/parsing.ts'
import { throwWhatWasWrong, watchLeaving } from '../server/test/strict/watching.ts'

export type Letter = { from: string; to: string; bytes: Buffer }
export type Carried = Letter & { read: ReadMail; sender: string }
/** What a machine at an address sends when a mail arrives there. */
export type Robot = (mail: Carried) => Letter[]

export const officeName = 'post.example'

/**
 * The world between mail servers: it carries every mail to the server of its domain, or to a machine that answers, and
 * remembers it. As servers that relay do, it writes down that the sender was checked; every sender here passes. What a
 * desk hands it is read strictly: a mail that fails there fails the test during which it left.
 */
export class PostOffice {
  carried: Carried[] = []
  readonly url: string
  readonly #desks = new Map<string, number>()
  readonly #robots = new Map<string, Robot>()
  readonly #close: () => Promise<void>
  #underWay = 0
  #faults: unknown[] = []
  /** What it does to every mail it carries. */
  tamper: (letter: Carried) => Letter = (letter) => letter

  private constructor(url: string, close: () => Promise<void>) {
    this.url = url
    this.#close = close
  }

  static async open(): Promise<PostOffice> {
    const server = await startSmtpIn({
      host: '127.0.0.1',
      port: 0,
      bytesMax: 1e6,
      log: pino({ level: 'silent' }),
      onRecipient: async () => true,
      onMail: async ({ bytes, envelopeFrom, recipients }) => {
        watchLeaving(bytes, 'smtp')
        for (const to of recipients) office.post({ from: envelopeFrom, to, bytes })
      },
    })
    const office = new PostOffice(`smtp://127.0.0.1:${server.port}`, () => server.close())
    return office
  }

  async close(): Promise<void> {
    await this.#close()
    throwWhatWasWrong()
  }
  deliverTo = (domain: string, port: number) => void this.#desks.set(domain, port)
  answerAt = (address: string, robot: Robot) => void this.#robots.set(address, robot)
  get isBusy(): boolean {
    return this.#underWay > 0
  }

  /** Takes a letter; it is on its way from now on. */
  post(letter: Letter): void {
    this.#underWay++
    this.#carry(letter)
      .catch((fault) => this.#faults.push(fault))
      .finally(() => this.#underWay--)
  }

  mustBeWell(): void {
    if (this.#faults.length > 0) throw new AggregateError(this.#faults, 'a letter was not delivered')
  }

  async #carry(posted: Letter): Promise<void> {
    const carried = await opened(this.tamper(await opened(posted)))
    const { sender, ...letter } = carried
    this.carried.push(carried)
    const to = letter.to.toLowerCase()
    const domain = to.slice(to.lastIndexOf('@') + 1)
    const port = this.#desks.get(domain)
    if (port) {
      const from = sender.slice(sender.lastIndexOf('@') + 1)
      const checked = `Authentication-Results: ${officeName}; dmarc=pass header.from=${from}\r\n`
      const raw = Buffer.concat([Buffer.from(checked), letter.bytes])
      await smtpOut(`smtp://127.0.0.1:${port}`).send({ from: letter.from, to: [letter.to], raw })
      return
    }
    const robot = this.#robots.get(to)
    if (!robot) throw new Error(`nobody lives at ${to}`)
    for (const answer of robot(carried)) this.post(answer)
  }
}

async function opened({ from, to, bytes }: Letter): Promise<Carried> {
  const read = await parseMail(bytes)
  return { from, to, bytes, read, sender: read.mail.from?.address ?? '' }
}

type Written = {
  from: string
  to: string
  subject?: string
  text?: string
  headers?: string[]
  returnPath?: string
}

export function letter({ from, to, subject, text, headers = [], returnPath }: Written): Letter {
  const lines = [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject ?? 'Broken lamp'}`,
    `Message-ID: <${randomUUID()}@${from.slice(from.lastIndexOf('@') + 1)}>`,
    'Date: Sat, 21 Nov 2026 10:00:00 +0000',
    ...headers,
    '',
    text ?? 'It does not light.',
    '',
  ]
  return { from: returnPath ?? from, to, bytes: Buffer.from(lines.join('\r\n')) }
}
