import { sql } from 'kysely'
import { BlobsAway } from '../../platform/blobs/blobs.ts'
import type { Store } from '../../platform/store.ts'
import { inTx, systemActor } from '../../platform/tx.ts'
import type { Tx } from '../../platform/work.ts'
import { countReadBefore } from '../../tickets/index.ts'
import { parserVersion } from '../parsing/parsed.ts'
import { ReaderAway } from '../parsing/startingReader.ts'
import { recover } from './recovering.ts'
import { type Judged, judgeAgain } from './replaying.ts'
import { type ReplayRun, tables } from './replayRun.ts'
import { beginRun } from './replayRuns.ts'
import { nextBatch, type Place, type Range } from './replayStep.ts'
import { readAgain } from './rereading.ts'
import { tallyOf, writeChanges } from './tallying.ts'

/** A process that says nothing for so long has died. */
export const leaseMs = 60_000
/** As long as one turn of the sweep may last: whoever stops the process waits for it. */
const turnMs = 4_000
const turnsMax = 5

/**
 * Works on replays: those that people began as fast as live mail allows, and by itself, a batch at a time, on messages that an older
 * parser read. Nothing is ever sent for it.
 */
export async function workReplays(store: Store): Promise<void> {
  if (!asked.has(store)) {
    const all = await sql<{ org_id: string }>`select org_id from org_list()`.execute(store.db)
    for (const { org_id } of all.rows) await inTx(store, systemActor(org_id, 'replay'), beginUpgrade)
    asked.add(store)
  }
  const orgs = await sql<{ org_id: string }>`select org_id from orgs_to_replay(${store.clock()})`.execute(store.db)
  for (const { org_id } of orgs.rows) {
    const run = await inTx(store, systemActor(org_id, 'replay'), takeRun)
    if (run) await takeTurn(store, org_id, run)
  }
}

/** A parser becomes newer with a new process only: each asks once, when it starts. */
const asked = new WeakSet<Store>()

/** Once for each version of the parser. */
async function beginUpgrade(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`replay ${tx.actor.orgId}`}, 0))`.execute(tx.db)
  const known = await tables(tx)
    .selectFrom('replay_run')
    .select('id')
    .where('kind', '=', 'upgrade')
    .where((eb) => eb.or([eb('parser_version', '=', parserVersion), eb('state', 'in', ['running', 'paused'])]))
    .executeTakeFirst()
  if (known || (await countReadBefore(tx, parserVersion)) === 0) return
  await beginRun(tx, 'upgrade', { stage: 'parse' })
}

/** A run that nobody works on; people's before Docket's own. */
async function takeRun(tx: Tx): Promise<ReplayRun | undefined> {
  const run = await tables(tx)
    .selectFrom('replay_run')
    .selectAll()
    .where('state', '=', 'running')
    .where('lease_until', '<=', tx.now)
    // A process of the version before must not read again what a newer parser has read.
    .where('parser_version', '<=', parserVersion)
    .orderBy((eb) => eb('kind', '=', 'upgrade'))
    .orderBy('created_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (!run) return undefined
  const gaveUp = run.turns >= turnsMax
  const error = `It stopped ${turnsMax} times at the same place, after ${run.mails_read} mails. The log says why; it can go on from there.`
  return tables(tx)
    .updateTable('replay_run')
    .set({
      turns: run.turns + 1,
      lease_until: new Date(tx.now.getTime() + leaseMs),
      ...(gaveUp && { state: 'failed', error, ended_at: tx.now }),
    })
    .where('id', '=', run.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

async function takeTurn(store: Store, orgId: string, run: ReplayRun): Promise<void> {
  const began = performance.now()
  let now: ReplayRun | undefined = run
  try {
    while (now?.state === 'running' && !(await hasLiveMail(store))) {
      now = (await stepRun(store, orgId, now)).run
      // By itself it takes one batch each turn, and leaves the rest of the second to others.
      if (run.kind === 'upgrade' || performance.now() - began > turnMs) break
    }
  } catch (error) {
    if (!(error instanceof BlobsAway || error instanceof ReaderAway)) throw error
    store.log.debug({ err: error, org_id: orgId }, 'replay: waits for what is away')
  }
  await inTx(store, systemActor(orgId, 'replay'), (tx) =>
    tables(tx)
      .updateTable('replay_run')
      .set({ lease_until: tx.now, turns: 0 })
      .where('id', '=', run.id)
      .where('state', '=', 'running')
      .execute(),
  )
}

/** Mail that came a moment ago goes first. */
async function hasLiveMail({ db, clock }: Store): Promise<boolean> {
  const { rows } = await sql`select org_id from orgs_with_work(${clock()}, 'ingest')`.execute(db)
  return rows.length > 0
}

export type Stepped = { judged: Judged[]; run: ReplayRun | undefined }

/**
 * The next mails of a run, their outcome and where it stands now, in one commit. Undefined when it was paused, cancelled or carried on
 * by somebody else meanwhile: then nothing of this step is kept.
 */
export async function stepRun(store: Store, orgId: string, run: ReplayRun): Promise<Stepped> {
  const actor = systemActor(orgId, 'replay')
  const place: Place = { part: run.part, after: run.after_id }
  const range = rangeOf(run)
  const { mails, next } = await inTx(store, actor, (tx) => nextBatch(tx, range, place))
  const read = await readAgain(store, orgId, mails)
  const writes = run.kind !== 'look'
  const recovered = place.part === 'failed-mails' ? await recover(store, orgId, read, writes) : undefined
  return inTx(store, actor, async (tx) => {
    const held = await lockHere(tx, run)
    if (!held) return { judged: [], run: undefined }
    const judged = recovered ?? (await judgeAgain(tx, store, read, { stage: run.stage, writes }))
    const tally = tallyOf(judged)
    await writeChanges(tx, run.id, tally.groups)
    const { read: n, same, changed, failed, recovered: back } = tally
    const moved = await tables(tx)
      .updateTable('replay_run')
      .set({
        mails_read: held.mails_read + n,
        mails_same: held.mails_same + same,
        mails_changed: held.mails_changed + changed,
        mails_failed: held.mails_failed + failed,
        mails_recovered: held.mails_recovered + back,
        updated_at: tx.now,
        turns: 0,
        lease_until: new Date(tx.now.getTime() + leaseMs),
        ...(next ? { part: next.part, after_id: next.after } : { state: 'done', ended_at: tx.now }),
      })
      .where('id', '=', run.id)
      .returningAll()
      .executeTakeFirstOrThrow()
    return { judged, run: moved }
  })
}

const rangeOf = ({ kind, mailbox_id, since, mail, stage, parser_version }: ReplayRun): Range => ({
  mailboxId: mailbox_id,
  since,
  mail,
  stage,
  olderThan: kind === 'upgrade' ? parser_version : undefined,
})

/** One batch of an organisation at a time is written, and only by whoever stands where the run stands. */
async function lockHere(tx: Tx, { id, part, after_id }: ReplayRun): Promise<ReplayRun | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`replay ${tx.actor.orgId}`}, 0))`.execute(tx.db)
  return tables(tx)
    .selectFrom('replay_run')
    .selectAll()
    .where('id', '=', id)
    .where('state', '=', 'running')
    .where('part', '=', part)
    .where('after_id', '=', after_id)
    .forUpdate()
    .executeTakeFirst()
}
