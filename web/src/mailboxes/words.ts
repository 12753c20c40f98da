import type { Connection, Mailbox, MailboxTurn } from '@docket/api'

export type Standing = 'delivered' | 'posted' | 'behind' | Connection['state']
export type Tone = 'good' | 'quiet' | 'note' | 'danger'

/** A provider is asked every minute; after three without an answer something holds it up. */
const behindSeconds = 180

export function standingOf({ connection, posted_by }: Mailbox): Standing {
  if (!connection) return posted_by ? 'posted' : 'delivered'
  const { state, lag_seconds } = connection
  return state === 'live' && (lag_seconds ?? 0) > behindSeconds ? 'behind' : state
}

export const standingWords: Record<Standing, string> = {
  delivered: 'Delivered by SMTP',
  posted: 'Posted by a service',
  unconfirmed: 'Waits for your look',
  new: 'Connecting',
  live: 'Live',
  behind: 'Behind',
  backfilling: 'Bringing older mail',
  failing: 'Trying again',
  paused: 'Paused',
  tripped: 'Resting',
  refused: 'Refused',
}

export const toneOf: Record<Standing, Tone> = {
  delivered: 'quiet',
  posted: 'quiet',
  unconfirmed: 'note',
  new: 'quiet',
  live: 'good',
  behind: 'note',
  backfilling: 'good',
  failing: 'note',
  paused: 'quiet',
  tripped: 'note',
  refused: 'danger',
}

/** Sixty days on, a pause has no end that anybody waits for. */
const farMs = 60 * 86_400_000
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const dayAndClock = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})

/** When a pause ends, or nothing where it ends by hand. */
export function endOf(until: string | null | undefined, now = Date.now()): string | undefined {
  if (!until) return undefined
  const at = new Date(until)
  if (at.getTime() - now > farMs) return undefined
  return at.toDateString() === new Date(now).toDateString() ? clock.format(at) : dayAndClock.format(at)
}

export function ageInWords(seconds: number): string {
  if (seconds < 60) return `${Math.max(seconds, 0)} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h`
  return `${Math.floor(seconds / 86_400)} days`
}

/** What holds it up, as the provider said it; nothing while all goes well. */
export function troubleOf({ connection }: Mailbox): string | undefined {
  if (!connection?.last_error || !['failing', 'tripped', 'refused'].includes(connection.state)) return undefined
  return connection.last_error
}

/** Its provider lets us in no more, and a new consent is the way back. */
export const isEnded = ({ connection }: Mailbox): boolean =>
  connection?.state === 'refused' && connection.kind !== 'imap'

export const mails = (count: number): string => `${count.toLocaleString()} ${count === 1 ? 'mail' : 'mails'}`

export const kindWords: Record<Connection['kind'], string> = { imap: 'IMAP', gmail: 'Gmail', nylas: 'Nylas' }
/** Where an account is allowed to be read, by the name it has there. */
export const providerWords = { gmail: 'Google', nylas: 'Nylas' } as const

/** Where its mail is fetched from. */
export function sourceOf({ connection }: Mailbox): string {
  if (!connection) return ''
  const { host, user, account } = connection.settings
  return [kindWords[connection.kind], host, user ?? account].filter(Boolean).join(' · ')
}

export const turnWords: Record<MailboxTurn['what'], string> = {
  connected: 'Connected',
  confirmed: 'Looked at, and begun',
  reconnected: 'Connected anew',
  disconnected: 'Disconnected',
  paused: 'Paused',
  resumed: 'Resumed',
  'backfill-asked': 'Older mail was asked for',
  backfilled: 'Older mail has been brought',
  healed: 'Live',
  shadowed: 'Shadow mode on',
  unshadowed: 'Shadow mode off',
  'way-out-changed': 'Way out changed',
  'way-out-paused': 'Nothing left by its way out',
  'way-out-resumed': 'Mail left again',
  refused: 'Refused by the provider',
  tripped: 'Rests after many failures',
}

export function turnDetail({ what, minutes, since, says }: MailboxTurn): string | undefined {
  if (what === 'paused' && minutes) return minutes > 86_400 ? 'until somebody resumes it' : `for ${minutes} minutes`
  if (what === 'backfill-asked') return since ? `since ${new Date(since).toLocaleDateString()}` : 'all of it'
  return says ?? undefined
}
