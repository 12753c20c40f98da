import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Channel, Given, Outside } from './channels.ts'
import { connectThroughConsent } from './connecting.ts'
import { startDelivering } from './delivering.ts'
import type { Orders } from './provider.ts'

const says = {
  gmail: 'Gmail: promised is what the emulated Gmail took in',
  nylas: 'Nylas: promised is what the double of Nylas took in',
}

/**
 * A mailbox at a provider that is asked over HTTP and calls when mail has come: a mail is promised when the provider
 * holds it.
 */
export const providerChannel = (kind: 'gmail' | 'nylas') => ({
  says: says[kind],
  outside: (): Promise<Outside> => forkProvider(kind),
  async open(given: Given): Promise<Channel> {
    const { orders } = given.outside!
    await connectThroughConsent(given.victim, kind, (url) => orders.consent(url))
    await orders.callAt(given.victim.url)
    return startDelivering(given, {
      paceMs: 12,
      within: (loop) => loop((bytes) => orders.deliver(bytes.toString('utf8'))),
      saw: () => orders.saw(),
    })
  },
})

type Said = { turn: number; answer?: unknown; refused?: string }

/** Its orders are refused by name when it does not know them. */
export async function forkProvider(kind: string): Promise<Outside> {
  const child = fork(join(import.meta.dirname, 'provider.ts'), [kind], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  const waiting = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>()
  child.on('message', ({ turn, answer, refused }: Said) => {
    const one = waiting.get(turn)
    waiting.delete(turn)
    if (refused === undefined) one?.resolve(answer)
    else one?.reject(new Error(`the provider refused: ${refused}`))
  })
  child.once('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`the provider ended with ${code}`))
  })
  const answered = (turn: number) =>
    new Promise<unknown>((resolve, reject) => void waiting.set(turn, { resolve, reject }))
  await answered(0)
  let turns = 0
  const orders = new Proxy({} as Orders, {
    get: (_, order) => (word?: string) => {
      const turn = ++turns
      const answer = answered(turn)
      child.send({ turn, order, word })
      return answer
    },
  })
  return {
    orders,
    env: await orders.env(),
    async close() {
      const gone = once(child, 'exit')
      child.disconnect()
      await gone
    },
  }
}
