import { notFound } from '../../platform/problem.ts'
import type { Tx } from '../../platform/work.ts'
import type { ReplayStage } from './replaying.ts'

export const replayKinds = ['look', 'apply', 'upgrade'] as const
export const replayStates = ['done', 'running', 'paused', 'cancelled', 'failed'] as const
export type ReplayState = (typeof replayStates)[number]

export type ReplayRun = {
  id: string
  kind: (typeof replayKinds)[number]
  state: ReplayState
  stage: ReplayStage
  mailbox_id: string | null
  since: Date | null
  mail: string | null
  parser_version: number
  mails_all: number
  mails_read: number
  mails_same: number
  mails_changed: number
  mails_failed: number
  mails_recovered: number
  part: 'messages' | 'failed-mails'
  after_id: string
  started_by: string
  created_at: Date
  updated_at: Date
  ended_at: Date | null
  lease_until: Date
  turns: number
  error: string | null
}

export type ReplayExample = {
  message_id: string
  ticket_id: string | null
  ticket_number: number | null
  subject: string
  was: string
  is: string
}
export type ReplayChange = { run_id: string; kind: string; field: string; mails: number; examples: ReplayExample[] }

export const tables = (tx: Tx) => tx.db.withTables<{ replay_run: ReplayRun; replay_change: ReplayChange }>()

export const nothingYet = '00000000-0000-0000-0000-000000000000'

export async function listRuns(
  tx: Tx,
  { limit, cursor }: { limit: number; cursor?: { at: Date; id: string } | undefined },
): Promise<ReplayRun[]> {
  return tables(tx)
    .selectFrom('replay_run')
    .selectAll()
    .$if(cursor !== undefined, (query) =>
      query.where(({ eb, refTuple, tuple }) => eb(refTuple('created_at', 'id'), '<', tuple(cursor!.at, cursor!.id))),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** With what it found, the most frequent first. */
export async function readRun(tx: Tx, id: string): Promise<{ run: ReplayRun; changes: ReplayChange[] }> {
  const run = await tables(tx).selectFrom('replay_run').selectAll().where('id', '=', id).executeTakeFirst()
  if (!run) throw notFound()
  const changes = await tables(tx)
    .selectFrom('replay_change')
    .selectAll()
    .where('run_id', '=', id)
    .orderBy('mails', 'desc')
    .orderBy('kind')
    .execute()
  return { run, changes }
}

/** For those who will change it. */
export async function lockRun(tx: Tx, id: string): Promise<ReplayRun> {
  const run = await tables(tx).selectFrom('replay_run').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!run) throw notFound()
  return run
}
