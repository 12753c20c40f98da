import type { Store } from '../../platform/store.ts'

export const wakingChannel = 'docket_mail'

const heldBack = new WeakMap<Store, { again: boolean }>()

/** Tells the ingesters of all processes that mail waits. A hint only: they look by themselves every second. Coalesced while one is under way. */
export function wakeIngester(store: Store): void {
  const underWay = heldBack.get(store)
  if (underWay) {
    underWay.again = true
    return
  }
  const state = { again: false }
  heldBack.set(store, state)
  store.pool
    .query(`notify ${wakingChannel}`)
    .catch((err) => store.log.warn({ err }, 'mail: the ingester was not woken'))
    .finally(() => {
      heldBack.delete(store)
      if (state.again) wakeIngester(store)
    })
}
