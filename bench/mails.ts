import { httpClient } from './http.ts'
import { type Desk, rssMbOf } from './measuring.ts'
import { smtpClient } from './smtp.ts'

const to = 'support@demo.localhost'

/** From the first mail offered to the last ticket committed; every mail is a new thread of 2–3 KB with two parts. */
export async function measureMails(desk: Desk, { connections, count }: { connections: number; count: number }) {
  const { docket } = desk
  const before = await countTickets(desk)
  const clients = await Promise.all(Array.from({ length: connections }, () => smtpClient(docket.smtpPort)))
  const run = `${connections}.${Date.now()}`
  let next = 0
  let peakRssMb = 0
  const watch = setInterval(() => {
    peakRssMb = Math.max(peakRssMb, rssMbOf(docket.child.pid!))
  }, 200)

  const began = performance.now()
  await Promise.all(
    clients.map(async (client) => {
      for (let i = next++; i < count; i = next++) await client.send(`ada${i % 500}@example.com`, to, mailOf(run, i))
      client.close()
    }),
  )
  while ((await countTickets(desk)) < before + count) await new Promise((resolve) => setTimeout(resolve, 50))
  const seconds = (performance.now() - began) / 1000
  clearInterval(watch)
  return { perSecond: count / seconds, peakRssMb }
}

/** One mail at a time on an idle server: from the 250 to the socket's word that a page should look again. */
export async function measureVisible({ docket, token }: Desk, count: number) {
  const socket = new WebSocket(`${docket.url.replace('http', 'ws')}/ws`, {
    headers: { authorization: `Bearer ${token}` },
  } as never)
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

async function countTickets({ docket, token }: Desk): Promise<number> {
  const client = await httpClient(docket.url, token)
  const { body } = await client.get('/api/tickets/counts')
  client.close()
  const counts = JSON.parse(body.toString()) as Record<string, number>
  return ['new', 'open', 'pending', 'resolved', 'closed', 'spam'].reduce(
    (sum, status) => sum + (counts[status] ?? 0),
    0,
  )
}

export function mailOf(run: string, i: number): Buffer {
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
