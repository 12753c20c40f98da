import { sql } from 'kysely'
import type { Store } from '../../platform/store.ts'
import { inTx, systemActor } from '../../platform/tx.ts'

/** One line of `docket export`. */
export type Line = {
  id: string
  ticket_id: string | null
  ticket_number: number | null
  message_id: string | null
  raw_sha256: string | null
  occurrences: { mailbox: string; raw_sha256: string }[]
  direction: 'in' | 'out' | 'note'
  date: Date | null
  from: string | null
  subject: string
  stitch_reason: string | null
  problem: string | null
}

const pageMax = 1_000

/** Messages after this id, each with all its deliveries. */
export async function messagePage(store: Store, orgId: string, after: string): Promise<Line[]> {
  return inTx(store, systemActor(orgId, 'export'), async (tx) => {
    const { rows } = await sql<Line>`
      select m.id, m.ticket_id, t.number as ticket_number, m.message_id_header as message_id, m.raw_sha256,
        coalesce(d.occurrences, '[]') as occurrences, m.direction, coalesce(m.sent_at, m.at) as date,
        nullif(m.from_address, '') as from, m.subject, m.stitch_reason, m.problem
      from message m
      left join ticket t on t.id = m.ticket_id
      left join lateral (
        select json_agg(json_build_object('mailbox', b.address, 'raw_sha256', o.raw_sha256) order by o.id) as occurrences
        from occurrence o join mailbox b on b.id = o.mailbox_id where o.org_id = m.org_id and o.message_id = m.id
      ) d on true
      where m.id > ${after} order by m.id limit ${pageMax}`.execute(tx.db)
    return rows
  })
}

/** Mails that no message could be made of, after this id: one line for the same bytes, however often they came. */
export async function failedPage(store: Store, orgId: string, after: string): Promise<Line[]> {
  return inTx(store, systemActor(orgId, 'export'), async (tx) => {
    const { rows } = await sql<Line>`
      select f.id, null as ticket_id, null as ticket_number, null as message_id, f.raw_sha256, d.occurrences,
        'in' as direction, null as date, null as from, '' as subject, null as stitch_reason, f.error as problem
      from occurrence f
      cross join lateral (
        select json_agg(json_build_object('mailbox', b.address, 'raw_sha256', o.raw_sha256) order by o.id) as occurrences
        from occurrence o join mailbox b on b.id = o.mailbox_id
        where o.org_id = f.org_id and o.raw_sha256 = f.raw_sha256 and o.state = 'failed' and o.message_id is null
      ) d
      where f.state = 'failed' and f.message_id is null and f.id > ${after}
        and not exists (
          select from occurrence e where e.org_id = f.org_id and e.raw_sha256 = f.raw_sha256
            and e.state = 'failed' and e.message_id is null and e.id < f.id)
      order by f.id limit ${pageMax}`.execute(tx.db)
    return rows
  })
}
