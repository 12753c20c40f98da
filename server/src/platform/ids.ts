import { randomUUID } from 'node:crypto'

/** UUIDv7 (RFC 9562): sorts by the instant it was made, so that rows made together lie together. */
export function newId(at: Date): string {
  const ms = at.getTime().toString(16).padStart(12, '0')
  // Version 4 is random all over but for its version; Node draws randomness for many of them at once.
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7${randomUUID().slice(15)}`
}
