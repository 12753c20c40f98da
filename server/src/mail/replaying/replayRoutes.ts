import { z } from 'zod'
import { Instant } from '../../platform/instant.ts'
import { invalid } from '../../platform/problem.ts'
import { type Route, route } from '../../platform/routes.ts'
import type { Tx } from '../../platform/work.ts'
import { listMailboxes, withoutTag } from '../mailbox.ts'
import { Listing, Page, pageOf, place } from '../paging.ts'
import { replayStages } from './replaying.ts'
import { listRuns, type ReplayChange, type ReplayRun, readRun, replayKinds, replayStates } from './replayRun.ts'
import { applyRun, beginRun, replayOver, replayUnderWay, steerRun } from './replayRuns.ts'

const ById = z.object({ id: z.uuid() })
const Stage = z.enum(replayStages).meta({ id: 'ReplayStage' })

const Run = z
  .object({
    id: z.string(),
    kind: z.enum(replayKinds).meta({
      description: 'look: says what would change; apply: writes it; upgrade: writes it after a new parser, by itself.',
    }),
    state: z.enum(replayStates),
    stage: Stage,
    mailbox: z.string().nullable().meta({ description: 'Only mail of this address.' }),
    since: Instant.nullable(),
    mail: z.string().nullable(),
    parser_version: z.number().int(),
    mails: z.object({
      all: z.number().int().meta({ description: 'When it began; more may have come since.' }),
      read: z.number().int(),
      same: z.number().int(),
      changed: z.number().int(),
      failed: z.number().int(),
      recovered: z.number().int().meta({ description: 'Had failed before and can be read now.' }),
    }),
    started_by: z.string(),
    created_at: Instant,
    updated_at: Instant,
    ended_at: Instant.nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'ReplayRun' })

const Group = z
  .object({
    kind: z.string(),
    field: z.string(),
    mails: z.number().int(),
    examples: z.array(
      z.object({
        message_id: z.string(),
        ticket_id: z.string().nullable(),
        ticket_number: z.number().int().nullable(),
        subject: z.string(),
        was: z.string(),
        is: z.string(),
      }),
    ),
  })
  .meta({ id: 'ReplayGroup' })

const Whole = Run.extend({ changes: z.array(Group) }).meta({ id: 'ReplayRunView' })

const steer = (deed: 'pause' | 'resume' | 'cancel', says: string) =>
  route(`POST /ops/replays/:id/${deed}`, {
    says,
    name: `${deed}Replay`,
    may: 'ops.replay',
    in: ById,
    out: Run,
    refuses: [replayOver, replayUnderWay],
    run: async (tx, { id }) => view(await steerRun(tx, id, deed), await addressesById(tx)),
  })

export const replayRoutes: Route[] = [
  route('GET  /ops/replays', {
    says: 'Replays, newest first: passes over kept mail by today’s rules.',
    name: 'listReplays',
    may: 'ops.see',
    in: Listing,
    out: Page(Run),
    run: async (tx, { limit, cursor }) => {
      const runs = await listRuns(tx, { limit: limit + 1, cursor: place(cursor) })
      const addresses = await addressesById(tx)
      return pageOf(
        runs,
        limit,
        (run) => view(run, addresses),
        ({ created_at, id }) => [created_at, id],
      )
    },
  }),
  route('POST /ops/replays', {
    says: 'Begin a dry run: it says what would be decided otherwise today, and changes nothing.',
    name: 'beginReplay',
    status: 201,
    may: 'ops.replay',
    in: z.object({
      stage: Stage.default('all'),
      mailbox: z.string().trim().max(320).nullish().meta({ description: 'Only mail of this address.' }),
      since: z.iso.datetime({ offset: true }).nullish().meta({ description: 'Only mail taken in since then.' }),
      mail: z.string().trim().min(1).max(998).nullish().meta({ description: 'One mail: its id or Message-ID.' }),
    }),
    out: Run,
    refuses: [replayUnderWay],
    run: async (tx, { stage, mailbox, since, mail }) => {
      const addresses = await addressesById(tx)
      const run = await beginRun(tx, 'look', {
        stage,
        mailboxId: mailbox ? idOf(mailbox, addresses) : null,
        since: since ? new Date(since) : null,
        mail: mail?.replace(/^<|>$/g, '') ?? null,
      })
      return view(run, addresses)
    },
  }),
  route('GET  /ops/replays/:id', {
    says: 'One replay with what it found, gathered by kind, with examples.',
    name: 'readReplay',
    may: 'ops.see',
    in: ById,
    out: Whole,
    run: async (tx, { id }) => {
      const { run, changes } = await readRun(tx, id)
      return { ...view(run, await addressesById(tx)), changes: changes.map(groupView) }
    },
  }),
  route('POST /ops/replays/:id/apply', {
    says: 'Write what this dry run found: the same mails are read once more. Nothing is sent for it.',
    name: 'applyReplay',
    status: 201,
    may: 'ops.replay',
    in: ById,
    out: Run,
    refuses: [replayUnderWay],
    run: async (tx, { id }) => view(await applyRun(tx, id), await addressesById(tx)),
  }),
  steer('pause', 'Hold a replay; what it has done stays.'),
  steer('resume', 'Let a replay go on where it stood.'),
  steer('cancel', 'End a replay; what it has done stays.'),
]

type Addresses = ReadonlyMap<string, string>

const addressesById = async (tx: Tx): Promise<Addresses> =>
  new Map((await listMailboxes(tx)).map(({ id, address }) => [id, address]))

function idOf(mailbox: string, addresses: Addresses): string {
  const wanted = withoutTag(mailbox)
  for (const [id, address] of addresses) if (address === wanted) return id
  const message = 'there is no such mailbox'
  throw invalid(`mailbox: ${message}`, { errors: [{ field: 'mailbox', message }] })
}

function view(run: ReplayRun, addresses: Addresses): z.input<typeof Run> {
  return {
    id: run.id,
    kind: run.kind,
    state: run.state,
    stage: run.stage,
    mailbox: run.mailbox_id === null ? null : (addresses.get(run.mailbox_id) ?? null),
    since: run.since,
    mail: run.mail,
    parser_version: run.parser_version,
    mails: {
      all: run.mails_all,
      read: run.mails_read,
      same: run.mails_same,
      changed: run.mails_changed,
      failed: run.mails_failed,
      recovered: run.mails_recovered,
    },
    started_by: run.started_by,
    created_at: run.created_at,
    updated_at: run.updated_at,
    ended_at: run.ended_at,
    error: run.error,
  }
}

const groupView = ({ kind, field, mails, examples }: ReplayChange): z.input<typeof Group> => ({
  kind,
  field,
  mails,
  examples,
})
