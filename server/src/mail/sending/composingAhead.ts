import { Readable } from 'node:stream'
import { askedOnce } from '../../platform/askedOnce.ts'
import { spooling, TooLong } from '../../platform/blobs/spooling.ts'
import type { Store } from '../../platform/store.ts'
import type { JobIo, Tx } from '../../platform/work.ts'
import {
  type DeliveryToSend,
  forwardedMessage,
  mintReplyTag,
  type OutgoingFile,
  outgoingFiles,
  recordDelivery,
  recordFiled,
  recordMade,
  threadBefore,
} from '../../tickets/index.ts'
import { attachmentsIn } from '../arriving/filingAttachments.ts'
import { rawOf, readFiled } from '../arriving/source.ts'
import { tables } from '../mailbox.ts'
import { piecesOf } from '../parsing/contents.ts'
import { fingerprintMail } from '../parsing/parsing.ts'
import { writeKeys } from '../threads/joining.ts'
import { bareId, composeMail } from './composing.ts'
import { fromOf } from './identityNames.ts'
import { returnAddressOf } from './returnAddress.ts'

type Io = Pick<JobIo, 'unit' | 'store'>

/** Larger ones would bloat the table that all sending looks through. */
const rowBytesMax = 512 * 1024

/** A file of the mail is nowhere any more: no retry helps. */
class FileGone extends Error {}

/** A mail that is ready to leave. `record` keeps a new one, in the unit of work in which it is said that it leaves. */
export type ReadyMail = { raw: Buffer; envelopeFrom: string; record?: Recording }
/** Says whether it may still leave; `until` is given when it does so now, and is when whoever finds it 'sending' knows that it broke off. */
type Recording = (tx: Tx, until: Date | undefined) => Promise<boolean>

/**
 * Makes the mail, outside of any unit of work, for its files lie in the blob store. Made once: from the commit that keeps it on, an answer
 * to it, or the mail itself coming back, is recognised. Undefined, and said, when it cannot be made.
 */
export async function compose(io: Io, sketch: Sketch, by: string | undefined): Promise<ReadyMail | undefined> {
  try {
    return await make(io.store, sketch, by)
  } catch (error) {
    if (!(error instanceof FileGone || error instanceof TooLong)) throw error
    const says = error instanceof TooLong ? tooLarge(io.store) : error.message
    await io.unit((tx) => recordDelivery(tx, sketch.delivery.id, { status: 'failed', error: says }))
    return undefined
  }
}

/** A large one that was made before; undefined, and said, when its bytes are gone. */
export async function fetchMade(
  { unit, store }: Io,
  delivery: DeliveryToSend,
  orgId: string,
): Promise<Buffer | undefined> {
  if (await store.blobs.has(orgId, delivery.rawSha256!)) return readFiled(store, orgId, delivery.rawSha256!)
  const error = 'The bytes of this mail are not in the blob store any more.'
  await unit((tx) => recordDelivery(tx, delivery.id, { status: 'failed', error }))
  return undefined
}

const tooLarge = ({ config }: Store) =>
  `With its files the mail is larger than ${Math.floor(config.mailOutBytesMax / 1_048_576)} MB. Write again and send a link instead.`

export type Sketch = Awaited<ReturnType<typeof readSketch>>

/** All that the mail is made of. */
export async function readSketch(tx: Tx, store: Store, delivery: DeliveryToSend) {
  const { message, ticket } = delivery
  const { orgId } = tx.actor
  const mailbox = await askedOnce(tx, `sketch of ${message.from}`, () => mailboxAt(tx, message.from))
  const participant = (message.to[0]?.address ?? '').toLowerCase()
  const token = mintReplyTag(store.keys, { orgId, ticketId: ticket.id, number: ticket.number, participant })
  const [files, forwarded, thread, from] = await Promise.all([
    message.hasFiles ? outgoingFiles(tx, message.id) : [],
    message.forwardedId ? forwardedMessage(tx, message.forwardedId) : null,
    threadBefore(tx, delivery),
    fromOf(tx, message, mailbox),
  ])
  const inMails = await Promise.all(
    [
      ...Map.groupBy(
        files.filter(({ filed }) => !filed),
        ({ rawSha256 }) => rawSha256,
      ),
    ].map(async ([sha256, files]) => ({
      files,
      read: sha256 === null ? null : await rawOf(tx, store, sha256),
    })),
  )
  return { orgId, delivery, mailbox, from, token, thread, forwarded, files, inMails }
}

const mailboxAt = (tx: Tx, address: string) =>
  tables(tx)
    .selectFrom('mailbox')
    .select(['id', 'address', 'name', 'plus_addresses', 'from_name'])
    .where('address', '=', address)
    .executeTakeFirstOrThrow()

async function make(store: Store, sketch: Sketch, by: string | undefined): Promise<ReadyMail> {
  const { orgId, delivery, mailbox, from, token, thread, forwarded } = sketch
  const { message } = delivery
  const fileds = await fileThose(store, sketch)
  const files = sketch.files.map((file) => ({ ...file, open: () => Readable.from(bytesOf(store, orgId, file)) }))
  const { mail, ...headers } = composeMail({ ...delivery, thread, forwarded, files }, { mailbox, from, token })
  return spooling(mail.createReadStream(), store.config.mailOutBytesMax, async (spooled) => {
    const isLarge = spooled.size > rowBytesMax
    const raw = await spooled.whole()
    const prints = fingerprintMail(raw)
    if (isLarge) await store.blobs.putPieces(orgId, spooled.sha256, spooled.pieces())
    // The null sender stays: what answers a machine's mail is answered by none.
    const back =
      delivery.envelopeFrom === '' ? null : returnAddressOf(store.keys, { orgId, deliveryId: delivery.id }, mailbox)
    const messageIdHeader = bareId(message.messageIdHeader)
    const envelopeFrom = back?.address ?? delivery.envelopeFrom
    const record = async (tx: Tx, until: Date | undefined) => {
      const [made] = await Promise.all([
        recordMade(tx, {
          ...{ deliveryId: delivery.id, by, messageId: message.id, messageIdHeader, ...headers },
          bytes: isLarge ? { rawSha256: spooled.sha256 } : { raw },
          returnToken: back?.token ?? null,
          ...{ envelopeFrom, ...prints, until },
        }),
        recordFiled(tx, fileds),
      ])
      if (!made) return false
      const key = { mailbox_id: mailbox.id, key: messageIdHeader, kind: 'own', at: message.at } as const
      // Who was handed a message answers those who handed it on, not the customer.
      await writeKeys(tx, [{ ...key, ticket_id: made.ticketId, message_id: message.id, internal: forwarded !== null }])
      return true
    }
    return { raw, envelopeFrom, record }
  })
}

/** Files taken along from a mail that was not taken apart yet: they get blobs of their own first. */
async function fileThose(store: Store, { orgId, inMails }: Sketch): Promise<string[]> {
  const filed: string[] = []
  for (const { files, read } of inMails) {
    const contents = read ? await attachmentsIn(await read(), files) : new Map<OutgoingFile, never>()
    for (const file of files) {
      const content = contents.get(file)
      if (!content) throw new FileGone(`The file ${file.filename} is no longer found in the mail that it came in.`)
      await store.blobs.putPieces(orgId, file.sha256, piecesOf(content))
      filed.push(file.id)
    }
  }
  return filed
}

/** Opened when its turn comes, piece by piece. */
async function* bytesOf(store: Store, orgId: string, file: OutgoingFile): AsyncGenerator<Uint8Array> {
  const blob = await store.blobs.open(orgId, file.sha256)
  if (!blob) throw new FileGone(`The file ${file.filename} is not in the blob store any more.`)
  yield* blob.stream
}
