import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { spooling, TooLong } from '../../platform/blobs/spooling.ts'
import type { Store } from '../../platform/store.ts'
import type { JobIo, Tx } from '../../platform/work.ts'
import {
  type DeliveryToSend,
  deliveryToSend,
  knownMessages,
  mintReplyTag,
  type OutgoingFile,
  outgoingParts,
  recordDelivery,
  recordFiled,
  recordMade,
} from '../../tickets/index.ts'
import { attachmentsIn } from '../arriving/filingAttachments.ts'
import { rawOf, readFiled } from '../arriving/source.ts'
import { tables } from '../mailbox.ts'
import { piecesOf } from '../parsing/contents.ts'
import { parseMail } from '../parsing/parsing.ts'
import { writeKeys } from '../threads/joining.ts'
import { bareId, composeMail } from './composing.ts'
import { fromOf } from './identityNames.ts'
import { returnAddressOf } from './returnAddress.ts'

type Io = Pick<JobIo, 'unit' | 'store'>

/** Larger ones would bloat the table that all sending looks through. */
const rowBytesMax = 512 * 1024

/** A file of the mail is nowhere any more: no retry helps. */
class FileGone extends Error {}

/**
 * Makes the mail before it is sent, outside of any unit of work, for its files lie in the blob store. Made once; from then on an answer
 * to it, or the mail itself coming back, is recognised. Gives the bytes of one that is too large for its row; undefined where they stand
 * there, or nothing is to be sent now.
 */
export async function composeAhead({ unit, store }: Io, deliveryId: string): Promise<Buffer | undefined> {
  const sketch = await unit((tx) => sketchOf(tx, store, deliveryId))
  if (!sketch) return undefined
  try {
    return 'made' in sketch ? await readMade(store, sketch.orgId, sketch.made) : await make({ unit, store }, sketch)
  } catch (error) {
    if (!(error instanceof FileGone || error instanceof TooLong)) throw error
    const says = error instanceof TooLong ? tooLarge(store) : error.message
    await unit((tx) => recordDelivery(tx, deliveryId, { status: 'failed', error: says }))
    return undefined
  }
}

const tooLarge = ({ config }: Store) =>
  `With its files the mail is larger than ${Math.floor(config.mailOutBytesMax / 1_048_576)} MB. Write again and send a link instead.`

type Sketch = Awaited<ReturnType<typeof readSketch>>

/** What there is to do: nothing, to fetch what was made already, or to make it of these. */
async function sketchOf(
  tx: Tx,
  store: Store,
  deliveryId: string,
): Promise<Sketch | { orgId: string; made: string } | undefined> {
  const delivery = await deliveryToSend(tx, deliveryId)
  if (delivery?.status !== 'queued' || delivery.nextTryAt > tx.now || delivery.raw) return undefined
  if (delivery.rawSha256) return { orgId: tx.actor.orgId, made: delivery.rawSha256 }
  return readSketch(tx, store, delivery)
}

async function readSketch(tx: Tx, store: Store, delivery: DeliveryToSend) {
  const { message, ticket } = delivery
  const { orgId } = tx.actor
  const mailbox = await tables(tx)
    .selectFrom('mailbox')
    .select(['id', 'address', 'name', 'plus_addresses', 'from_name'])
    .where('address', '=', message.from)
    .executeTakeFirstOrThrow()
  const participant = (message.to[0]?.address ?? '').toLowerCase()
  const token = mintReplyTag(store.keys, { orgId, ticketId: ticket.id, number: ticket.number, participant })
  const parts = await outgoingParts(tx, message.id)
  const inMails = await Promise.all(
    [
      ...Map.groupBy(
        parts.files.filter(({ filed }) => !filed),
        ({ rawSha256 }) => rawSha256,
      ),
    ].map(async ([sha256, files]) => ({
      files,
      read: sha256 === null ? null : await rawOf(tx, store, sha256),
    })),
  )
  const from = await fromOf(tx, message, mailbox)
  return { orgId, delivery, mailbox, from, token, parts, inMails }
}

async function readMade(store: Store, orgId: string, sha256: string): Promise<Buffer> {
  if (!(await store.blobs.has(orgId, sha256)))
    throw new FileGone('The bytes of this mail are not in the blob store any more.')
  return readFiled(store, orgId, sha256)
}

async function make({ unit, store }: Io, sketch: Sketch): Promise<Buffer | undefined> {
  const { orgId, delivery, mailbox, from, token, parts } = sketch
  const fileds = await fileThose(store, sketch)
  const files = parts.files.map((file) => ({ ...file, open: () => Readable.from(bytesOf(store, orgId, file)) }))
  const message = { ...delivery.message, html: parts.html }
  const { mail, ...headers } = composeMail(
    { ...delivery, message, forwarded: parts.forwarded, files },
    { mailbox, from, token },
  )
  return spooling(mail.createReadStream(), store.config.mailOutBytesMax, async (spooled) => {
    const isLarge = spooled.size > rowBytesMax
    const raw = await readFile(spooled.path)
    const { fingerprint, wordsFingerprint, weakFingerprint } = await parseMail(raw)
    if (isLarge) await store.blobs.putPieces(orgId, spooled.sha256, spooled.pieces())
    // The null sender stays: what answers a machine's mail is answered by none.
    const back =
      delivery.envelopeFrom === '' ? null : returnAddressOf(store.keys, { orgId, deliveryId: delivery.id }, mailbox)
    const isOurs = await unit(async (tx) => {
      await recordFiled(tx, fileds)
      const known = (await knownMessages(tx, [fingerprint])).has(fingerprint)
      const messageIdHeader = bareId(message.messageIdHeader)
      const made = await recordMade(tx, {
        ...{ deliveryId: delivery.id, messageId: message.id, messageIdHeader, ...headers },
        bytes: isLarge ? { rawSha256: spooled.sha256 } : { raw },
        returnToken: back?.token ?? null,
        envelopeFrom: back?.address ?? delivery.envelopeFrom,
        fingerprint: known ? null : fingerprint,
        ...{ wordsFingerprint, weakFingerprint },
      })
      if (!made) return false
      await writeKeys(tx, [
        {
          mailbox_id: mailbox.id,
          key: messageIdHeader,
          kind: 'own',
          ticket_id: made.ticketId,
          message_id: message.id,
          at: message.at,
          // Who was handed a message answers those who handed it on, not the customer.
          internal: parts.forwarded !== null,
        },
      ])
      return true
    })
    return isLarge && isOurs ? raw : undefined
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
