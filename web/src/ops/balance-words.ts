import type { BalanceDay } from '@docket/api'

/** Why a mail is on no ticket of its own, as it is said after a number. */
export const reasonWords: Record<string, string> = {
  duplicate: 'another delivery of a mail that is here',
  own: 'our own, come back',
  quarantine: 'in quarantine',
  loop: 'in a loop',
  bounce: 'returned mail',
  blocked: 'from blocked senders',
  spam: 'spam',
  auto_reply: 'automatic answers',
}

const suppressedOf = ({ suppressed }: BalanceDay): number =>
  Object.values(suppressed).reduce((sum, n) => sum + (n ?? 0), 0)

/** What came of that day, by whatever way: the left side. */
export const allOf = ({ at_provider, gone, direct }: BalanceDay): number => (at_provider ?? 0) + gone + direct

export const offBy = ({ missing, lost }: BalanceDay): number => missing + lost

export const columns = [
  ['tickets', 'On tickets', 'Messages on tickets'],
  ['suppressed', 'Suppressed', 'Duplicates, bounces, spam and the like; open a day for the reasons'],
  ['failed', 'Failed', 'Kept, and could not be read: see Failed mails'],
  ['waiting', 'Waiting', 'Kept, and about to be read'],
  ['coming', 'On the way', 'At the provider, and not brought yet'],
  ['older', 'Older', 'At the provider, from before the time since which mail is brought'],
  ['missing', 'Missing', 'At the provider, and should be here'],
  ['lost', 'Lost', 'Taken in, and of no message'],
] as const

export const numberOf = (day: BalanceDay, column: (typeof columns)[number][0]): number =>
  column === 'suppressed' ? suppressedOf(day) : day[column]

const ofDay = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' })
export const dayInWords = (day: string): string => ofDay.format(new Date(`${day}T00:00:00Z`))

export const mails = (n: number): string => `${n.toLocaleString()} ${n === 1 ? 'mail' : 'mails'}`

export const balanceKey = ['get', '/ops/balance']
export const differencesKey = ['get', '/mailboxes/{id}/balance/differences']
