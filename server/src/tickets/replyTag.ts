import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Keys } from '../platform/secrets.ts'

export type ReplyTagOf = { orgId: string; ticketId: string; number: number; participant: string }

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
/** 26 characters of 5 bits: 130 bits, beyond guessing, and the whole tag still fits the 64 characters of a local part. */
const macLength = 26
const shape = new RegExp(`^([1-9][0-9]{0,15})-([a-z2-7]{${macLength}})$`)

/** The part of a reply address that leads back to one ticket and says to whom it was given: `<number>-<code>`. */
export function mintReplyTag(keys: Keys, of: ReplyTagOf): string {
  return `${of.number}-${macOf(keys, of)}`
}

/** The ticket number a tag claims, or null when it is not a tag at all. A claim only: `verifyReplyTag` decides. */
export function claimedNumber(token: string): number | null {
  const claimed = shape.exec(token.toLowerCase())?.[1]
  return claimed === undefined ? null : Number(claimed)
}

/**
 * To which of the participants we gave this tag, or null when it is not ours. Every participant is compared in full and in constant
 * time. A tag shows the way to a ticket; it does not say who is writing.
 */
export function verifyReplyTag(
  keys: Keys,
  { orgId, ticketId, participants }: { orgId: string; ticketId: string; participants: Iterable<string> },
  token: string,
): string | null {
  const [, number, mac] = shape.exec(token.toLowerCase()) ?? []
  if (!number || !mac) return null
  let found: string | null = null
  for (const participant of participants) {
    const expected = macOf(keys, { orgId, ticketId, number: Number(number), participant })
    if (timingSafeEqual(Buffer.from(expected), Buffer.from(mac))) found = participant
  }
  return found
}

function macOf(keys: Keys, { orgId, ticketId, number, participant }: ReplyTagOf): string {
  const claim = JSON.stringify([orgId, ticketId, number, participant.toLowerCase()])
  return lettersOf(createHmac('sha256', keys.derive('reply-tag')).update(claim).digest())
}

/** 130 bits of a code in letters and digits that an address may hold and that look the same in capitals. */
export function lettersOf(mac: Uint8Array): string {
  let bits = 0n
  for (const byte of mac.subarray(0, 17)) bits = (bits << 8n) | BigInt(byte)
  let text = ''
  for (let shift = 17 * 8 - 5; text.length < macLength; shift -= 5)
    text += alphabet[Number((bits >> BigInt(shift)) & 31n)]
  return text
}
