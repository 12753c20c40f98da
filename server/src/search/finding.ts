import { sql } from 'kysely'
import { invalid } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import { unwantedIn, wantedIn } from './matching.ts'
import type { Query } from './query.ts'

/** What is asked of the tickets themselves; undefined asks nothing. */
export type Facets = {
  statuses?: readonly string[] | undefined
  assignees?: readonly string[] | undefined
  /** With `assignees`: or of nobody. */
  orNobody?: boolean | undefined
  isUnread?: boolean | undefined
  /** A ticket that is shown already. */
  butNot?: string | undefined
}

export type Found = { ticketId: string; messageId: string; at: Date; place: string }

/**
 * Tickets that answer, the newest matching message first, each once. A page goes on where the last one ended, from the place of its
 * last ticket; what is written meanwhile stands before it and is not asked for again.
 */
export async function findTickets(
  tx: Tx,
  query: Query,
  { facets, after, limit }: { facets: Facets; after: string | undefined; limit: number },
): Promise<Found[]> {
  const [slice, at, id] = after === undefined ? [null, null, null] : readPlace(after)
  const { rows } = await sql<{ ticket_id: string; message_id: string; at: Date; place: string }>`
    select ticket_id, message_id, at, json_build_array(slice_at, at, message_id)::text as place
    from search_tickets(${wantedIn(query)}, ${unwantedIn(query)}, ${query.from ?? null}, ${query.before ?? null},
      ${facets.statuses ?? null}::text[], ${facets.assignees ?? null}::uuid[], ${facets.orNobody ?? false},
      ${facets.isUnread ?? null}::boolean, ${facets.butNot ?? null}::uuid,
      ${slice}::timestamptz, ${at}::timestamptz, ${id}::uuid, ${limit})`.execute(tx.db)
  return rows.map(({ ticket_id, message_id, at, place }) => ({
    ticketId: ticket_id,
    messageId: message_id,
    at,
    place: Buffer.from(place).toString('base64url'),
  }))
}

function readPlace(place: string): [string, string, string] {
  try {
    const [slice, at, id] = JSON.parse(Buffer.from(place, 'base64url').toString()) as [string, string, string]
    if (isInstant(slice) && isInstant(at) && /^[0-9a-f-]{36}$/.test(id)) return [slice, at, id]
  } catch {
    // Falls through: the same answer for every cursor that is not ours.
  }
  throw invalid('cursor: is not one that this list gave out')
}

/** As PostgreSQL writes it in JSON, to the microsecond. */
const isInstant = (text: unknown): text is string =>
  typeof text === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d$/.test(text) &&
  !Number.isNaN(Date.parse(text))
