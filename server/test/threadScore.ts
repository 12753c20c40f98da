import { createHash } from 'node:crypto'
import { importId, ingestRound, keepMail } from '../src/mail/index.ts'
import type { Store } from '../src/platform/store.ts'
import { inTx, systemActor } from '../src/platform/tx.ts'
import { type Score, scorePairs, tied } from './threads.ts'

export type Threaded = Score & {
  /** Different mails, the threads that their ids make of them, and the tickets that Docket made. */
  mails: number
  threads: number
  tickets: number
  /** Not understood, and kept where a person sees them. */
  failed: number
  /** Neither on a ticket nor there: must be none. */
  lost: number
  seconds: number
}

const batch = 200

/** Takes the mails in as an import does, one after the other, and compares the tickets with what References and In-Reply-To tie together. */
export async function scoreThreads(
  store: Store,
  { orgId, mailboxId }: { orgId: string; mailboxId: string },
  mails: readonly Uint8Array[],
): Promise<Threaded> {
  const began = performance.now()
  const actor = systemActor(orgId, 'import')
  const unique = new Map(mails.map((bytes) => [createHash('sha256').update(bytes).digest('hex'), bytes]))
  const all = [...unique]
  for (let from = 0; from < all.length; from += batch) {
    const part = all.slice(from, from + batch)
    await inTx(store, actor, (tx) =>
      keepMail(
        tx,
        part.map(([sha256, bytes], i) => ({
          ...{ mailboxId, bytes, sha256, providerId: importId(sha256), envelopeFrom: null, envelopeTo: null },
          // What came later is understood later.
          receivedAt: new Date(Date.UTC(2026, 0, 1) + (from + i) * 1_000),
          isHistory: true,
        })),
      ),
    )
    while ((await ingestRound(store)) > 0);
  }
  const seconds = (performance.now() - began) / 1_000
  const stands = await inTx(store, actor, (tx) =>
    tx.db
      .withTables<{
        occurrence: { raw_sha256: string; state: string; message_id: string | null }
        message: { id: string; ticket_id: string | null }
      }>()
      .selectFrom('occurrence')
      .leftJoin('message', 'message.id', 'occurrence.message_id')
      .select(['occurrence.raw_sha256', 'occurrence.state', 'message.ticket_id'])
      .execute(),
  )
  const ofThese = stands.filter(({ raw_sha256 }) => unique.has(raw_sha256))
  const placed = ofThese.filter(({ ticket_id }) => ticket_id !== null)
  const failed = ofThese.filter(({ state }) => state === 'failed').length
  const tickets = [...Map.groupBy(placed, ({ ticket_id }) => ticket_id!).values()]
  const truth = tied(all.map(([id, bytes]) => ({ id, names: idsIn(bytes) })))
  return {
    ...scorePairs(
      truth,
      tickets.map((group) => group.map(({ raw_sha256 }) => raw_sha256)),
    ),
    ...{ mails: unique.size, threads: truth.length, tickets: tickets.length, failed },
    ...{ lost: unique.size - new Set(placed.map(({ raw_sha256 }) => raw_sha256)).size - failed, seconds },
  }
}

/** The ids that a mail bears and names, read without Docket's own parser. */
function idsIn(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes.subarray(0, 200_000)).toString('latin1').replaceAll('\r\n', '\n')
  const end = text.indexOf('\n\n')
  const lines = text
    .slice(0, end < 0 ? text.length : end)
    .replace(/\n[ \t]+/g, ' ')
    .split('\n')
  return lines
    .filter((line) => /^(message-id|in-reply-to|references)[ \t]*:/i.test(line))
    .flatMap((line) => [...line.matchAll(/<([^<>\s]+@[^<>\s]*)>/g)].map(([, id]) => id!))
}

export const inWords = ({ mails, threads, tickets, failed, lost, precision, recall, f1, seconds }: Threaded): string =>
  [
    `${mails} mails in ${seconds.toFixed(1)} s: ${threads} threads by their ids, ${tickets} tickets`,
    `lost ${lost}, not understood ${failed}`,
    `precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}, F1 ${f1.toFixed(4)}`,
  ].join('; ')
