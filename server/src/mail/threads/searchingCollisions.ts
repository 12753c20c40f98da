import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '../../auth/index.ts'
import { BlobsAway } from '../../platform/blobs/blobs.ts'
import { defineJob } from '../../platform/jobs.ts'
import type { Store } from '../../platform/store.ts'
import type { JobIo, Tx } from '../../platform/work.ts'
import { countToPrint, messagesToPrint, recordPrints, type Unprinted } from '../../tickets/index.ts'
import { readFiled } from '../arriving/source.ts'
import { tables } from '../mailbox.ts'
import type { Fingerprints } from '../parsing/fingerprinting.ts'
import { type ReadOutcome, reader } from '../parsing/reader.ts'
import { ReaderAway } from '../parsing/startingReader.ts'
import { recordCollisions } from './colliding.ts'

const first = '00000000-0000-0000-0000-000000000000'
const stepMax = 100

export type CollisionSearch = {
  started_at: Date
  finished_at: Date | null
  done: number
  total: number
  unread: number
}

export async function collisionSearch(tx: Tx): Promise<CollisionSearch | null> {
  const row = await tables(tx)
    .selectFrom('collision_search')
    .select(['started_at', 'finished_at', 'done', 'total', 'unread'])
    .executeTakeFirst()
  return row ?? null
}

/** Looks through everything that is held for Message-IDs used twice. One that is under way goes on; one that is over begins again. */
export async function startCollisionSearch(tx: Tx): Promise<CollisionSearch> {
  const total = await countToPrint(tx)
  const begun = { started_at: tx.now, finished_at: null, next_after: first, done: 0, total, unread: 0 }
  const row = await tables(tx)
    .insertInto('collision_search')
    .values(begun)
    .onConflict((on) =>
      on
        .column('org_id' as never)
        .doUpdateSet(begun)
        .where('collision_search.finished_at', 'is not', null),
    )
    .returning('started_at')
    .executeTakeFirst()
  if (row) await audit(tx, 'collisions.searched', { messages: total })
  tx.enqueue(searchCollisions, {})
  return (await collisionSearch(tx))!
}

/** Step by step, each in a commit with how far it has come: killed in the middle it goes on there, twice at once each step is done once. */
export const searchCollisions = defineJob({
  name: 'mail.search-collisions',
  input: z.object({}),
  async run(io) {
    while (!io.signal.aborted && (await searchStep(io)));
  },
})

type Print = Pick<Fingerprints, 'wordsFingerprint' | 'weakFingerprint'>

/** Whether there is more to do. */
export async function searchStep({ unit, store }: Pick<JobIo, 'unit' | 'store'>): Promise<boolean> {
  const taken = await unit(async (tx) => {
    const search = await unfinished(tx)
    if (!search) return undefined
    const messages = await messagesToPrint(tx, search.next_after, stepMax)
    return { after: search.next_after, messages, orgId: tx.actor.orgId, raws: await rawsOf(tx, messages) }
  })
  if (!taken) return false
  const { after, messages, orgId, raws } = taken
  const prints: ({ id: string } & Print)[] = []
  let unread = 0
  for (const message of messages.filter(({ isPrinted }) => !isPrinted)) {
    const print = await printOf(store, orgId, message, raws)
    if (print) prints.push({ id: message.id, ...print })
    else unread++
  }
  return unit(async (tx) => {
    const search = await unfinished(tx, true)
    // Another process has done this step meanwhile.
    if (search?.next_after !== after) return search !== undefined
    await recordPrints(tx, prints)
    // None of them came now; they are only counted.
    const none = { mails: 0, newestAt: new Date(0) }
    await recordCollisions(tx, new Map(messages.map(({ header }) => [header, none])))
    const done = search.done + messages.length
    await tables(tx)
      .updateTable('collision_search')
      .set({
        next_after: messages.at(-1)?.id ?? after,
        done,
        // Mail comes in while it searches.
        total: Math.max(search.total, done),
        unread: search.unread + unread,
        finished_at: messages.length < stepMax ? tx.now : null,
      })
      .execute()
    return messages.length === stepMax
  })
}

async function unfinished(tx: Tx, locked = false) {
  return tables(tx)
    .selectFrom('collision_search')
    .select(['next_after', 'done', 'total', 'unread'])
    .where('finished_at', 'is', null)
    .$if(locked, (query) => query.forUpdate())
    .executeTakeFirst()
}

async function rawsOf(tx: Tx, messages: readonly Unprinted[]): Promise<Map<string, Buffer>> {
  const wanted = messages.flatMap(({ isPrinted, rawSha256 }) => (isPrinted || !rawSha256 ? [] : [rawSha256]))
  const { rows } = await sql<{ sha256: string; bytes: Buffer }>`
    select sha256, bytes from raw_mail where sha256 = any(${wanted}::text[]) and bytes is not null`.execute(tx.db)
  return new Map(rows.map(({ sha256, bytes }) => [sha256, bytes]))
}

/** Undefined when the mail's bytes are lost or cannot be read any more; while the blob store is away the job comes again. */
async function printOf(
  store: Store,
  orgId: string,
  { id, raw, rawSha256 }: Unprinted,
  raws: ReadonlyMap<string, Buffer>,
): Promise<Print | undefined> {
  try {
    const bytes = raw ?? (rawSha256 ? (raws.get(rawSha256) ?? (await readFiled(store, orgId, rawSha256))) : undefined)
    if (!bytes) return undefined
    const [read] = (await reader.read([{ bytes }])) as [ReadOutcome]
    if (read instanceof Error) throw read
    const { wordsFingerprint, weakFingerprint } = read
    return { wordsFingerprint, weakFingerprint }
  } catch (err) {
    if (err instanceof BlobsAway || err instanceof ReaderAway) throw err
    store.log.warn({ err, org_id: orgId, message_id: id }, 'mail: could not be compared with others')
    return undefined
  }
}
