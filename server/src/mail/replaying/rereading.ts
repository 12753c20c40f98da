import { BlobsAway } from '../../platform/blobs/blobs.ts'
import type { Store } from '../../platform/store.ts'
import type { Tx } from '../../platform/work.ts'
import { receivedMails } from '../../tickets/index.ts'
import { readFiled } from '../arriving/source.ts'
import { tables } from '../mailbox.ts'
import type { ReadMail } from '../parsing/parsed.ts'
import { reader } from '../parsing/reader.ts'
import { ReaderAway } from '../parsing/startingReader.ts'
import { Unparsable } from '../parsing/unparsable.ts'

/** A kept mail and the road it came, as much as it takes to read it again. */
export type KeptMail = {
  /** Of its message; of its delivery when it has none. */
  id: string
  mailboxId: string
  rawSha256: string
  envelopeFrom: string | null
  envelopeTo: string | null
  receivedAt: Date
  /** Null when they lie in the blob store. */
  bytes: Buffer | null
}

/** Read by today's parser, or the sentence why it cannot be. */
export type ReadAgain = KeptMail & { read: ReadMail | null; failure: string | null }

/** The deliveries that these messages were made of: each one's first with the bytes that it shows. */
export async function keptMailsOf(
  tx: Tx,
  ids: readonly string[],
  olderThan = Number.POSITIVE_INFINITY,
): Promise<KeptMail[]> {
  const mails = (await receivedMails(tx, ids)).filter(({ parserVersion }) => parserVersion < olderThan)
  if (mails.length === 0) return []
  const deliveries = await tables(tx)
    .selectFrom('occurrence')
    .select(['message_id', 'mailbox_id', 'raw_sha256', 'envelope_from', 'envelope_to', 'received_at'])
    .where((eb) => eb('message_id', '=', eb.fn.any(eb.val(mails.map(({ id }) => id)))))
    .orderBy('received_at')
    .orderBy('id')
    .execute()
  const places = await placesOf(tx, mails)
  const byMessage = Map.groupBy(deliveries, ({ message_id }) => message_id!)
  const kept = mails.flatMap(({ id, rawSha256 }) => {
    const first = byMessage.get(id)?.find(({ raw_sha256 }) => raw_sha256 === rawSha256)
    if (!first) return []
    const { mailbox_id, envelope_from: envelopeFrom, envelope_to: envelopeTo, received_at } = first
    const place = places.get(id) ?? []
    const mailboxId = place.includes(mailbox_id) ? mailbox_id : (place[0] ?? mailbox_id)
    return [{ id, mailboxId, rawSha256, envelopeFrom, envelopeTo, receivedAt: received_at }]
  })
  return withBytes(tx, kept)
}

/** In which mailboxes they stand: a journal brings mail of others. */
async function placesOf(tx: Tx, mails: readonly { id: string }[]): Promise<Map<string, string[]>> {
  const rows = await tables(tx)
    .selectFrom('thread_key')
    .select(['message_id', 'mailbox_id'])
    .distinct()
    .where((eb) => eb('message_id', '=', eb.fn.any(eb.val(mails.map(({ id }) => id)))))
    .execute()
  const grouped = Map.groupBy(rows, ({ message_id }) => message_id)
  return new Map([...grouped].map(([id, all]) => [id, all.map(({ mailbox_id }) => mailbox_id)]))
}

export async function withBytes<K extends Omit<KeptMail, 'bytes'>>(
  tx: Tx,
  kept: readonly K[],
): Promise<(K & KeptMail)[]> {
  if (kept.length === 0) return []
  const rows = await tables(tx)
    .selectFrom('raw_mail')
    .select(['sha256', 'bytes'])
    .where((eb) => eb('sha256', '=', eb.fn.any(eb.val([...new Set(kept.map(({ rawSha256 }) => rawSha256))]))))
    .execute()
  const bytes = new Map(rows.map((row) => [row.sha256, row.bytes]))
  return kept.map((one) => ({ ...one, bytes: bytes.get(one.rawSha256) ?? null }))
}

/** Mail that comes in shares the reader: it waits for no more than these. */
const atOnce = 10

/**
 * Reads mails by today's parser, outside of any unit of work, because some lie in the blob store. What is wrong with one stops no
 * other; a store or a reader that is away stops all, and says nothing of any mail.
 */
export async function readAgain<K extends KeptMail>(
  store: Store,
  orgId: string,
  kept: readonly K[],
): Promise<(K & ReadAgain)[]> {
  const done: (K & ReadAgain)[] = []
  for (let from = 0; from < kept.length; from += atOnce)
    done.push(...(await readSome(store, orgId, kept.slice(from, from + atOnce))))
  return done
}

async function readSome<K extends KeptMail>(
  store: Store,
  orgId: string,
  kept: readonly K[],
): Promise<(K & ReadAgain)[]> {
  const found = await Promise.all(kept.map((one) => bytesOf(store, orgId, one)))
  const mails = kept.flatMap(({ envelopeFrom: from, envelopeTo: to }, at) => {
    const bytes = found[at]!
    return bytes instanceof Error ? [] : [{ bytes, envelope: { from, to } }]
  })
  const outcomes = (await reader.read(mails)).values()
  return kept.map((one, at) => {
    const bytes = found[at]!
    const outcome = bytes instanceof Error ? bytes : outcomes.next().value!
    if (!(outcome instanceof Error)) return { ...one, bytes: null, read: outcome, failure: null }
    if (outcome instanceof ReaderAway) throw outcome
    if (!(outcome instanceof Unparsable))
      store.log.warn({ err: outcome, org_id: orgId, id: one.id }, 'replay: not read')
    return { ...one, bytes: null, read: null, failure: outcome.message.slice(0, 500) }
  })
}

async function bytesOf(store: Store, orgId: string, { bytes, rawSha256 }: KeptMail): Promise<Buffer | Error> {
  try {
    return bytes ?? (await readFiled(store, orgId, rawSha256))
  } catch (error) {
    if (error instanceof BlobsAway) throw error
    return error as Error
  }
}
