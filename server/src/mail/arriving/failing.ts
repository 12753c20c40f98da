import { notFound, problem } from '../../platform/problem.ts'
import type { Tx } from '../../platform/work.ts'
import { type Stage, tables } from '../mailbox.ts'

export type FailedMail = {
  id: string
  received_at: Date
  mailbox: string
  envelope_from: string | null
  envelope_to: string | null
  size: number
  attempts: number
  error: string | null
  raw_sha256: string
}

/** Kept mail that no message could be made of, newest first: it waits here for a person, with the sentence why. */
export async function listFailedMails(
  tx: Tx,
  { limit, cursor }: { limit: number; cursor?: { at: Date; id: string } | undefined },
): Promise<FailedMail[]> {
  return failed(tx)
    .$if(cursor !== undefined, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('occurrence.received_at', 'occurrence.id'), '<', tuple(cursor!.at, cursor!.id)),
      ),
    )
    .orderBy('occurrence.received_at', 'desc')
    .orderBy('occurrence.id', 'desc')
    .limit(limit)
    .execute()
}

export async function readFailedMail(tx: Tx, id: string): Promise<FailedMail & { stages: Stage[] }> {
  const row = await failed(tx).select('occurrence.stages').where('occurrence.id', '=', id).executeTakeFirst()
  if (!row) throw notFound()
  return row
}

export const notFailed = problem('not-failed', 409, 'Only a failed mail can be tried again')

/** From the beginning, as if it had just arrived: whatever was in the way may be gone. Says whether the mail must be brought first. */
export async function retryFailedMail(tx: Tx, id: string): Promise<boolean> {
  const row = await tables(tx)
    .selectFrom('occurrence')
    .select(['state', 'is_header_only'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw notFound()
  if (row.state !== 'failed') throw notFailed('This mail is not failed any more.')
  if (row.is_header_only) return true
  await tables(tx)
    .updateTable('occurrence')
    .set({ state: 'kept', attempts: 0, error: null, next_try_at: tx.now })
    .where('id', '=', id)
    .execute()
  return false
}

function failed(tx: Tx) {
  return tables(tx)
    .selectFrom('occurrence')
    .innerJoin('mailbox', 'mailbox.id', 'occurrence.mailbox_id')
    .select([
      'occurrence.id',
      'occurrence.received_at',
      'mailbox.address as mailbox',
      'occurrence.envelope_from',
      'occurrence.envelope_to',
      'occurrence.size',
      'occurrence.attempts',
      'occurrence.error',
      'occurrence.raw_sha256',
    ])
    .where('occurrence.state', '=', 'failed')
}
