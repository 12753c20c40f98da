import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { ImapFlow } from 'imapflow'
import type pg from 'pg'
import { type Dovecot, hasDovecot, openDovecot } from '../server/test/dovecot.ts'
import { adminToken, asking } from './mailboxes.ts'
import { mailOf } from './mails.ts'
import { type Desk, rssMbOf, spreadOf } from './measuring.ts'
import type { Figure } from './report.ts'

const idleMailboxes = 200
const visibleMails = 100
const patienceMs = 20 * 60_000

/** Mail that is fetched from a real IMAP server on this machine, beside a bare client of the same server. */
export async function measureFetching({ docket, say }: Desk, pool: pg.Pool, mails: number): Promise<Figure[]> {
  if (!hasDovecot) {
    say('There is no dovecot here to fetch mail from: IMAP is not measured.')
    return []
  }
  const [dovecot, token] = [await openDovecot(), await adminToken(pool)]
  const ask = asking(docket, token)
  const opened: string[] = []
  const connect = async (user: string, since?: null) => {
    const address = `${user}@imap.localhost`
    const { id } = await ask('POST', '/mailboxes', { address, name: user })
    opened.push(id!)
    const settings = { host: '127.0.0.1', port: dovecot.port, security: 'none', user, password: dovecot.password }
    await ask('PUT', `/mailboxes/${id}/connection/imap`, { ...settings, ...(since === null && { since }) })
    return String(id)
  }
  const isLive = async (id: string) => (await ask('GET', `/mailboxes/${id}/sync/status`)).state === 'live'
  const until = async (holds: () => Promise<boolean>, everyMs = 250) => {
    for (const began = performance.now(); !(await holds()); await sleep(everyMs))
      if (performance.now() - began > patienceMs) throw new Error('fetching did not come to its end')
  }

  try {
    const run = Date.now().toString(36)
    say(`an IMAP folder of ${mails} mails; load ${loadavg()[0]!.toFixed(1)}`)
    // In a folder that nobody but readers has opened, this server looks up each file anew, for any client: 50,000 take it a quarter hour.
    dovecot.fill(`old${run}`, archive(run, mails), { seen: true })
    const floor = await bareFetch(dovecot, `old${run}`, mails)
    let peak = rssMbOf(docket.child.pid!)
    const before = peak
    const watch = setInterval(() => {
      peak = Math.max(peak, rssMbOf(docket.child.pid!))
    }, 500)
    const began = performance.now()
    const old = await connect(`old${run}`, null)
    await until(() => isLive(old))
    const perSecond = mails / ((performance.now() - began) / 1000)
    clearInterval(watch)
    const { done } = (await ask('GET', `/mailboxes/${old}/sync/status`)).backfill as unknown as { done: number }
    const kept = await pool.query('select count(*)::int as kept from occurrence where mailbox_id = $1', [old])
    if (done !== mails || kept.rows[0].kept !== mails)
      throw new Error(`of ${mails} mails ${kept.rows[0].kept} were kept`)
    say(
      `${Math.round(perSecond)} mails/s, ${Math.round(floor)} to a bare client; ${Math.round(peak - before)} MB more at most`,
    )

    const live = await connect(`live${run}`)
    await until(() => isLive(live))
    await waitForTickets(pool, [old])
    const visible = await measureIdle(dovecot, pool, `live${run}`, live, run)

    say(`${idleMailboxes} mailboxes that wait for mail`)
    const ids: string[] = []
    for (let n = 0; n < idleMailboxes; n++) ids.push(await connect(`idle${n}.${run}`))
    await until(async () => {
      const { rows } = await pool.query(
        'select count(*)::int as live from connection where mailbox_id = any($1) and last_success_at is not null and failures = 0',
        [ids],
      )
      return rows[0].live === idleMailboxes
    })
    await sleep(30_000)
    const rss = rssMbOf(docket.child.pid!)

    return [
      {
        ...{ work: `IMAP: ${mails} older mails brought and kept`, figure: perSecond, unit: 'mails/s', atLeast: 400 },
        ...{ floor, floorIs: 'mails/s to a bare client' },
      },
      { work: 'memory that this took at most', figure: peak - before, unit: 'MB', atMost: 250 },
      {
        ...{
          work: `IMAP: ${visibleMails} mails from the server to a ticket, IDLE, p95`,
          figure: visible.is.p95,
          unit: 'ms',
        },
        ...{ atMost: 1000, floor: visible.floor.p95, detail: visible.is },
      },
      { work: `memory with ${idleMailboxes} mailboxes that wait for mail`, figure: rss, unit: 'MB', atMost: 600 },
    ]
  } finally {
    for (const id of opened) await ask('DELETE', `/mailboxes/${id}/connection`).catch(() => {})
    await dovecot.close()
  }
}

function* archive(run: string, count: number): Generator<string> {
  for (let i = 0; i < count; i++) yield mailOf(`imap.${run}`, i).toString()
}

/** The same mails as a client gets them that does nothing with them. */
async function bareFetch(dovecot: Dovecot, user: string, mails: number): Promise<number> {
  return dovecot.as(user, async (client) => {
    await client.mailboxOpen('INBOX', { readOnly: true })
    // The server indexes what it did not know; what is measured begins after it.
    await client.fetchAll('1:*', { uid: true, size: true })
    const count = Math.min(mails, 5_000)
    const began = performance.now()
    for (let from = 1; from <= count; from += 100)
      await client.fetchAll(`${from}:${Math.min(count, from + 99)}`, { uid: true, internalDate: true, source: true })
    return count / ((performance.now() - began) / 1000)
  })
}

/** From the server's word that it has the mail to a ticket in the database; the floor is a bare client in IDLE that hears of it. */
async function measureIdle(dovecot: Dovecot, pool: pg.Pool, user: string, mailboxId: string, run: string) {
  const auth = { user, pass: dovecot.password }
  const listener = new ImapFlow({
    host: '127.0.0.1',
    port: dovecot.port,
    secure: false,
    doSTARTTLS: false,
    auth,
    logger: false,
  })
  await listener.connect()
  await listener.mailboxOpen('INBOX', { readOnly: true })
  const took: number[] = []
  const heard: number[] = []
  const began = performance.now()
  for (let i = 0; i < visibleMails; i++) {
    const idle = listener.idle()
    const tell = new Promise<number>((resolve) => listener.once('exists', () => resolve(performance.now())))
    await sleep(250)
    await dovecot.deliver(user, mailOf(`idle.${run}`, i))
    const from = performance.now()
    const seen = async () => {
      const { rows } = await pool.query(
        'select count(*)::int as mails from occurrence where mailbox_id = $1 and message_id is not null',
        [mailboxId],
      )
      return rows[0].mails > i
    }
    while (!(await seen())) await sleep(5)
    took.push(performance.now() - from)
    heard.push(Math.max(0, (await tell) - from))
    await listener.noop()
    await idle
  }
  listener.close()
  const elapsed = performance.now() - began
  return { is: spreadOf(took, elapsed), floor: spreadOf(heard, elapsed) }
}

async function waitForTickets(pool: pg.Pool, ids: string[]): Promise<void> {
  for (let left = 1; left > 0; await sleep(500)) {
    const { rows } = await pool.query(
      `select count(*)::int as left from occurrence where mailbox_id = any($1) and state = 'kept'`,
      [ids],
    )
    left = rows[0].left
  }
}
