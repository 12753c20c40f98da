import type { Tx } from './work.ts'

const asked = new WeakMap<Tx['db'], Map<string, Promise<unknown>>>()

/**
 * What stays as it is while a unit of work lasts is asked for once in it, by whichever verb comes first; those that share a transaction
 * share the answer. Not for what the unit of work itself may change and look at again.
 */
export function askedOnce<R>({ db }: Tx, what: string, ask: () => Promise<R>): Promise<R> {
  const answers = asked.get(db) ?? new Map<string, Promise<unknown>>()
  asked.set(db, answers)
  const answer = (answers.get(what) as Promise<R> | undefined) ?? ask()
  answers.set(what, answer)
  return answer
}
