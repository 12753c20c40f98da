import { readResults } from '../parsing/authenticationResults.ts'
import type { Found, KnownThreads, Stitchable } from './knownThreads.ts'
import { baseSubject } from './subjects.ts'

/** Where a mail stands in a provider's conversation: it begins one (`own`), or answers by its subject (`ref`). */
type Place = { kind: 'own' | 'ref'; key: string }

/**
 * What the provider's conversation says of a mail. Gmail puts together what has the same sender and subject within a week, a hundred
 * forms of one web site among them: so it counts only for the mail of a person that names no other mail, and only an answer and what it
 * answers are tied by it. A white space is in no Message-ID: nobody can write a key of these.
 */
export function placeInThread({ providerThread, read }: Stitchable): Place | null {
  const { mail, headers } = read
  const { auto_generated, vacation, bounce, list, loop, spam } = mail.verdict
  if (!providerThread || auto_generated || vacation || bounce || list || loop || spam) return null
  if (mail.in_reply_to || mail.references.length > 0 || !mail.from) return null
  const isForged = (headers.get('authentication-results') ?? []).some(
    (one) => readResults(one).dmarc?.result === 'fail',
  )
  if (isForged) return null
  return { kind: isAnswer(mail.subject) ? 'ref' : 'own', key: `thread ${providerThread}` }
}

/**
 * The mails of the sender's own tickets that this one goes with: a mail that begins something, and the answers after it until the next
 * that begins something. When they were taken in at the provider decides, so that it is the same whether the oldest or the newest comes
 * here first. Somebody who takes no part in a ticket gets nowhere near it by this.
 */
export function goesWith(
  { mailboxId, receivedAt }: Stitchable,
  sender: string,
  { kind, key }: Place,
  known: KnownThreads,
): Found[] {
  if (!receivedAt) return []
  const at = receivedAt.getTime()
  const ofSender = (some: Found[]) =>
    some.filter(({ ticket }) => ticket.participants.has(sender) && ticket.status !== 'spam')
  const beginnings = ofSender(known.owners(mailboxId, key))
  const begins = kind === 'own' ? undefined : beginnings.findLast((one) => one.at <= at)
  const from = kind === 'own' ? at : (begins?.at ?? Number.NEGATIVE_INFINITY)
  const until = beginnings.find((one) => one.at > at)?.at ?? Number.POSITIVE_INFINITY
  const answers = ofSender(known.referrers(mailboxId, key)).filter((one) => one.at >= from && one.at < until)
  return begins ? [begins, ...answers] : answers
}

const isAnswer = (subject: string): boolean => {
  const plain = subject.slice(0, 1_000).normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase()
  return baseSubject(subject) !== plain
}
