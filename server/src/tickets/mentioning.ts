import { activeAmong } from '../auth/index.ts'
import { invalid } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'

/** Whom a note names, each once. Only who works here can be named: anything else is a fault of the program that asks. */
export async function mustWorkHere(tx: Tx, mentions: readonly string[]): Promise<string[]> {
  const named = [...new Set(mentions)]
  const here = await activeAmong(tx, named)
  if (named.every((id) => here.has(id))) return named
  throw invalid('mentions: there is no such user', {
    errors: [{ field: 'mentions', message: 'names somebody who does not work here' }],
  })
}
