import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { Keys } from '../platform/secrets.ts'

/** 256 bits: what a session cookie or a bearer token is. Only its hash is kept. */
export const newToken = (): string => randomBytes(32).toString('base64url')
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()

/** The secret of a link, made of the row it opens: it can be mailed again at any time, and stands in no row, event, job or backup. */
export const linkToken = (keys: Keys, purpose: 'invitation' | 'password reset', row: string): string =>
  keyed(keys, purpose, row).toString('base64url')

/** For what is too short to be hashed without a key: addresses, recovery codes. */
export const keyed = (keys: Keys, purpose: string, ...said: string[]): Buffer =>
  createHmac('sha256', keys.derive(purpose)).update(JSON.stringify(said)).digest()
