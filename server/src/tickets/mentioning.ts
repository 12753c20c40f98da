import { activeAmong } from '../auth/index.ts'
import { invalid } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'

/** Whom a request names in this field, each once: a ticket that is given to who has left would be nobody's. */
export async function mustWorkHere(
  tx: Tx,
  ids: readonly string[],
  field: 'mentions' | 'assignee_user_id',
): Promise<string[]> {
  const named = [...new Set(ids)]
  const here = await activeAmong(tx, named)
  if (named.every((id) => here.has(id))) return named
  const message = 'names somebody who does not work here'
  throw invalid(`${field}: ${message}`, { errors: [{ field, message }] })
}
