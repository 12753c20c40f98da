import { setTimeout as sleep } from 'node:timers/promises'
import { createTransport } from 'nodemailer'
import type pg from 'pg'
import { openSmtpPeer, type SmtpPeer } from '../server/test/smtpPeer.ts'
import { httpClient } from './http.ts'
import { adminToken, asking } from './mailboxes.ts'
import { costOf, cpuOf, type Desk, type Spread, spreadOf } from './measuring.ts'
import type { Figure } from './report.ts'

const replies = 2_000
const perSecond = 100
const undoSeconds = 10
const patienceMs = 60_000
const words = 'Thank you for writing. The part is on its way and should be with you on Tuesday.'

/**
 * Replies that people write at a steady pace, each from the end of its time to be taken back to the final dot at a mail server on this
 * machine; beside it a bare client of the same server that is handed as many bytes at the same pace.
 */
export async function measureSending({ docket, say }: Desk, pool: pg.Pool): Promise<Figure[]> {
  const token = await adminToken(pool)
  const ask = asking(docket, token)
  const peer = await openSmtpPeer()
  const run = Date.now().toString(36)
  const { id: mailboxId } = await ask('POST', '/mailboxes', { address: `out${run}@demo.localhost`, name: 'Out' })
  const client = await httpClient(docket.url, token)
  try {
    await ask('PUT', `/mailboxes/${mailboxId}/way-out`, {
      ...{ kind: 'smtp', host: '127.0.0.1', port: peer.port, security: 'none' },
    })
    await ask('PUT', '/me/sending', { undo_seconds: undoSeconds })
    say(`${replies} tickets to reply to`)
    const tickets: string[] = []
    for (let nth = 0; nth < replies; nth++) {
      const { body } = await client.post('/api/tickets', {
        ...{ subject: `Where is order ${nth}?`, body: words },
        requester: { email: `out${nth}.${run}@example.com`, name: 'Ada' },
      })
      tickets.push(JSON.parse(body.toString()).id)
    }
    // As if they had come to that mailbox.
    await pool.query('update ticket set mailbox_id = $1 where id = any($2)', [mailboxId, tickets])
    const before = cpuOf(docket)
    const spread = await reply(docket.url, token, tickets, peer)
    const waited = { ...spread, ...costOf(before, cpuOf(docket), replies) }
    const floor = await bare(peer)
    return [
      {
        ...{ work: `${perSecond} replies/s: from the end of their undo window to the final dot, p95`, unit: 'ms' },
        ...{ figure: waited.p95, atMost: 1_000, floor: floor.p95, detail: waited },
      },
      { work: 'the slowest of them, p99', figure: waited.p99, unit: 'ms', atMost: 1_000, floor: floor.p99 },
    ]
  } finally {
    client.close()
    peer.close()
    await ask('DELETE', `/mailboxes/${mailboxId}`).catch(() => {})
  }
}

/** Whom it is for tells which one it is. */
async function reply(url: string, token: string, tickets: readonly string[], peer: SmtpPeer): Promise<Spread> {
  const due = new Map<string, number>()
  const clients = await Promise.all(Array.from({ length: 8 }, () => httpClient(url, token)))
  const began = performance.now()
  let next = 0
  await Promise.all(
    clients.map(async (client) => {
      for (let nth = next++; nth < tickets.length; nth = next++) {
        await sleep(Math.max(0, began + (nth * 1000) / perSecond - performance.now()))
        const { status, body } = await client.post(`/api/tickets/${tickets[nth]}/replies`, { body: words })
        if (status !== 201) throw new Error(`a reply was answered ${status}: ${body}`)
        const { messages } = JSON.parse(body.toString())
        const { delivery } = messages.at(-1)
        due.set(delivery.recipients[0].address, Date.parse(delivery.leaves_at))
      }
    }),
  )
  const elapsed = performance.now() - began
  for (const client of clients) client.close()
  for (const end = performance.now() + patienceMs; peer.taken.length < tickets.length; await sleep(50))
    if (performance.now() > end) throw new Error(`of ${tickets.length} replies ${peer.taken.length} left`)
  const took = peer.taken.map(({ to, at }) => at - due.get(to[0]!)!)
  if (took.some(Number.isNaN) || took.length !== due.size) throw new Error('what left is not what was written')
  return spreadOf(took, elapsed)
}

async function bare(peer: SmtpPeer): Promise<Spread> {
  const bytes = peer.taken[0]!.bytes
  const out = createTransport({
    ...{ pool: true, host: '127.0.0.1', port: peer.port, secure: false, ignoreTLS: true, maxConnections: 10 },
    maxMessages: Number.POSITIVE_INFINITY,
  })
  const took: number[] = []
  const began = performance.now()
  await Promise.all(
    Array.from({ length: 1_000 }, async (_, nth) => {
      await sleep((nth * 1000) / perSecond)
      const from = performance.now()
      await out.sendMail({ envelope: { from: 'bench@example.com', to: `bare${nth}@example.com` }, raw: bytes })
      took.push(performance.now() - from)
    }),
  )
  out.close()
  return spreadOf(took, performance.now() - began)
}
