import { readFileSync } from 'node:fs'
import type { Running } from '../e2e/server.ts'
import { smtpClient } from './smtp.ts'

const to = 'support@demo.localhost'

/** From the first mail offered to the last ticket committed; every mail is a new thread of 2–3 KB with two parts. */
export async function measureMails(docket: Running, { connections, count }: { connections: number; count: number }) {
  const ask = await signedIn(docket)
  const before = await countTickets(ask)
  const clients = await Promise.all(Array.from({ length: connections }, () => smtpClient(docket.smtpPort)))
  const run = `${connections}.${Date.now()}`
  let next = 0
  let peakRssMb = 0
  const watch = setInterval(() => {
    peakRssMb = Math.max(peakRssMb, rssMb(docket.child.pid!))
  }, 200)

  const began = performance.now()
  await Promise.all(
    clients.map(async (client) => {
      for (let i = next++; i < count; i = next++) await client.send(`ada${i % 500}@example.com`, to, mailOf(run, i))
      client.close()
    }),
  )
  while ((await countTickets(ask)) < before + count) await new Promise((resolve) => setTimeout(resolve, 50))
  const seconds = (performance.now() - began) / 1000
  clearInterval(watch)
  return { perSecond: count / seconds, peakRssMb }
}

/** One mail at a time on an idle server: from the 250 to the socket's word that a page should look again. */
export async function measureVisible(docket: Running, count: number) {
  const { cookie } = await signedIn(docket)
  const socket = new WebSocket(`${docket.url.replace('http', 'ws')}/ws`, { headers: { cookie } } as never)
  await new Promise((resolve, reject) => {
    socket.onopen = resolve
    socket.onerror = reject
  })
  let heard: (() => void) | undefined
  socket.onmessage = ({ data }) => {
    if (String(data).includes('ticket.changed')) heard?.()
  }
  const client = await smtpClient(docket.smtpPort)
  const took: number[] = []
  for (let i = 0; i < count; i++) {
    const announced = new Promise<void>((resolve) => {
      heard = resolve
    })
    await client.send('ada@example.com', to, mailOf(`visible.${Date.now()}`, i))
    const began = performance.now()
    await announced
    took.push(performance.now() - began)
    await new Promise((resolve) => setTimeout(resolve, 40))
  }
  client.close()
  socket.close()
  took.sort((a, b) => a - b)
  return { p50: took[Math.floor(count * 0.5)]!, p95: took[Math.floor(count * 0.95)]! }
}

type Ask = { cookie: string; get(path: string): Promise<unknown> }

async function signedIn(docket: Running): Promise<Ask> {
  const csrf = await fetch(`${docket.url}/api/auth/csrf`)
  const { csrf_token } = (await csrf.json()) as { csrf_token: string }
  const entered = await fetch(`${docket.url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-csrf-token': csrf_token, cookie: `docket_csrf=${csrf_token}` },
    body: JSON.stringify({ email: 'admin@demo.localhost', password: docket.password }),
  })
  if (!entered.ok) throw new Error(`could not sign in: ${entered.status}`)
  const cookie = entered.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  return { cookie, get: async (path) => (await fetch(`${docket.url}${path}`, { headers: { cookie } })).json() }
}

async function countTickets({ get }: Ask): Promise<number> {
  const counts = (await get('/api/tickets/counts')) as Record<string, number>
  return ['new', 'open', 'pending', 'resolved', 'closed', 'spam'].reduce(
    (sum, status) => sum + (counts[status] ?? 0),
    0,
  )
}

const rssMb = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

function mailOf(run: string, i: number): Buffer {
  const words = `Hello,\r\n\r\nmy order ${i} has not arrived, although the tracking page says it was delivered on Tuesday. Could you look into it?\r\n\r\n`
  return Buffer.from(
    [
      'Received: from mail.example.com (mail.example.com [192.0.2.1]) by mx.demo.localhost with ESMTPS; Sat, 21 Nov 2026 10:00:00 +0000',
      `From: "Ada Lovelace ${i}" <ada${i % 500}@example.com>`,
      `To: Support <${to}>`,
      `Subject: Where is order ${i}?`,
      'Date: Sat, 21 Nov 2026 10:00:00 +0000',
      `Message-ID: <${run}.${i}@bench.example>`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/alternative; boundary="b1"',
      '',
      '--b1',
      'Content-Type: text/plain; charset=utf-8',
      '',
      words.repeat(4),
      '--b1',
      'Content-Type: text/html; charset=utf-8',
      '',
      `<html><body>${`<p>${words.trim()}</p>`.repeat(4)}<p>Ada</p></body></html>`,
      '--b1--',
      '',
    ].join('\r\n'),
  )
}
