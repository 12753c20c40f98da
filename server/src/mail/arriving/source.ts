import type { Store } from '../../platform/store.ts'
import type { Tx } from '../../platform/work.ts'
import { tables } from '../mailbox.ts'

/** The bytes as they came, from wherever they lie now: a filed mail is fetched when the unit of work is over. */
export async function rawOf(tx: Tx, store: Store, sha256: string): Promise<() => Promise<Buffer>> {
  const row = await tables(tx).selectFrom('raw_mail').select('bytes').where('sha256', '=', sha256).executeTakeFirst()
  const bytes = row?.bytes
  return bytes ? async () => bytes : () => readFiled(store, tx.actor.orgId, sha256)
}

/** Speaks to the blob store: never inside a unit of work. */
export async function readFiled(store: Store, orgId: string, sha256: string): Promise<Buffer> {
  const filed = await store.blobs.get(orgId, sha256)
  if (!filed) throw new Error('the bytes of this mail are neither in the database nor in the blob store')
  return Buffer.from(filed.buffer, filed.byteOffset, filed.byteLength)
}

const beginningBytes = 256 * 1024

/** As much of a filed mail as a person reads. */
export async function beginningOf(store: Store, orgId: string, sha256: string): Promise<Buffer> {
  const blob = await store.blobs.open(orgId, sha256)
  if (!blob) throw new Error('the bytes of this mail are not in the blob store')
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of blob.stream as AsyncIterable<Uint8Array>) {
    pieces.push(piece)
    size += piece.byteLength
    if (size >= beginningBytes) break
  }
  return Buffer.concat(pieces).subarray(0, beginningBytes)
}

/** Every delivery of a message, with the stages it went through. */
export async function deliveriesOfMessage(tx: Tx, messageId: string) {
  const rows = await tables(tx)
    .selectFrom('occurrence')
    .innerJoin('mailbox', 'mailbox.id', 'occurrence.mailbox_id')
    .select([
      'mailbox.address',
      'occurrence.size',
      'occurrence.is_history',
      'occurrence.attempts',
      'occurrence.raw_sha256',
      'occurrence.envelope_from',
      'occurrence.envelope_to',
      'occurrence.received_at',
      'occurrence.stages',
      'occurrence.peer_ip',
      'occurrence.peer_helo',
      'occurrence.authentication',
      'occurrence.recipient',
    ])
    .where('occurrence.message_id', '=', messageId)
    .orderBy('occurrence.received_at')
    .orderBy('occurrence.id')
    .execute()
  return rows.map((row) => ({
    mailbox: row.address,
    envelope_from: row.envelope_from,
    envelope_to: row.envelope_to,
    received_at: row.received_at.toISOString(),
    stages: row.stages,
    size: row.size,
    sha256: row.raw_sha256,
    is_history: row.is_history,
    attempts: row.attempts,
    recipient: row.recipient,
    peer: row.peer_ip === null ? null : { ip: row.peer_ip, helo: row.peer_helo ?? '' },
    authentication: row.authentication && {
      verdict: row.authentication.verdict,
      reasons: row.authentication.reasons,
    },
  }))
}

/** Raw mail for a person to read: valid UTF-8 as it is, else byte by byte; what the database or JSON cannot hold is shown as such. */
export function asText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  }
}
