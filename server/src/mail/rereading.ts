import { BlobsAway } from '../platform/blobs/blobs.ts'
import type { Store } from '../platform/store.ts'
import type { Tx } from '../platform/work.ts'
import { receivedMails } from '../tickets/index.ts'
import { tables } from './mailbox.ts'
import { type IdentifiedMail, parseMail } from './parsing.ts'
import { readFiled } from './source.ts'
import { Unparsable } from './unparsable.ts'

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
export type ReadAgain = KeptMail & { read: IdentifiedMail | null; failure: string | null }

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
  const byMessage = Map.groupBy(deliveries, ({ message_id }) => message_id!)
  const kept = mails.flatMap(({ id, rawSha256 }) => {
    const first = byMessage.get(id)?.find(({ raw_sha256 }) => raw_sha256 === rawSha256)
    if (!first) return []
    const { mailbox_id: mailboxId, envelope_from: envelopeFrom, envelope_to: envelopeTo, received_at } = first
    return [{ id, mailboxId, rawSha256, envelopeFrom, envelopeTo, receivedAt: received_at }]
  })
  return withBytes(tx, kept)
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

const readersMax = 8

/**
 * Reads mails by today's parser, outside of any unit of work, because some lie in the blob store. What is wrong with one stops no
 * other; a store that is away stops all, and says nothing of any mail.
 */
export async function readAgain<K extends KeptMail>(
  store: Store,
  orgId: string,
  kept: readonly K[],
): Promise<(K & ReadAgain)[]> {
  const done = new Map<K, K & ReadAgain>()
  const waiting = kept.values()
  // They share the iterator: each takes the next mail when it is done with its last.
  await Promise.all(
    Array.from({ length: readersMax }, async () => {
      for (const one of waiting) done.set(one, await readOne(store, orgId, one))
    }),
  )
  return kept.map((one) => done.get(one)!)
}

async function readOne<K extends KeptMail>(store: Store, orgId: string, kept: K): Promise<K & ReadAgain> {
  try {
    const bytes = kept.bytes ?? (await readFiled(store, orgId, kept.rawSha256))
    const read = await parseMail(bytes, { from: kept.envelopeFrom, to: kept.envelopeTo })
    return { ...kept, bytes: null, read, failure: null }
  } catch (error) {
    if (error instanceof BlobsAway) throw error
    if (!(error instanceof Unparsable)) store.log.warn({ err: error, org_id: orgId, id: kept.id }, 'replay: not read')
    return { ...kept, bytes: null, read: null, failure: (error as Error).message.slice(0, 500) }
  }
}
