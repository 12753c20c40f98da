import { notFound, problem } from '../../platform/problem.ts'
import type { Tx } from '../../platform/work.ts'

type Row = { id: string; user_id: string; address: string; created_at: Date }
const tables = (tx: Tx) => tx.db.withTables<{ image_sender: Row }>()

export type ImageSender = Pick<Row, 'id' | 'address' | 'created_at'>

export const imageSendersFull = problem('image-senders-full', 409, 'No more senders whose images are shown')
const sendersMax = 500

/** The senders whose remote images the actor wants to see without being asked. */
export const listImageSenders = (tx: Tx): Promise<ImageSender[]> =>
  tables(tx)
    .selectFrom('image_sender')
    .select(['id', 'address', 'created_at'])
    .where('user_id', '=', tx.actor.id)
    .orderBy('address')
    .execute()

/** Twice is once. */
export async function trustImageSender(tx: Tx, { address }: { address: string }): Promise<ImageSender> {
  const known = await listImageSenders(tx)
  const lower = address.toLowerCase()
  const before = known.find((one) => one.address === lower)
  if (before) return before
  if (known.length >= sendersMax)
    throw imageSendersFull(`There are ${sendersMax} already: remove some in your profile.`)
  const row = { id: tx.newId(), address: lower, created_at: tx.now }
  await tables(tx)
    .insertInto('image_sender')
    .values({ ...row, user_id: tx.actor.id })
    .execute()
  return row
}

export async function distrustImageSender(tx: Tx, { id }: { id: string }): Promise<void> {
  const gone = await tables(tx)
    .deleteFrom('image_sender')
    .where('id', '=', id)
    .where('user_id', '=', tx.actor.id)
    .executeTakeFirst()
  if (gone.numDeletedRows === 0n) throw notFound()
}
