import type { Store } from '../platform/store.ts'
import type { Tx } from '../platform/work.ts'
import { actingUser, tables } from './user.ts'

export const undoChoices = [0, 5, 10, 20, 30] as const
type UndoSeconds = (typeof undoChoices)[number]

/** How long what the actor sends waits before it leaves, in seconds: his own choice, or what the server does. */
export async function undoSecondsOf(tx: Tx, { config }: Pick<Store, 'config'>): Promise<number> {
  return (await ownUndoSeconds(tx)) ?? config.undoSeconds
}

export const ownUndoSeconds = async (tx: Tx): Promise<UndoSeconds | null> =>
  (await actingUser(tx))?.undo_seconds ?? null

export async function chooseUndoSeconds(tx: Tx, { seconds }: { seconds: UndoSeconds | null }): Promise<void> {
  await tables(tx).updateTable('app_user').set({ undo_seconds: seconds }).where('id', '=', tx.actor.id).execute()
}
