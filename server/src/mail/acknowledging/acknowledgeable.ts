import { domainToASCII } from 'node:url'
import type { Opener } from '../../tickets/index.ts'
import { splitAddress } from '../mailbox.ts'
import { looksAutomatic } from '../parsing/judging.ts'
import { countedAs } from './automaticMail.ts'

/** What else must be known of a mail: how it came, and who we are. */
export type Surroundings = {
  /** `''` is the null sender; null: nobody told us. */
  envelopeFrom: string | null
  /** Our mailboxes, as ceilings count addresses. */
  ownAddresses: ReadonlySet<string>
  now: Date
}

const dayMs = 24 * 3600_000

/** Where an acknowledgement of this mail may go, or every reason why there is none. Ceilings come after this. */
export function acknowledgeable(
  opener: Opener,
  { envelopeFrom, ownAddresses, now }: Surroundings,
): { to: string } | { reasons: string[] } {
  const reasons = natureOf(opener)
  const sender = opener.from.trim().toLowerCase()
  const returnPath = envelopeFrom?.trim().toLowerCase() ?? ''
  if (ownAddresses.has(countedAs(sender))) reasons.push('It was sent from an address of our own.')
  if (isMachine(sender)) reasons.push('Its sender is an address of machines.')

  if (envelopeFrom === null) reasons.push('It came without an envelope, so its return address is not known.')
  else if (returnPath === '' || returnPath === '<>')
    reasons.push('It has no return address, so it must not be answered.')
  else if (!isSpeakable(returnPath)) reasons.push('Its return address is none that mail can be sent to.')
  else if (!isSameMailbox(returnPath, sender))
    reasons.push(`Its return address is not its sender’s: ${returnPath.slice(0, 100)}.`)

  if (opener.authentication === 'failed') reasons.push('The domain of its sender says that it did not send it.')
  else if (opener.authentication !== 'verified' && !opener.isKnown)
    reasons.push('It is not proven that its sender wrote it, and nobody here has answered this address before.')
  if (opener.isAnswered) reasons.push('A person has answered already.')
  if (now.getTime() - opener.at.getTime() > dayMs) reasons.push('It arrived more than a day before this was decided.')
  return reasons.length === 0 ? { to: asSpoken(returnPath) } : { reasons }
}

/** What the mail is, by its verdict: whatever no person waits at the other end of. */
function natureOf({ verdict, held, status, subject }: Opener): string[] {
  const kinds: [boolean | undefined, string][] = [
    [verdict.bounce, 'It is a bounce.'],
    [verdict.vacation, 'It is an automatic reply.'],
    [verdict.loop, 'It is an automatic mail of our own that came back, or goes round in circles.'],
    [verdict.list, 'It comes through a list.'],
    [verdict.spam || status === 'spam', 'It is taken for spam.'],
    [held, 'Its sender takes no part in the ticket.'],
  ]
  const said = kinds.flatMap(([holds, sentence]) => (holds ? [sentence] : []))
  if (verdict.auto_generated && said.length === 0) return ['A machine wrote it.']
  // A hint only, but a missing acknowledgement harms nobody and a wrong one may begin a loop.
  if (said.length === 0 && looksAutomatic(subject)) return ['Its subject begins as automatic replies do.']
  return said
}

/** RFC 3834, section 2, and those who keep lists and servers running. */
const machines =
  /^(?:owner-.*|.*-(?:owner|request|bounces?)|listserv|majordomo|mailman|root|daemon|bounces?|no-?reply|do-?not-?reply)$/

const isMachine = (address: string) => machines.test(splitAddress(address).local)

/**
 * Of the return address and the sender, whether both are one person's mailbox. An aligned domain is not enough: at a provider it is
 * shared by millions, and a signed mail can be handed on under the return address of anybody there, who would then get our mail. What may
 * differ are a tag after a plus sign, BATV's signature before the name, and a subdomain that only its servers are called by.
 */
function isSameMailbox(returnPath: string, sender: string): boolean {
  const [one, other] = [countedAs(withoutSignature(returnPath)), countedAs(sender)].map(splitAddress) as [
    ReturnType<typeof splitAddress>,
    ReturnType<typeof splitAddress>,
  ]
  return one.local === other.local && isWithin(one.domain, other.domain)
}

const isWithin = (one: string, other: string) => one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`)

/** BATV: `prvs=0123456789=ada@shop.example` takes bounces for ada, and those only that answer what she sent. */
const withoutSignature = (address: string) => address.replace(/^prvs=[0-9a-z]{6,16}=/, '')

/** What can stand in an SMTP command as it is; a quoted name may be correct and is left to people. */
function isSpeakable(address: string): boolean {
  const { local, domain } = splitAddress(address)
  return (
    /^[^\s<>()[\]\\,;:@"\p{C}]{1,64}$/u.test(local) &&
    /^[^\s<>()[\]\\,;:@"\p{C}]{1,253}$/u.test(domain) &&
    domain.includes('.')
  )
}

/** A domain in the letters that every mail server knows. */
function asSpoken(address: string): string {
  const { local, domain } = splitAddress(address)
  return `${local}@${domainToASCII(domain) || domain}`
}
