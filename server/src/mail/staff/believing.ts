import type { ReadMail } from '../parsing/parsed.ts'
import type { Authenticated } from '../senders/authenticating.ts'
import { type StaffMail, staffClaim } from './staffMail.ts'

/** All that a mail must show before it acts as somebody. */
export type Shown = {
  staffMail: Pick<StaffMail, 'id' | 'answer_until' | 'answered_at' | 'answer_does'>
  /** Of which mail of ours this address is the answer's, if of any. */
  isAnswerAddress(address: string): boolean
  read: Pick<ReadMail, 'mail' | 'headers'>
  authenticated: Pick<Authenticated, 'verdict' | 'dmarc'>
  person: { email: string; active: boolean; mayReply: boolean } | undefined
  now: Date
}

/**
 * Why this mail does nothing in the name of the person, or null. Each of these is needed, and none is enough: the address that was given
 * to this person for this ticket, unused and in time; the person's own address as the only sender, proven by the domain (DMARC); an
 * account that may do it now; and that the person wants answers to do anything.
 */
export function whyNotBelieved(shown: Shown): string | null {
  const { staffMail, read, authenticated, person, now } = shown
  const sender = read.mail.from?.address.trim().toLowerCase() ?? ''
  if (!person?.active) return 'Whom the notification went to works here no more.'
  if (sender !== person.email.trim().toLowerCase())
    return `It is not from ${person.email}, whom the notification went to.`
  // In the envelope alone it could be put by anybody who has any signed mail of this person.
  const isAddressed = [...read.mail.to, ...read.mail.cc].some(
    ({ address }) => staffClaim(address)?.purpose === 'answer' && shown.isAnswerAddress(address),
  )
  if (!isAddressed) return 'It is not addressed to the answer address of the notification.'
  if (authenticated.verdict !== 'verified' || authenticated.dmarc.result !== 'pass')
    return `It is not proven that ${person.email} wrote it: DMARC did not pass.`
  if (read.mail.verdict.auto_generated) return 'It looks as if a machine had written it.'
  if (staffMail.answered_at) return 'This notification was answered by mail already, and is good for one answer.'
  if (staffMail.answer_until <= now) return 'It came too late: a notification can be answered by mail for two weeks.'
  if (staffMail.answer_does === 'nothing') return `${person.email} has answers by mail switched off.`
  if (!person.mayReply) return `${person.email} may not write on this ticket.`
  return null
}

/** The words above what is quoted, and what is left out, so that nobody misses it. */
export function wordsOfAnswer({ mail }: Pick<ReadMail, 'mail'>): { words: string; leftOut: string[] } {
  const leftOut = mail.attachments.filter(({ inline }) => !inline).map(({ filename }) => filename)
  return { words: mail.reply_text.trim(), leftOut }
}
