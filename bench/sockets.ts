import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import WebSocket from 'ws'
import { type HttpClient, httpClient } from './http.ts'
import { type Cost, costOf, cpuOf, type Desk, type Spread, spreadOf } from './measuring.ts'

const sockets = 1_000
const changesPerSecond = 50
/** Reading a thousand sockets costs the bench a core; one in so many is timed, all are counted. */
const timedEach = 20
const lanes = 10

/**
 * A thousand open pages of one organisation hear of fifty changes a second: from the request that changes a ticket to the page's word
 * of it, the commit included. The cost is the server's, a change.
 */
export async function measureSockets({ docket, token }: Desk, seconds = 15): Promise<Spread & Cost & { lost: number }> {
  const changers = await Promise.all(Array.from({ length: lanes }, () => httpClient(docket.url, token)))
  const { body } = await changers[0]!.get(`/api/tickets?limit=${changesPerSecond}`)
  const tickets = (JSON.parse(body.toString()) as { items: { id: string }[] }).items
  const sentAt = new Map<string, number>()
  const took: number[] = []
  let heard = 0
  const open: WebSocket[] = []
  for (let i = 0; i < sockets; i++) {
    const socket = new WebSocket(`${docket.url.replace('http', 'ws')}/ws`, {
      headers: { authorization: `Bearer ${token}` },
    })
    socket.on('message', (data: Buffer) => {
      if (!data.includes('ticket.changed')) return
      heard++
      if (i % timedEach) return
      const id = (JSON.parse(data.toString()) as { ticket_id: string }).ticket_id
      const from = sentAt.get(id)
      if (from) took.push(performance.now() - from)
    })
    open.push(socket)
    if (i % 50 === 49) await Promise.all(open.slice(-50).map((one) => once(one, 'open')))
  }
  await sleep(500)
  heard = 0
  const before = cpuOf(docket)
  const began = performance.now()
  const all = changesPerSecond * seconds
  // By the clock, whatever the answers take: a slow server must not slow down those who ask.
  const lane = async (changer: HttpClient, first: number) => {
    for (let n = first; n < all; n += lanes) {
      const due = began + (n * 1000) / changesPerSecond
      if (due > performance.now()) await sleep(due - performance.now())
      const { id } = tickets[n % tickets.length]!
      sentAt.set(id, performance.now())
      const { status } = await changer.post(`/api/tickets/${id}/notes`, { body: `Change ${n}` })
      if (status !== 201) throw new Error(`a note was answered ${status}`)
    }
  }
  await Promise.all(changers.map(lane))
  const elapsed = performance.now() - began
  const after = cpuOf(docket)
  await sleep(2_000)
  for (const socket of open) socket.terminate()
  for (const changer of changers) changer.close()
  return {
    ...spreadOf(took, elapsed),
    perSecond: all / (elapsed / 1000),
    lost: all * sockets - heard,
    ...costOf(before, after, all),
  }
}
