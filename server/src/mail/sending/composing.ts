import type { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import type { DeliveryToSend, EarlierMessage, Forwarded, Named } from '../../tickets/index.ts'
import { splitAddress } from '../mailbox.ts'
import { loopHeader } from '../parsing/judging.ts'
import { safeType } from '../showing/serving.ts'
import { ticketReferenceId } from '../threads/stitching.ts'
import { wordsOf } from './quoting.ts'
import { asWritten, oneLine } from './safeWords.ts'

/** As much of a delivery as its words and headers take. */
type Composable = {
  message: Omit<
    DeliveryToSend['message'],
    'author' | 'from' | 'identity' | 'forwardedId' | 'hasFiles' | 'writtenAt' | 'html'
  > & {
    html?: string | null
  }
  ticket: Pick<DeliveryToSend['ticket'], 'id'>
  thread: EarlierMessage[]
  forwarded?: Forwarded | null
  files?: readonly FileOut[]
}

/** A file of a mail of ours. `open` gives its bytes when their turn comes. */
export type FileOut = { filename: string; contentType: string; contentId: string | null; open(): Readable }

type From = {
  mailbox: { address: string; name: string; plus_addresses?: boolean }
  /** Who the mail says it is from, where that is not the mailbox by its name. */
  from?: Named
  token: string
}
type Made = { inReplyTo: string | null; references: string[] }
export type Composed = Made & { raw: Buffer }

const referencesMax = 20

/** The same as `composeMail`, whole: for a mail that is known to be small. */
export async function composeReply(composable: Composable, from: From): Promise<Composed> {
  const { mail, ...made } = composeMail(composable, from)
  return { raw: await mail.build(), ...made }
}

/**
 * An answer, made once: every attempt sends the same. Its bytes come as a stream, for its files may be large. Its Reply-To and its
 * References carry the token of this ticket and recipient, because a provider may rewrite any one of the headers; a mailbox that takes
 * no mail to `local+token@` is answered at itself, by name where the mail is from another address of its. In the References it is first,
 * as the root of all: what is last there is the mail that is answered, below which programs show ours (RFC 5256, section 3).
 */
export function composeMail(
  { message, ticket, thread, forwarded, files = [] }: Composable,
  { mailbox, from = mailbox, token }: From,
): Made & { mail: ReturnType<MailComposer['compile']> } {
  const { local, domain } = splitAddress(mailbox.address)
  const stable = ticketReferenceId(token, domain)
  const inReplyTo = (message.inReplyTo && sendable(bareId(message.inReplyTo))) || null
  const answered = thread.find(({ messageIdHeader }) => messageIdHeader === message.inReplyTo)
  const references = capped(
    [...(answered?.referenceIds ?? []), ...(inReplyTo ? [inReplyTo] : [])]
      .flatMap((id) => sendable(bareId(id)) ?? [])
      .filter((id) => id !== stable),
  )
  const { text, html } = wordsOf(message, { forwarded, history: historyOf(message, thread, answered) })
  const mail = new MailComposer({
    from: { name: asWritten(from.name), address: oneLine(from.address) },
    ...((mailbox.plus_addresses ?? true)
      ? { replyTo: { name: asWritten(from.name), address: oneLine(`${local}+${token}@${domain}`) } }
      : from.address !== mailbox.address && {
          replyTo: { name: asWritten(from.name), address: oneLine(mailbox.address) },
        }),
    to: message.to.map(named),
    cc: message.cc.map(named),
    subject: asWritten(message.subject),
    date: message.at,
    messageId: `<${bareId(message.messageIdHeader)}>`,
    ...(inReplyTo && { inReplyTo: `<${inReplyTo}>` }),
    references: [stable, ...references].map((id) => `<${id}>`),
    headers: {
      'X-Docket-Ticket-ID': ticket.id,
      'X-Docket-Message-ID': message.id,
      ...(message.automatic && automaticHeaders),
    },
    text,
    html,
    attachments: attachmentsOf(files, html),
    // No file or address that a text might name is ever opened.
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'windows',
  })
  return { mail: mail.compile(), inReplyTo, references: [stable, ...references] }
}

/** A machine repeats nothing of what a stranger wrote: it would carry his words to whomever he names. */
function historyOf(
  { automatic }: Composable['message'],
  thread: readonly EarlierMessage[],
  answered: EarlierMessage | undefined,
): EarlierMessage | undefined {
  if (automatic) return undefined
  return answered?.direction === 'in' ? answered : thread.find(({ direction }) => direction === 'in')
}

/** A picture that the words show goes with them, under an id that fits a header; all else is a file to save. */
function attachmentsOf(files: readonly FileOut[], html: string) {
  const shown = new Set<string>()
  return files.map(({ filename, contentType, contentId, open }) => {
    const isShown =
      contentId !== null &&
      // Whatever else is shown among the words would be read as words of ours.
      /^image\//i.test(contentType) &&
      /^[\w!#$%&'*+/=?^`{|}~.@-]{1,200}$/.test(contentId) &&
      !shown.has(contentId) &&
      html.includes(`cid:${contentId}`)
    if (isShown) shown.add(contentId)
    return {
      filename: asWritten(filename).replace(/[\\/]/g, '_').slice(0, 255) || 'file',
      contentType: attachable(contentType),
      contentTransferEncoding: 'base64' as const,
      contentDisposition: isShown ? ('inline' as const) : ('attachment' as const),
      ...(isShown && { cid: contentId }),
      content: open(),
    }
  })
}

/** A mail or a multipart within a mail may not be encoded (RFC 2046), and what is not may break ours: it is a file like any other. */
const attachable = (type: string): string =>
  /^(?:message|multipart)\//i.test(type) ? 'application/octet-stream' : safeType(type)

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

const named = ({ name, address }: { name: string; address: string }) => ({
  name: asWritten(name),
  // An address is not encoded, and where it holds any white space its line may be folded: only the plain one begins a folded line.
  address: oneLine(address).replace(/\s/gu, ' '),
})

/** Ids are kept without their brackets, as the parser reads them. */
export const bareId = (id: string) => oneLine(id).replace(/[<>\s]/g, '')

/** An id that another's mail had and ours may repeat: plain ASCII that fits a line, else servers refuse the whole mail. */
const sendable = (id: string): string | null => (/^[!-~]{1,500}$/.test(id) ? id : null)
