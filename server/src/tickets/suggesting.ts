import { sql } from 'kysely'
import type { z } from 'zod'
import type { Tx } from '../platform/work.ts'
import { amongOurs } from './recipients.ts'
import type { Suggesting, Suggestions } from './sendingShapes.ts'

const most = 10

/** Whom one may mean: who takes part in the ticket first, then contacts, those that were heard of last first. */
export async function suggestRecipients(
  tx: Tx,
  { q, ticket_id }: z.output<typeof Suggesting>,
): Promise<z.input<typeof Suggestions>> {
  const like = `%${q
    .trim()
    .toLowerCase()
    .replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<{ address: string; name: string; from: 'ticket' | 'contact' }>`
    (select p.address, coalesce(c.name, '') as name, 'ticket' as from
      from ticket_participant p left join contact c on c.email = p.address
      where p.ticket_id = ${ticket_id ?? null}::uuid and (p.address like ${like} or lower(c.name) like ${like})
      order by p.address limit ${most})
    union all
    (select c.email, c.name, 'contact' from contact c
      where (c.email like ${like} or lower(c.name) like ${like}) and ${q.trim()} <> '' and c.email not like '%@invalid'
        and not exists (select from ticket_participant p where p.ticket_id = ${ticket_id ?? null}::uuid and p.address = c.email)
      order by c.created_at desc limit ${most * 2})`.execute(tx.db)
  const isOurs = await amongOurs(tx)
  return { items: rows.filter(({ address }) => !isOurs(address)).slice(0, most) }
}
