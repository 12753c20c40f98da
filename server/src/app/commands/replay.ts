import {
  beginRun,
  emptyTally,
  findMailbox,
  type Judged,
  lookAtNext,
  nothingYet,
  openRun,
  type Place,
  type Range,
  type ReplayRun,
  type ReplayStage,
  replayStages,
  stepRun,
  type Tally,
  tallyOf,
} from '../../mail/index.ts'
import type { Store } from '../../platform/store.ts'
import { inTx } from '../../platform/tx.ts'
import { type Command, type Given, json, Misuse } from './command.ts'
import { mailboxAddresses } from './importState.ts'
import { listed, organisations } from './organisations.ts'
import { watch } from './progress.ts'
import { mailInWords, totalsInWords, totalsOf } from './replayWords.ts'
import { commandLine } from './whose.ts'
import { withStore } from './withStore.ts'

/** As long as one batch may take before a server believes that this command has died, and goes on in its place. */
const heldMs = 60_000

/** Decides about kept mail anew. Stopped, a running server goes on with it; run again, it finds nothing left to change. */
export const command: Command = {
  takes: '',
  options: {
    mail: { type: 'string' },
    mailbox: { type: 'string' },
    since: { type: 'string' },
    stage: { type: 'string' },
    'dry-run': { type: 'boolean' },
    continue: { type: 'boolean' },
    org: { type: 'string' },
    json: { type: 'boolean' },
  },
  about: {
    mail: 'only this mail: the id of its message or delivery, or its Message-ID',
    mailbox: 'only mail of this mailbox',
    since: 'only mail taken in since this day or instant, as 2026-11-21',
    stage: 'parse: only what the parser decides; stitch: only the ticket, which is proposed and never changed',
    'dry-run': 'say what would change and write nothing',
    continue: 'go on with the replay that was stopped',
    org: 'only the organisation of this slug',
    json: 'print one JSON object a mail that would change, and the totals as the last line',
  },
  example: 'docket replay --since 2026-11-01 --dry-run',
  async run(given) {
    const { values } = given
    if (values.stage === 'route')
      throw new Error(
        'There are no routing rules yet, so there is no routing to replay. --stage takes parse or stitch.',
      )
    const wanted = wantedOf(given)
    return withStore(given, async (store) => {
      const orgIds = await whichOrganisations(given, store, wanted)
      const began = performance.now()
      const tally = emptyTally()
      let [done, all] = [0, 0]
      const watched = watch(given.terminal, () => ({
        share: all > 0 ? done / all : undefined,
        done,
        text: `${done} mails read again, ${tally.changed} otherwise`,
      }))
      const heed = async (judged: readonly Judged[]) => {
        done += judged.length
        tallyOf(judged, tally)
        for (const one of judged) await print(given, one)
      }
      try {
        for (const orgId of orgIds) {
          if (values['dry-run']) await look(store, orgId, wanted, heed)
          else
            await apply(store, orgId, wanted, heed, values.continue === true, (more) => {
              all += more
            })
        }
      } finally {
        watched.stop()
      }
      if (wanted.mail !== null && done === 0 && !values.continue) throw new Error(`There is no mail ${wanted.mail}.`)
      return conclude(given, tally, (performance.now() - began) / 1000)
    })
  },
}

type Heed = (judged: readonly Judged[]) => Promise<void>

async function look(store: Store, orgId: string, range: Range, heed: Heed): Promise<void> {
  let place: Place | null = { part: 'messages', after: nothingYet }
  while (place) {
    const { judged, next } = await lookAtNext(store, orgId, range, place)
    await heed(judged)
    place = next
  }
}

async function apply(
  store: Store,
  orgId: string,
  range: Range,
  heed: Heed,
  goesOn: boolean,
  expect: (more: number) => void,
): Promise<void> {
  let run: ReplayRun | undefined = await inTx(store, commandLine(orgId), (tx) =>
    goesOn ? openRun(tx, heldMs) : beginRun(tx, 'apply', range, { heldMs }),
  )
  if (!run) return
  const { id } = run
  expect(run.mails_all - run.mails_read)
  while (run?.state === 'running') {
    const stepped: Awaited<ReturnType<typeof stepRun>> = await stepRun(store, orgId, run)
    await heed(stepped.judged)
    run = stepped.run
  }
  if (!run)
    throw new Error(
      `The replay ${id} was paused, cancelled or taken over; what is written stays. Its page says how it stands.`,
    )
}

async function print({ terminal, values }: Given, one: Judged): Promise<void> {
  if (one.changes.length === 0 && one.failure === null && !one.recovered) return
  await terminal.out(values.json ? json(one) : mailInWords(one))
}

async function conclude({ terminal, values }: Given, tally: Tally, seconds: number): Promise<number> {
  const isDry = values['dry-run'] === true
  await terminal.out(values.json ? json(totalsOf(tally, seconds)) : totalsInWords(tally, seconds, isDry))
  return 0
}

function wantedOf({ values }: Given): Range {
  const { stage = 'all', since, mail } = values
  if (!(replayStages as readonly unknown[]).includes(stage)) throw new Misuse('--stage takes parse or stitch.')
  const day = typeof since === 'string' ? new Date(since) : null
  if (day && Number.isNaN(day.getTime())) throw new Misuse('--since takes a day or an instant, as 2026-11-21.')
  const named = typeof mail === 'string' ? mail.trim().replace(/^<|>$/g, '') : null
  return { stage: stage as ReplayStage, since: day, mail: named, mailboxId: null }
}

async function whichOrganisations({ values }: Given, store: Store, wanted: Range): Promise<string[]> {
  if (typeof values.mailbox === 'string') {
    const mailbox = await findMailbox(store, values.mailbox)
    if (!mailbox)
      throw new Error(`There is no mailbox ${values.mailbox}; there ${listed(await mailboxAddresses(store))}.`)
    wanted.mailboxId = mailbox.mailboxId
    return [mailbox.orgId]
  }
  const all = await organisations(store, typeof values.org === 'string' ? values.org : undefined)
  return all.map(({ orgId }) => orgId)
}
