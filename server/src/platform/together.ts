import { AsyncLocalStorage } from 'node:async_hooks'
import { isDatabaseAway } from './db/away.ts'
import type { Store } from './store.ts'
import { span } from './tracing.ts'
import { inOneTx, type Share } from './tx.ts'
import type { Actor, Tx } from './work.ts'

type About = {
  /** What it changes: two that change the same never share a transaction, in which no lock would keep them apart. */
  key: string
  requestId: string | undefined
}
export type Together = <R>(work: (tx: Tx) => Promise<R>, about: About) => Promise<R>

type Waiting = Share & { key: string; done(result: unknown): void; failed(error: unknown): void }

/** In one transaction they wait for each other's locks, and one that fails undoes all. */
const mostAtOnce = 20

/**
 * Small units of work by the dozen, sharing their commits: what is asked for while one transaction is under way goes into the next, all at
 * once. Each must be safe to do twice, because when one fails, each is done again by itself. Who asks alone does not wait.
 */
export function openTogether(store: Store, actor: Actor): Together {
  let waiting: Waiting[] = []
  let isUnderWay = false

  const work = async (): Promise<void> => {
    isUnderWay = true
    // Whoever asks in the same turn goes along.
    await undefined
    while (waiting.length > 0) {
      const going = firstOfEach(waiting)
      waiting = waiting.filter((one) => !going.includes(one))
      await settle(store, actor, going)
    }
    isUnderWay = false
  }

  return (share, { key, requestId }) =>
    span('tx', { isPart: true, attributes: { actor: actor.kind } }, () => {
      const here = AsyncLocalStorage.snapshot()
      return new Promise<never>((done, failed) => {
        waiting.push({ key, requestId, work: (tx) => here(share, tx), done: done as never, failed })
        if (!isUnderWay) void work()
      })
    })
}

const firstOfEach = (waiting: readonly Waiting[]): Waiting[] =>
  [...Map.groupBy(waiting, ({ key }) => key).values()].map(([first]) => first!).slice(0, mostAtOnce)

async function settle(store: Store, actor: Actor, going: readonly Waiting[]): Promise<void> {
  try {
    const results = await inOneTx(store, actor, going)
    going.forEach(({ done }, nth) => {
      done(results[nth])
    })
  } catch (error) {
    // What may have been saved is not done again here.
    if (going.length === 1 || isDatabaseAway(error)) for (const { failed } of going) failed(error)
    else await Promise.all(going.map((one) => settle(store, actor, [one])))
  }
}
