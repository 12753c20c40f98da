import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Keys } from '../../platform/secrets.ts'

/** In every mail that Docket writes about itself: a journal that copies it back must not show its link to anybody. */
export const ownMarkHeader = 'X-Docket-System'

/** Nobody else can write it, and it fits no other mail. */
export const ownMarkOf = (keys: Keys, messageId: string): string =>
  createHmac('sha256', keys.derive('system mail')).update(messageId).digest('base64url')

export function hasOwnMark(
  keys: Keys,
  messageId: string | null,
  headers: ReadonlyMap<string, readonly string[]>,
): boolean {
  const mark = Buffer.from(headers.get(ownMarkHeader.toLowerCase())?.[0]?.trim() ?? '')
  const expected = Buffer.from(ownMarkOf(keys, messageId ?? ''))
  return messageId !== null && mark.length === expected.length && timingSafeEqual(mark, expected)
}
