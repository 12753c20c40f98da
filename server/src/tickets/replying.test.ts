import { Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '../../test/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

/** How many messages leave for the database until what happened is announced, which is right after the commit. */
async function messagesOf(work: () => Promise<unknown>): Promise<number> {
  const { uncork } = Socket.prototype
  const { live } = world.store
  const { publish } = live
  let sent = 0
  let atCommit: number | undefined
  Socket.prototype.uncork = function (this: Socket) {
    if (this.writableCorked === 1 && this.writableLength > 0) sent++
    return uncork.call(this)
  }
  live.publish = (happenings) => {
    atCommit ??= sent
    publish(happenings)
  }
  try {
    await work()
  } finally {
    Socket.prototype.uncork = uncork
    live.publish = publish
  }
  return atCommit!
}

test('a reply asks the database in five messages, that of signing in among them', async () => {
  const tickets: string[] = []
  // Enough that each statement is known to the connection by its name.
  for (let nth = 0; nth < 8; nth++) {
    const opened = await world.ask('Kim', 'POST', '/api/tickets', {
      ...{ subject: `Lamp ${nth}`, body: 'It is dark.', requester: { email: 'ada@example.com', name: 'Ada' } },
    })
    tickets.push(opened.body.id)
  }
  const reply = (id: string) => world.ask('Kim', 'POST', `/api/tickets/${id}/replies`, { body: 'Switch it on.' })
  for (const id of tickets.slice(1)) expect((await reply(id)).status).toBe(201)
  // What was announced of those has left.
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(await messagesOf(() => reply(tickets[0]!))).toBe(5)
})
