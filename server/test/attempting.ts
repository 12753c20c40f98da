import type { WayOut } from '../src/connectors/mailOut.ts'
import { attempt, type Turns } from '../src/mail/sending/sending.ts'
import { openWay } from '../src/mail/sending/wayOut.ts'
import type { Store } from '../src/platform/store.ts'
import { inTx, systemActor } from '../src/platform/tx.ts'

/** One attempt at one mail, as the sender makes it, by a connection of its own. */
export async function attemptAt(
  store: Store,
  orgId: string,
  deliveryId: string,
  handOver: Turns['handOver'] = (work) => work(),
): Promise<void> {
  const opened: (WayOut | undefined)[] = []
  const unit: Parameters<typeof attempt>[0]['unit'] = (work) => inTx(store, systemActor(orgId, 'mail.send'), work)
  const open: Parameters<typeof attempt>[1]['open'] = {
    of(way) {
      opened.push(openWay(store, way))
      return opened.at(-1)
    },
  }
  const turns: Turns = { begin: (work) => work(), handOver }
  await attempt({ store, unit }, { deliveryId, open, turns }).finally(() => opened[0]?.close())
}
