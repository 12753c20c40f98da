import { listRuns, parserVersion, type ReplayRun } from '../../mail/index.ts'
import type { Store } from '../../platform/store.ts'
import { inTx, systemActor } from '../../platform/tx.ts'
import { countReadBefore } from '../../tickets/index.ts'
import { type Finding, good, look } from './finding.ts'
import { organisations } from './organisations.ts'

const page = 'Look at /ops/replays.'

/** Whether what is shown of mails was read by today's parser, and whether a replay waits for somebody. */
export async function checkReplays(store: Store): Promise<Finding> {
  let behind = 0
  const runs: ReplayRun[] = []
  for (const { orgId } of await organisations(store)) {
    await inTx(store, systemActor(orgId, 'doctor'), async (tx) => {
      behind += await countReadBefore(tx, parserVersion)
      runs.push(...(await listRuns(tx, { limit: 20 })))
    })
  }
  const stopped = runs.filter(({ state }) => state === 'failed')
  if (stopped[0]) return look('replays', `A replay has stopped: ${stopped[0].error}`, page)
  const paused = runs.filter(({ state }) => state === 'paused').length
  if (paused > 0) return look('replays', `${paused} replays are paused.`, page)
  if (behind === 0) return good('replays', 'Every message was read by today’s parser.')
  const upgrades = runs.filter(({ kind, parser_version }) => kind === 'upgrade' && parser_version === parserVersion)
  if (upgrades.some(({ state }) => state === 'running') || upgrades.length === 0)
    return good('replays', `${behind} messages of an older parser are read again by docket serve, a few each second.`)
  return look('replays', `${behind} messages could not be read again and stand as an older parser read them.`, page)
}
