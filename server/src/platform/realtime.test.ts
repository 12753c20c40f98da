import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { openWorld, type World } from '../../test/world.ts'
import { systemActor } from './tx.ts'

let world: World
let server: WebSocketServer
beforeAll(async () => {
  world = await openWorld()
  world.store.live.open()
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  server.on('connection', (socket, { url }) =>
    world.store.live.join(socket, systemActor(url === '/acme' ? world.acme.orgId : world.globex.orgId, 'page')),
  )
  await once(server, 'listening')
})
afterAll(async () => {
  for (const client of server.clients) client.terminate()
  server.close()
  await world.close()
})

test('in a crowded organisation every page hears of every change, and of no other organisation’s', async () => {
  const changes = ['1', '2', '3'].map((n) => `00000000-0000-7000-8000-00000000000${n}`)
  const heard = Array.from({ length: 120 }, () => new Set<string>())
  await Promise.all(heard.map((own) => open('/acme', (id) => own.add(id))))
  const elsewhere = new Set<string>()
  await open('/globex', (id) => elsewhere.add(id))
  // What was announced before the ear was open reaches nobody: until all have heard, it is said again.
  await expect
    .poll(
      () => {
        const org = world.acme.orgId
        world.store.live.publish(changes.map((ticketId) => ({ org, type: 'ticket.changed', ticketId })))
        return heard.every((own) => changes.every((id) => own.has(id)))
      },
      { timeout: 20_000, interval: 300 },
    )
    .toBe(true)
  expect([...elsewhere].filter((id) => changes.includes(id))).toEqual([])
})

async function open(path: string, hear: (id: string) => void): Promise<void> {
  const page = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)
  page.on('message', (data) => hear(JSON.parse(String(data)).ticket_id))
  await once(page, 'open')
}
