import type { Store } from '../../platform/store.ts'
import { openStore } from '../opening.ts'
import type { Given } from './command.ts'

/** The store for one command, closed again whatever happens; beside a running server it shares that server's database. */
export async function withStore<R>(
  { config, terminal }: Given,
  work: (store: Store, ownerUrl: string | undefined) => Promise<R>,
): Promise<R> {
  // What a command has to say it says itself; log lines are for those who asked for them.
  const logLevel = terminal.env.LOG_LEVEL ? config().logLevel : 'error'
  const opened = await openStore({ ...config(), logLevel }, { progress: terminal.say })
  try {
    return await work(opened.store, opened.ownerUrl)
  } finally {
    await opened.close()
  }
}
