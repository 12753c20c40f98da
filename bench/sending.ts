import { setTimeout as sleep } from 'node:timers/promises'
import { createTransport } from 'nodemailer'
import type pg from 'pg'
import { openSmtpPeer, type SmtpPeer } from '../server/test/smtpPeer.ts'
import { withCommits } from './floor.ts'
import { httpClient } from './http.ts'
import { adminToken, asking } from './mailboxes.ts'
import { costOf, cpuOf, type Desk, type Spread, spreadOf } from './measuring.ts'
import type { Figure } from './report.ts'

const pace = 100
/** For two thirds of the time as many leave as are written. */
const [steady, undoSeconds] = [3_000, 10]
const sustained = 1_500
/** Time enough to write as many before they are due. */
const heapMs = 40_000
const patienceMs = 120_000
const words = 'Thank you for writing. The part is on its way and should be with you on Tuesday.'

type Writing = Desk & { pool: pg.Pool; peer: SmtpPeer; mailboxId: string }

/**
 * Replies that people write at a steady pace, each from the end of its time to be taken back to the final dot at a mail server on this
 * machine, beside a bare client of that server at the same pace; and how many a second when they are written and leave without a pause.
 */
export async function measureSending(desk: Desk, pool: pg.Pool): Promise<Figure[]> {
  const token = await adminToken(pool)
  const ask = asking(desk.docket, token)
  const peer = await openSmtpPeer()
  const { id } = await ask('POST', '/mailboxes', { address: `out${Date.now()}@demo.localhost`, name: 'Out' })
  const writing = { ...desk, token, pool, peer, mailboxId: String(id) }
  try {
    const server = { kind: 'smtp', host: '127.0.0.1', port: peer.port, security: 'none' }
    await ask('PUT', `/mailboxes/${id}/way-out`, server)
    // First, so that what the second measures is a server that has been at it for a while.
    await ask('PUT', '/me/sending', { undo_seconds: 0 })
    const tickets = await openTickets(writing, sustained)
    const before = cpuOf(desk.docket)
    const all = await write(writing, tickets, Number.POSITIVE_INFINITY)
    const cost = costOf(before, cpuOf(desk.docket), sustained)
    const heap = await write(writing, tickets, Number.POSITIVE_INFINITY, new Date(Date.now() + heapMs))
    const most = await bare(peer, { count: sustained, perSecond: Number.POSITIVE_INFINITY })
    await ask('PUT', '/me/sending', { undo_seconds: undoSeconds })
    const paced = await openTickets(writing, steady)
    const [late, commits] = await withCommits(pool, () => write(writing, paced, pace))
    const floor = await bare(peer, { count: steady, perSecond: pace })
    return [
      {
        ...{
          work: `${pace} replies/s for ${steady / pace} s: from the end of their undo window to the final dot, p95`,
          unit: 'ms',
        },
        ...{ figure: late.p95, atMost: 1_000, floor: floor.p95, detail: late },
      },
      { work: 'a bare commit meanwhile, ten times a second, p95', unit: 'ms', figure: commits.p95, detail: commits },
      {
        ...{ work: 'replies written and sent without a pause, 8 clients', figure: all.perSecond, unit: '/s' },
        ...{ floor: most.perSecond, floorIs: 'mails/s by a bare client', detail: cost },
      },
      {
        ...{
          work: `${sustained} replies due in one instant, nobody writing`,
          figure: (sustained * 1000) / heap.slowest,
          unit: '/s',
        },
        ...{ floor: most.perSecond, floorIs: 'mails/s by a bare client' },
      },
    ]
  } finally {
    peer.close()
    await ask('DELETE', `/mailboxes/${id}/way-out`)
  }
}

/** As if they had come to that mailbox. */
async function openTickets({ docket, token, pool, mailboxId, say }: Writing, count: number): Promise<string[]> {
  say(`${count} tickets to reply to`)
  const client = await httpClient(docket.url, token)
  const tickets: string[] = []
  for (let nth = 0; nth < count; nth++) {
    const requester = { email: `out${nth}.${mailboxId}@example.com`, name: 'Ada' }
    const { body } = await client.post('/api/tickets', { subject: `Where is order ${nth}?`, body: words, requester })
    tickets.push(JSON.parse(body.toString()).id)
  }
  client.close()
  await pool.query('update ticket set mailbox_id = $1 where id = any($2)', [mailboxId, tickets])
  return tickets
}

/** How long after it was due each mail was at the other server, and how many a second all took from the first key to the last dot. */
async function write(
  { docket, token, peer }: Writing,
  tickets: readonly string[],
  perSecond: number,
  sendAt?: Date,
): Promise<Spread & { slowest: number }> {
  const due = new Map<string, number>()
  const clients = await Promise.all(Array.from({ length: 8 }, () => httpClient(docket.url, token)))
  peer.taken.length = 0
  const began = performance.now()
  let next = 0
  await Promise.all(
    clients.map(async (client) => {
      for (let nth = next++; nth < tickets.length; nth = next++) {
        await sleep(Math.max(0, began + (nth * 1000) / perSecond - performance.now()))
        const { status, body } = await client.post(`/api/tickets/${tickets[nth]}/replies`, {
          ...{ body: words, ...(sendAt && { send_at: sendAt.toISOString() }) },
        })
        if (status !== 201) throw new Error(`a reply was answered ${status}: ${body}`)
        const { at, delivery } = JSON.parse(body.toString()).messages.at(-1)
        due.set(delivery.recipients[0].address, Date.parse(delivery.leaves_at ?? at))
      }
    }),
  )
  for (const client of clients) client.close()
  if (sendAt && Date.now() > sendAt.getTime()) throw new Error('they were due before all were written')
  for (const end = performance.now() + patienceMs; peer.taken.length < tickets.length; await sleep(20))
    if (performance.now() > end) throw new Error(`of ${tickets.length} replies ${peer.taken.length} left`)
  const elapsed = performance.now() - began
  const took = peer.taken.map(({ to, at }) => at - due.get(to[0]!)!)
  if (took.some(Number.isNaN) || took.length !== due.size) throw new Error('what left is not what was written')
  return { ...spreadOf(took, elapsed), slowest: Math.max(...took) }
}

/** The same bytes, by the library that Docket sends with, over as many connections. */
async function bare(peer: SmtpPeer, { count, perSecond }: { count: number; perSecond: number }): Promise<Spread> {
  const raw = peer.taken[0]!.bytes
  const out = createTransport({
    ...{ pool: true, host: '127.0.0.1', port: peer.port, secure: false, ignoreTLS: true },
    ...{ maxConnections: 10, maxMessages: Number.POSITIVE_INFINITY },
  })
  const took: number[] = []
  const began = performance.now()
  await Promise.all(
    Array.from({ length: count }, async (_, nth) => {
      await sleep((nth * 1000) / perSecond)
      const from = performance.now()
      await out.sendMail({ envelope: { from: 'bench@example.com', to: `bare${nth}@example.com` }, raw })
      took.push(performance.now() - from)
    }),
  )
  out.close()
  return spreadOf(took, performance.now() - began)
}
