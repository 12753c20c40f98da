import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Keys } from '../../platform/secrets.ts'
import type { Tx } from '../../platform/work.ts'
import { type DeliveryOf, deliveryOfReturn, lettersOf } from '../../tickets/index.ts'
import { splitAddress, tagOf } from '../mailbox.ts'

/** A server may refuse a longer one (RFC 5321). */
const localMax = 64

/**
 * The envelope sender of one delivery, to which what becomes of it is reported; null where the mailbox has no such addresses, and it is
 * the mailbox itself.
 */
export function returnAddressOf(
  keys: Keys,
  { orgId, deliveryId }: { orgId: string; deliveryId: string },
  { address, plus_addresses }: { address: string; plus_addresses: boolean },
): { address: string; token: string } | null {
  const { local, domain } = splitAddress(address)
  const token = macOf(keys, orgId, deliveryId)
  const signed = `${local}+b.${token}`
  return plus_addresses && signed.length <= localMax ? { address: `${signed}@${domain}`, token } : null
}

/**
 * Which delivery an envelope recipient reports on, if we gave this address to it. It is looked up by the address and then signed anew:
 * a row that somebody put in, or a key that is another now, proves nothing.
 */
export async function verifyReturnAddress(tx: Tx, keys: Keys, address: string): Promise<DeliveryOf | null> {
  const token = /^b\.([a-z2-7]{26})$/.exec(tagOf(address.trim().replace(/^<|>$/g, '')) ?? '')?.[1]
  const found = token && (await deliveryOfReturn(tx, token))
  if (!token || !found) return null
  const expected = macOf(keys, tx.actor.orgId, found.deliveryId)
  return timingSafeEqual(Buffer.from(expected), Buffer.from(token)) ? found : null
}

const macOf = (keys: Keys, orgId: string, deliveryId: string): string =>
  lettersOf(
    createHmac('sha256', keys.derive('return-address'))
      .update(JSON.stringify([orgId, deliveryId]))
      .digest(),
  )
