import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { type EmbeddedPostgres, startEmbedded } from '../server/src/platform/db/embedded.ts'
import { until } from './desk.ts'
import { officeName, type PostOffice } from './postOffice.ts'
import { type Running, removeDataDir, startDocket } from './server.ts'

const main = join(import.meta.dirname, '../server/src/main.ts')

/** A company with a Docket of its own whose mailbox acknowledges, joined to the others by the post office. */
export class Company {
  readonly mailbox: string
  readonly #docket: Running
  readonly #postgres: EmbeddedPostgres
  readonly #database: pg.Pool
  readonly #token: string

  private constructor(mailbox: string, docket: Running, postgres: EmbeddedPostgres, token: string) {
    this.mailbox = mailbox
    this.#docket = docket
    this.#postgres = postgres
    this.#token = token
    this.#database = new pg.Pool({ connectionString: postgres.superUrl.replace('/postgres?', '/docket?'), max: 1 })
  }

  static async open(domain: string, office: PostOffice): Promise<Company> {
    const docket = await startDocket({
      DOCKET_DEMO: 'false',
      SMTP_URL: office.url,
      TRUSTED_RELAYS: '127.0.0.1',
      TRUSTED_AUTHSERV_IDS: officeName,
    })
    office.deliverTo(domain, docket.smtpPort)
    const [email, mailbox] = [`ana@${domain}`, `help@${domain}`]
    const password = 'seven grey herons'
    await setUp(docket.url, { organisation: domain, name: 'Ana', email, password, mailbox })
    const env = { ...process.env, DOCKET_DATA: docket.dataDir, LOG_LEVEL: 'silent' }
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [main, 'token', 'create', '--email', email, '--json'],
      {
        env,
      },
    )
    const { token } = JSON.parse(stdout) as { token: string }
    const company = new Company(mailbox, docket, await startEmbedded(docket.dataDir), token)
    const { items } = await company.ask('GET', '/acknowledging')
    const settings = { active: true, language: 'en', as_written: true, texts: {} }
    await company.ask('PUT', `/acknowledging/${items[0].mailbox.id}`, settings)
    return company
  }

  // biome-ignore lint/suspicious/noExplicitAny: the answer is what the caller looks into.
  async ask(method: string, path: string, body?: unknown): Promise<any> {
    const headers = { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' }
    const answer = await fetch(`${this.#docket.url}/api${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }

  /** A person here writes to somebody outside. */
  async writeTo(email: string): Promise<void> {
    const { id } = await this.ask('POST', '/tickets', { subject: 'An order', body: 'Ask them.', requester: { email } })
    await this.ask('POST', `/tickets/${id}/replies`, { body: 'Dear all,\n\nplease send us a lamp.\n\nAna' })
  }

  async rows<R extends object>(sql: string): Promise<R[]> {
    return (await this.#database.query<R>(sql)).rows
  }

  /** Whether nothing is waiting: each step commits together with the order for the next, so one look is enough. */
  async isQuiet(): Promise<boolean> {
    const [found] = await this.rows<{ waiting: number; failed: number }>(`
      select (select count(*) from occurrence where state = 'kept')
        + (select count(*) from delivery where status in ('queued', 'sending'))
        + (select count(*) from pgboss.job where state <= 'active' and name in ('mail.authenticate', 'mail.acknowledge', 'mail.send'))
        as waiting,
        (select count(*) from occurrence where state = 'failed') + (select count(*) from delivery where status in ('failed', 'unsure'))
        as failed`)
    if (Number(found!.failed) > 0) throw new Error(`${this.mailbox}: mail has failed`)
    return Number(found!.waiting) === 0
  }

  /** What was decided about the mails that opened tickets here, newest last. */
  decided = () =>
    this.rows<{ outcome: string; reasons: string[] }>(
      'select outcome, reasons from acknowledgement join message on message.id = message_id order by message.at, message.id',
    )

  /** So much time goes by, as far as the ceilings know. */
  passes = (interval: string) => this.rows(`update automatic_mail set at = at - interval '${interval}'`)

  async close(): Promise<void> {
    await this.#database.end()
    await this.#docket.stop()
    await this.#postgres.release()
    removeDataDir(this.#docket.dataDir)
  }
}

/** Until no mail is under way anywhere. */
export const settled = (office: PostOffice, companies: Company[]): Promise<void> =>
  until(async () => {
    office.mustBeWell()
    const before = office.carried.length
    if (office.isBusy) return false
    for (const company of companies) if (!(await company.isQuiet())) return false
    return !office.isBusy && office.carried.length === before
  })

async function setUp(url: string, body: object): Promise<void> {
  const { csrf_token } = (await (await fetch(`${url}/api/auth/csrf`)).json()) as { csrf_token: string }
  const answer = await fetch(`${url}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-csrf-token': csrf_token, cookie: `docket_csrf=${csrf_token}` },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`setup: ${answer.status} ${await answer.text()}`)
}
