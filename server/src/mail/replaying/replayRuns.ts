import { sql } from 'kysely'
import { actingUser, audit } from '../../auth/index.ts'
import { notFound, problem } from '../../platform/problem.ts'
import type { Tx } from '../../platform/work.ts'
import { countReadBefore } from '../../tickets/index.ts'
import { parserVersion } from '../parsing/parsed.ts'
import type { ReplayStage } from './replaying.ts'
import { lockRun, nothingYet, type ReplayRun, tables } from './replayRun.ts'

export type Wanted = { mailboxId?: string | null; since?: Date | null; mail?: string | null; stage: ReplayStage }

export const replayUnderWay = problem('replay-under-way', 409, 'A replay of this kind is under way')

/** A pass over kept mail begins: `look` only says what would change, `apply` writes it. One of a kind at a time. */
export async function beginRun(
  tx: Tx,
  kind: ReplayRun['kind'],
  { mailboxId = null, since = null, mail = null, stage }: Wanted,
  { heldMs = 0 } = {},
): Promise<ReplayRun> {
  const row = {
    id: tx.newId(),
    kind,
    state: 'running' as const,
    stage,
    mailbox_id: mailboxId,
    since,
    mail,
    parser_version: parserVersion,
    mails_all:
      kind === 'upgrade' ? await countReadBefore(tx, parserVersion) : await countMails(tx, { mailboxId, since }),
    after_id: nothingYet,
    started_by: await nameOf(tx),
    created_at: tx.now,
    updated_at: tx.now,
    lease_until: new Date(tx.now.getTime() + heldMs),
  }
  const run = await tables(tx)
    .insertInto('replay_run')
    .values({ ...row, mails_all: mail === null ? row.mails_all : 1 } as ReplayRun)
    .onConflict((on) => on.doNothing())
    .returningAll()
    .executeTakeFirst()
  if (!run) throw replayUnderWay('It goes on by itself while docket serve runs: wait until it is done, or cancel it.')
  if (kind !== 'upgrade') await audit(tx, kind === 'look' ? 'replay.looked' : 'replay.applied', factsOf(run))
  return run
}

/** The run that writes and was left: its holder has died, or it was paused. Undefined when there is none. */
export async function openRun(tx: Tx, heldMs: number): Promise<ReplayRun | undefined> {
  const run = await tables(tx)
    .selectFrom('replay_run')
    .selectAll()
    .where('kind', '=', 'apply')
    .where('state', 'in', ['running', 'paused', 'failed'])
    .orderBy('created_at', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
  if (!run) return undefined
  if (run.state === 'running' && run.lease_until > tx.now) throw replayUnderWay('Somebody works on it in this moment.')
  await audit(tx, 'replay.resume', factsOf(run))
  return tables(tx)
    .updateTable('replay_run')
    .set({ state: 'running', turns: 0, error: null, ended_at: null, lease_until: new Date(tx.now.getTime() + heldMs) })
    .where('id', '=', run.id)
    .returningAll()
    .executeTakeFirst()
}

/** The changes that a dry run has found are made: the same mails, read once more. */
export async function applyRun(tx: Tx, id: string): Promise<ReplayRun> {
  const run = await lockRun(tx, id)
  if (run.kind !== 'look') throw notFound()
  return beginRun(tx, 'apply', { mailboxId: run.mailbox_id, since: run.since, mail: run.mail, stage: run.stage })
}

export const replayOver = problem('replay-over', 409, 'This replay is over')

const deeds = {
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused', 'failed', 'running'], to: 'running' },
  cancel: { from: ['running', 'paused', 'failed'], to: 'cancelled' },
} as const
export type ReplayDeed = keyof typeof deeds

/** What is written stays written; a run that goes on does so where it stood. */
export async function steerRun(tx: Tx, id: string, deed: ReplayDeed): Promise<ReplayRun> {
  const run = await lockRun(tx, id)
  const { from, to } = deeds[deed]
  if (run.state === to) return run
  if (!(from as readonly string[]).includes(run.state)) throw replayOver(`It is ${run.state}.`)
  if (to === 'running' && (await isAlive(tx, run.kind, id)))
    throw replayUnderWay('Wait until it is done, or cancel it.')
  await audit(tx, `replay.${deed}`, factsOf(run))
  return tables(tx)
    .updateTable('replay_run')
    .set({
      ...{ state: to, updated_at: tx.now, turns: 0, error: null },
      ...(to === 'running' && { lease_until: tx.now }),
      ...(to === 'cancelled' && { ended_at: tx.now }),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

async function isAlive(tx: Tx, kind: ReplayRun['kind'], other: string): Promise<boolean> {
  const alive = await tables(tx)
    .selectFrom('replay_run')
    .select('id')
    .where('kind', '=', kind)
    .where('state', 'in', ['running', 'paused'])
    .where('id', '<>', other)
    .executeTakeFirst()
  return alive !== undefined
}

async function countMails(tx: Tx, { mailboxId, since }: Pick<Wanted, 'mailboxId' | 'since'>): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(distinct message_id) as n from occurrence where message_id is not null
      ${mailboxId ? sql`and mailbox_id = ${mailboxId}` : sql``} ${since ? sql`and received_at >= ${since}` : sql``}`.execute(
    tx.db,
  )
  return rows[0]!.n
}

async function nameOf(tx: Tx): Promise<string> {
  if (tx.actor.kind !== 'user') return tx.actor.id === 'cli' ? 'the command line' : 'Docket itself'
  return (await actingUser(tx))?.name ?? tx.actor.id
}

const factsOf = ({ id, kind, stage, mailbox_id, since, mail }: ReplayRun) => ({
  ...{ run_id: id, kind, stage },
  ...(mailbox_id && { mailbox_id }),
  ...(since && { since: since.toISOString() }),
  ...(mail && { mail }),
})
