import type { Store } from '../../platform/store.ts'
import { inTx, systemActor } from '../../platform/tx.ts'
import { beginIndexing } from '../../search/index.ts'
import { indexStep, messageCount } from '../../tickets/index.ts'
import { type Command, json } from './command.ts'
import { organisations } from './organisations.ts'
import { watch } from './progress.ts'
import { withStore } from './withStore.ts'

/** Makes every message findable anew. Safe beside a running server, which goes on with it when this is stopped. */
export const command: Command = {
  takes: '',
  options: { org: { type: 'string' }, json: { type: 'boolean' } },
  about: { org: 'only the organisation of this slug', json: 'print {"messages", "seconds"}' },
  example: 'docket reindex --org demo',
  run: (given) =>
    withStore(given, async (store) => {
      const { org } = given.values
      const orgs = await organisations(store, typeof org === 'string' ? org : undefined)
      const began = performance.now()
      let [all, done] = [0, 0]
      for (const { orgId } of orgs) all += await begin(store, orgId)
      const watched = watch(given.terminal, () => ({
        share: all ? done / all : undefined,
        done,
        text: `${done} of ${all} messages indexed`,
      }))
      try {
        for (const { orgId } of orgs)
          for (let step = await indexStep(store, orgId); step !== null; step = await indexStep(store, orgId))
            done += step
      } finally {
        watched.stop()
      }
      const seconds = Math.round((performance.now() - began) / 100) / 10
      await given.terminal.out(
        given.values.json ? json({ messages: all, seconds }) : `${all} messages are indexed anew in ${seconds} s.\n`,
      )
      return 0
    }),
}

const begin = (store: Store, orgId: string): Promise<number> =>
  inTx(store, systemActor(orgId, 'reindex'), async (tx) => {
    await beginIndexing(tx)
    return messageCount(tx)
  })
