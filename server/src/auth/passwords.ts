import { randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { invalid } from '../platform/problem.ts'
import { common } from './commonPasswords.ts'

/** Of no account, so that a stranger's address costs the same time as a known one (OWASP: argon2id, 19 MiB, 2 rounds). */
const decoy = hash(randomBytes(16).toString('hex'))

/** Two keyboards may write one letter differently; NFC makes them one (RFC 8265). */
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'))

/** Takes the same time when there is no such account or it has no password. */
export async function isPassword(password: string, passwordHash: string | null | undefined): Promise<boolean> {
  const is = await verify(passwordHash ?? (await decoy), password.normalize('NFC'))
  return is && Boolean(passwordHash)
}

const passwordMin = 10
const passwordMax = 200

export type Owner = { email: string; name: string; organisation: string }

/** The sentence that says why this is no password for this person, or undefined. */
function passwordFault(password: string, { email, name, organisation }: Owner): string | undefined {
  const plain = password.normalize('NFC')
  const bare = bared(plain)
  const length = [...plain].length
  if (length < passwordMin) return `must have at least ${passwordMin} characters`
  if (length > passwordMax) return `must have at most ${passwordMax} characters`
  const own = [email, email.split('@')[0]!, name, organisation].map(bared)
  if (own.some((word) => word && stemOf(bare) === stemOf(word)))
    return 'must not be your address, your name or the name of the organisation'
  if (new Set(plain.toLowerCase()).size < 4 || common.has(bare))
    return 'is one of those that are guessed first; take another'
  return undefined
}

/** Without case, accents, spaces and signs. */
const bared = (text: string) =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** Without the figures at its end. A loop: the pattern would look at a run of figures from each of them. */
function stemOf(word: string): string {
  let end = word.length
  while (/\d/.test(word.charAt(end - 1))) end--
  return word.slice(0, end)
}

/** Refuses with the field's name, so that the page shows it there. */
export function mustBePassword(password: string, owner: Owner, field = 'password'): void {
  const message = passwordFault(password, owner)
  if (message) throw fieldFault(field, message)
}

export const fieldFault = (field: string, message: string) =>
  invalid(`${field}: ${message}`, { errors: [{ field, message }] })
