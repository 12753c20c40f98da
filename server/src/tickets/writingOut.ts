import { actingUser } from '../auth/index.ts'
import { recognize } from '../people/index.ts'
import { inOrder } from '../platform/inOrder.ts'
import { problem } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import { attachFiles, fileOfUpload, type filesOfTicket } from './attaching.ts'
import { addInsiders, addParticipants } from './moving.ts'
import { writeMessage } from './opening.ts'
import { type Outgoing, queueDelivery } from './queueing.ts'
import type { Recipient } from './recipientStates.ts'
import { refused } from './recipients.ts'
import type { SentAs } from './sendingAs.ts'
import type { Mailbox, Named } from './ticket.ts'
import { keepUploads, uploadsOf } from './uploading.ts'

export const noMailbox = problem('no-mailbox', 422, 'There is no mailbox to answer from')

export type Written = {
  ticketId: string
  mailbox: Pick<Mailbox, 'address' | 'name'>
  sentAs: SentAs
  recipients: readonly Recipient[]
  /** One of them whom the contacts have already. */
  known?: string | undefined
  subject: string
  body: string
  html?: string | undefined
  inReplyTo?: string | null
  forwardedId?: string | null
  upload_ids?: readonly string[] | undefined
  /** Files taken along from messages of the ticket. */
  files?: Awaited<ReturnType<typeof filesOfTicket>>
  bytesMax: number
} & Pick<Outgoing, 'leavesAt' | 'unlessAnswered' | 'undoes'>

/**
 * A mail of ours: the message, its Message-ID, its files and its delivery are one commit; it leaves after that, and whatever happens
 * on the way, the words are kept. Whom a person writes to takes part from then on; whom he hands a message on to, takes part inside.
 */
export async function writeOut(tx: Tx, written: Written): Promise<{ messageId: string; deliveryId: string }> {
  const { ticketId, mailbox, sentAs, recipients, subject, body, html, inReplyTo = null, forwardedId = null } = written
  const [kept, author] = await Promise.all([uploadsOf(tx, written.upload_ids ?? []), actingUser(tx)])
  const uploads = kept.map(fileOfUpload)
  const files = [...uploads.flatMap((file) => asShown(file, html)), ...(written.files ?? [])]
  mustFit(files, [body, html ?? ''], written.bytesMax)
  const messageId = tx.newId()
  const of = (kind: Recipient['kind']): Named[] =>
    recipients.filter((one) => one.kind === kind).map(({ name, address }) => ({ name, address }))
  const message = writeMessage(
    tx,
    {
      id: messageId,
      ticket_id: ticketId,
      direction: 'out',
      author_user_id: tx.actor.id,
      from_name: author?.name ?? mailbox.name,
      from_address: sentAs.address,
      identity_id: sentAs.identityId,
      to_addresses: of('to'),
      cc_addresses: of('cc'),
      bcc_addresses: of('bcc'),
      subject,
      message_id_header: `docket.${messageId}@${mailbox.address.slice(mailbox.address.lastIndexOf('@') + 1)}`,
      in_reply_to: inReplyTo,
      forwarded_id: forwardedId,
      text: body,
      reply_text: body,
      html: html ?? null,
      at: tx.now,
    },
    { filenames: files.filter(({ inline }) => !inline).map(({ filename }) => filename) },
  )
  // On the same line, behind the message that they name.
  const addresses = recipients.map(({ address }) => address.toLowerCase())
  const { leavesAt, unlessAnswered, undoes } = written
  const [, deliveryId] = await inOrder([
    message,
    queueDelivery(tx, {
      ...{ messageId, ticketId, from: mailbox.address, recipients },
      ...(leavesAt && { leavesAt }),
      ...(unlessAnswered && { unlessAnswered }),
      ...(undoes && { undoes }),
    }),
    attachFiles(tx, messageId, files),
    recognize(
      tx,
      recipients.filter(({ address }) => address !== written.known),
    ),
    (forwardedId ? addInsiders : addParticipants)(tx, ticketId, addresses, { by: messageId }),
    keepUploads(tx, written.upload_ids ?? [], leavesAt),
  ])
  return { messageId, deliveryId }
}

/** A picture for among the words that is not there any more was taken out; where there is no place among them it is a file. */
function asShown<F extends { inline: boolean; content_id: string | null }>(file: F, html: string | undefined): F[] {
  if (!file.inline) return [file]
  if (html === undefined) return [{ ...file, inline: false, content_id: null }]
  return html.includes(`cid:${file.content_id}`) ? [file] : []
}

/** Base64 takes four bytes for three, and its lines end. */
const encoded = (bytes: number) => Math.ceil((bytes * 4 * 78) / (3 * 76))
const headersAndHistory = 64 * 1024

function mustFit(files: readonly { size: number }[], words: readonly string[], bytesMax: number): void {
  const text = words.reduce((sum, one) => sum + Buffer.byteLength(one), 0)
  const size = files.reduce((sum, one) => sum + encoded(one.size) + 1_000, encoded(text) + headersAndHistory)
  if (size <= bytesMax) return
  const mb = (bytes: number) => `${Math.ceil(bytes / 104_857.6) / 10} MB`
  const message = `the mail would be ${mb(size)} with its files, and ${mb(bytesMax)} is the most; take files out or send a link`
  throw refused([{ field: files.length > 0 ? 'upload_ids' : 'body', message }])
}
