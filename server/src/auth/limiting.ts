import { timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { problem } from '../platform/problem.ts'
import type { Session } from '../platform/routes.ts'
import type { Store } from '../platform/store.ts'
import type { Actor, Tx } from '../platform/work.ts'
import { keyed, newToken } from './secrets.ts'
import { addressOf } from './user.ts'

export const tooManyTries = problem('too-many-tries', 429, 'Too many tries', {
  retry_after: z.number().int().meta({ description: 'Seconds to wait.' }),
})

/** Keys that a try counts under, with how many failures are free before it has to wait. */
export type Tries = { key: Buffer; free: number; isForgiven: boolean }[]

const accountFree = 10
const networkFree = 15
const wishesFree = 30
const deviceCookie = 'docket_device'

/**
 * A try to sign in counts for the account, whether it exists or not, and for the network address. A browser that has signed in as
 * this account before counts for itself alone: whoever guesses at an account makes strangers wait, not its owner.
 */
export function signInTries(store: Store, email: string, session: Session): Tries {
  const account = addressOf(email)
  const device = session.cookies[deviceCookie]
  if (device && isKnownDevice(store, account, device))
    return [{ key: keyed(store.keys, 'tries', 'device', device), free: accountFree, isForgiven: true }]
  return [
    { key: accountKey(store, account), free: accountFree, isForgiven: true },
    { key: keyed(store.keys, 'tries', 'network', networkOf(session.ip)), free: networkFree, isForgiven: false },
  ]
}

export const accountKey = (store: Store, email: string): Buffer =>
  keyed(store.keys, 'tries', 'account', addressOf(email))

const ownKey = (store: Store, userId: string) => keyed(store.keys, 'tries', 'user', userId)

/** A person who is signed in says the password or a code again: counted before the unit of work, since a wrong one undoes that. */
export const countOwnTry = (store: Store, { id }: Actor): Promise<void> =>
  countTry(store, [{ key: ownKey(store, id), free: accountFree, isForgiven: true }])

export const forgiveOwnTries = (tx: Tx, store: Store) =>
  sql`select forgive_tries(${[ownKey(store, tx.actor.id)]}, '{}')`.execute(tx.db)

/** Asking for a link is never right or wrong; it is limited so that nobody's letter box, nor our table, is filled. */
export const wishTries = (store: Store, session: Session): Tries => [
  { key: keyed(store.keys, 'tries', 'wish', networkOf(session.ip)), free: wishesFree, isForgiven: false },
]

/** Counts a try, in a commit of its own, before it is judged. Refuses while its keys have to wait. */
export async function countTry({ pool, clock }: Store, tries: Tries): Promise<void> {
  const { rows } = await pool.query<{ until: Date | null }>('select count_try($1, $2, $3) as until', [
    tries.map(({ key }) => key),
    tries.map(({ free }) => free),
    clock(),
  ])
  const until = rows[0]?.until
  if (!until) return
  const seconds = Math.max(1, Math.ceil((until.getTime() - clock().getTime()) / 1000))
  throw tooManyTries(`Too many tries; wait ${Math.ceil(seconds / 60)} min.`, { retry_after: seconds })
}

/** The try was right: what was wrong before is forgotten for the account, and the network gets its try back. */
export const forgive = ({ pool }: Store, tries: Tries) =>
  pool.query('select forgive_tries($1, $2)', [
    tries.filter(({ isForgiven }) => isForgiven).map(({ key }) => key),
    tries.filter(({ isForgiven }) => !isForgiven).map(({ key }) => key),
  ])

/** The try was neither right nor wrong. */
export const uncount = ({ pool }: Store, tries: Tries) =>
  pool.query('select forgive_tries($1, $2)', [[], tries.map(({ key }) => key)])

/** A sweep: counts that have lost their weight, sessions that ended by themselves, old links and mails. */
export async function forgetPast({ pool, clock }: Store): Promise<void> {
  await pool.query('select forget_past($1)', [clock()])
}

const deviceDays = 365

/** Marks this browser as one that has signed in as this account. */
export function rememberDevice(store: Store, email: string, session: Session): void {
  const nonce = newToken()
  const value = `${nonce}.${keyed(store.keys, 'known device', addressOf(email), nonce).toString('base64url')}`
  session.setCookie(deviceCookie, value, new Date(store.clock().getTime() + deviceDays * 86_400_000), true)
}

function isKnownDevice(store: Store, account: string, cookie: string): boolean {
  const [nonce = '', mac = ''] = cookie.split('.')
  const expected = keyed(store.keys, 'known device', account, nonce)
  const given = Buffer.from(mac, 'base64url')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** An IPv6 customer has a /64 of their own, so that is one place; an IPv4 address is one. */
export function networkOf(ip: string): string {
  const v4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1]
  if (v4 || !ip.includes(':')) return v4 ?? ip
  const [head = '', tail] = ip.toLowerCase().split('::')
  const first = head ? head.split(':') : []
  const last = tail ? tail.split(':') : []
  const groups =
    tail === undefined ? first : [...first, ...Array(Math.max(0, 8 - first.length - last.length)).fill('0'), ...last]
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}
