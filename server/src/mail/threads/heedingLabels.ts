import type { ReadMail } from '../parsing/parsed.ts'

/** What the provider itself says of a mail is a hint to people, as the headers of any other filter are. */
export function heedLabels<R extends Pick<ReadMail, 'mail'>>(read: R, labels: readonly string[] | null): R {
  if (!labels?.includes('spam')) return read
  const { verdict } = read.mail
  const reasons = [...verdict.reasons, 'The provider put it among the spam: a filter took it for spam.']
  return { ...read, mail: { ...read.mail, verdict: { ...verdict, spam: true, reasons } } }
}
