import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sha256Of } from '../server/src/app/torturing/mail.ts'
import type { Channel, Given, Outside } from './channels.ts'
import { connectThroughConsent, endLeases } from './connecting.ts'
import { pause } from './ending.ts'
import { mailOf } from './mail.ts'
import type { Orders } from './provider.ts'

/** So that a pull finds several of them, and a kill falls between. */
const paceMs = 12

const says = {
  gmail: 'Gmail: promised is what the emulated Gmail took in',
  nylas: 'Nylas: promised is what the double of Nylas took in',
}

/** A mailbox at a provider that is asked over HTTP and calls when mail has come: a mail is promised when the provider holds it. */
export const providerChannel = (kind: 'gmail' | 'nylas') => ({
  says: says[kind],
  outside: (): Promise<Outside> => forkProvider(kind),
  async open({ victim, ledger, run, random, outside }: Given): Promise<Channel> {
    const { orders } = outside!
    await connectThroughConsent(victim, kind, (url) => orders.consent(url))
    await orders.callAt(victim.url)
    let allowed = 0
    let taken = 0
    let closed = false
    let ended = 0
    const deliver = async () => {
      while (!closed) {
        if (taken >= allowed) {
          await sleep(10)
          continue
        }
        const nonce = `${run}-${taken++}`
        const { bytes } = mailOf(nonce)
        await orders.deliver(bytes.toString('utf8'))
        ledger.note({ nonce, sha256: sha256Of(bytes) })
        await sleep(random() * 2 * paceMs)
      }
    }
    let trouble: unknown
    const delivering = deliver().catch((error) => {
      trouble = error
    })
    const promised = () => {
      if (trouble) throw trouble
      return ledger.size
    }
    return {
      get promised() {
        return promised()
      },
      allow(mails) {
        allowed += mails
      },
      async killed(isLast) {
        if (!isLast) ended += await endLeases(victim)
      },
      async settled() {
        while (promised() < allowed) await pause(50)
      },
      saw: async () => ({ 'leases ended for the dead': ended, ...(await orders.saw()) }),
      async close() {
        closed = true
        await delivering
      },
    }
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
