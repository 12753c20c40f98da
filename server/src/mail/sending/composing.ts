import MailComposer from 'nodemailer/lib/mail-composer'
import type { DeliveryToSend, EarlierMessage } from '../../tickets/index.ts'
import { splitAddress } from '../mailbox.ts'
import { loopHeader } from '../parsing/judging.ts'
import { replySeparator } from '../parsing/replyText.ts'
import { ticketReferenceId } from '../threads/stitching.ts'

/** As much of a delivery as its words and headers take. */
type Composable = {
  message: Omit<DeliveryToSend['message'], 'author' | 'from'>
  ticket: Pick<DeliveryToSend['ticket'], 'id'>
  thread: EarlierMessage[]
}
export type Composed = { raw: Buffer; inReplyTo: string | null; references: string[] }

const referencesMax = 20
const quotedCharactersMax = 20_000

/**
 * The bytes of an answer, made once: every attempt sends the same. Its Reply-To and its References carry the token of this ticket and
 * recipient, because a provider may rewrite any one of the headers.
 */
export async function composeReply(
  { message, ticket, thread }: Composable,
  { mailbox, token }: { mailbox: { address: string; name: string }; token: string },
): Promise<Composed> {
  const { local, domain } = splitAddress(mailbox.address)
  const stable = ticketReferenceId(token, domain)
  const inReplyTo = message.inReplyTo && sendable(bareId(message.inReplyTo))
  const answered = thread.find(({ messageIdHeader }) => messageIdHeader === message.inReplyTo)
  const references = capped(
    [...(answered?.referenceIds ?? []), ...(inReplyTo ? [inReplyTo] : [])]
      .flatMap((id) => sendable(bareId(id)) ?? [])
      .filter((id) => id !== stable),
  )
  // A machine repeats nothing of what a stranger wrote: it would carry his words to whomever he names.
  const history = message.automatic ? undefined : thread.find(({ direction }) => direction === 'in')

  const mail = new MailComposer({
    from: { name: oneLine(mailbox.name), address: oneLine(mailbox.address) },
    replyTo: { name: oneLine(mailbox.name), address: oneLine(`${local}+${token}@${domain}`) },
    to: message.to.map(named),
    cc: message.cc.map(named),
    subject: oneLine(message.subject),
    date: message.at,
    messageId: `<${bareId(message.messageIdHeader)}>`,
    ...(inReplyTo && { inReplyTo: `<${inReplyTo}>` }),
    references: [...references, stable].map((id) => `<${id}>`),
    headers: {
      'X-Docket-Ticket-ID': ticket.id,
      'X-Docket-Message-ID': message.id,
      ...(message.automatic && automaticHeaders),
    },
    text: textOf(message.text, history),
    html: htmlOf(message.text, history),
    // No file or address that a text might name is ever opened.
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'windows',
  })
  return { raw: await mail.compile().build(), inReplyTo: inReplyTo || null, references: [...references, stable] }
}

/** By these other machines know not to answer, and we know our own mail when it comes back (RFC 3834, MS-OXCMAIL). */
const automaticHeaders = {
  'Auto-Submitted': 'auto-replied',
  'X-Auto-Response-Suppress': 'All',
  [loopHeader]: 'yes',
}

/** First and last are what threads are found by; the middle of a long one may go. */
function capped(ids: readonly string[]): string[] {
  const unique = [...new Set(ids)]
  return unique.length <= referencesMax ? unique : [unique[0]!, ...unique.slice(1 - referencesMax)]
}

function textOf(body: string, history: EarlierMessage | undefined): string {
  if (!history) return `${body}\n`
  const quoted = quotable(history)
    .split('\n')
    .map((line) => (line ? `> ${line}` : '>'))
  return `${body}\n\n${replySeparator}\n\n${attribution(history)}\n${quoted.join('\n')}\n`
}

function htmlOf(body: string, history: EarlierMessage | undefined): string {
  const words = `<div style="white-space:pre-wrap">${escaped(body)}</div>`
  if (!history) return words
  const quote = `<blockquote type="cite" style="margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex;white-space:pre-wrap">${escaped(quotable(history))}</blockquote>`
  return `${words}<br><div style="color:#888">${escaped(replySeparator)}</div><div>${escaped(attribution(history))}</div>${quote}`
}

function attribution({ at, from }: EarlierMessage): string {
  return `On ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC, ${oneLine(from.name || from.address)} wrote:`
}

const quotable = ({ text }: EarlierMessage) => text.slice(0, quotedCharactersMax).toWellFormed().trimEnd()

const named = ({ name, address }: { name: string; address: string }) => ({
  name: oneLine(name),
  // An address is not encoded, and where it holds any white space its line may be folded: only the plain one begins a folded line.
  address: oneLine(address).replace(/\s/gu, ' '),
})

/** Header values hold words of mails and of people: what ends a line in them would begin a header of theirs. */
const oneLine = (value: string) =>
  value
    .toWellFormed()
    .replace(/[\0-\x1f\x7f-\x9f\u2028\u2029]+/g, ' ')
    .trim()

/** Ids are kept without their brackets, as the parser reads them. */
export const bareId = (id: string) => oneLine(id).replace(/[<>\s]/g, '')

/** An id that another's mail had and ours may repeat: plain ASCII that fits a line, else servers refuse the whole mail. */
const sendable = (id: string): string | null => (/^[!-~]{1,500}$/.test(id) ? id : null)

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
