import { sql } from 'kysely'
import { z } from 'zod'
import { usersById } from '../auth/index.ts'
import { Instant } from '../platform/instant.ts'
import { notFound } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import { turns } from './events.ts'
import { tables } from './mailbox.ts'
import { refusalOf, wayKinds, ways } from './sending/wayOut.ts'
import { ConnectionView, connections, viewOf } from './sources/connection.ts'
import { postersOf } from './sources/webhook.ts'

export const LastDay = z
  .object({
    kept: z.number().int().meta({ description: 'Taken in and not understood yet.' }),
    done: z.number().int().meta({ description: 'On a ticket.' }),
    failed: z.number().int().meta({ description: 'Could not be understood and waits for a person.' }),
    history: z.number().int().meta({ description: 'Of all these, older mail that was brought.' }),
  })
  .meta({ id: 'MailboxDay' })

export const MailboxView = z
  .object({
    id: z.string(),
    address: z.string(),
    name: z.string(),
    shadow_since: Instant.nullable().meta({ description: 'Since then mail comes in and nothing leaves.' }),
    plus_addresses: z.boolean().meta({
      description: 'Mail to local+anything@domain reaches it: answers and bounces are asked for there.',
    }),
    connection: ConnectionView.nullable().meta({ description: 'None: it is reached by SMTP alone.' }),
    leaves_by: z.enum(wayKinds).meta({ description: 'The kind of its way out.' }),
    sending_refused: z
      .string()
      .nullable()
      .meta({ description: 'Why nothing leaves it before a person changes something.' }),
    posted_by: z.string().nullable().meta({ description: 'The provider that posts mail to it, by name.' }),
    paused_by: z.string().nullable().meta({ description: 'Whoever paused it, by name.' }),
    last_day: LastDay,
    last_mail_at: Instant.nullable().meta({ description: 'When the newest mail of the last day came.' }),
    failed: z.number().int().meta({ description: 'Mails that wait for a person, of any age.' }),
  })
  .meta({ id: 'Mailbox' })

export const Turn = z
  .object({
    id: z.string(),
    at: Instant,
    what: z.enum([...turns, 'refused', 'tripped']),
    says: z.string().nullable(),
    by: z.string().nullable(),
    minutes: z.number().nullable(),
    since: z.string().nullable(),
  })
  .meta({ id: 'MailboxTurn' })

export async function readMailboxes(tx: Tx, mailboxId?: string): Promise<z.input<typeof MailboxView>[]> {
  const mailboxes = await tables(tx)
    .selectFrom('mailbox')
    .select(['id', 'address', 'name', 'shadow_since', 'plus_addresses'])
    .$if(mailboxId !== undefined, (query) => query.where('id', '=', mailboxId!))
    .orderBy('address')
    .execute()
  const rows = await connections(tx).selectFrom('connection').selectAll().execute()
  const posted = await postersOf(tx)
  const leaving = new Map(
    (await ways(tx).selectFrom('mailbox_way_out').selectAll().execute()).map((way) => [way.mailbox_id, way]),
  )
  const byMailbox = new Map(rows.map((row) => [row.mailbox_id, row]))
  const pausers = await usersById(
    tx,
    rows.flatMap(({ paused_by_user_id }) => paused_by_user_id ?? []),
  )
  const [days, failed] = [await daysOf(tx), await failedOf(tx)]
  return mailboxes.map((mailbox) => {
    const row = byMailbox.get(mailbox.id)
    const { newest, ...last_day } = days.get(mailbox.id) ?? quiet
    return {
      ...mailbox,
      connection: row ? viewOf(row, tx.now) : null,
      leaves_by: leaving.get(mailbox.id)?.kind ?? 'server',
      sending_refused: refusalOf(leaving.get(mailbox.id), row, tx.now),
      posted_by: posted.get(mailbox.id) ?? null,
      paused_by: (row?.paused_by_user_id && pausers.get(row.paused_by_user_id)?.name) || null,
      last_day,
      last_mail_at: newest,
      failed: failed.get(mailbox.id) ?? 0,
    }
  })
}

export async function readMailbox(tx: Tx, mailboxId: string): Promise<z.input<typeof MailboxView>> {
  const [mailbox] = await readMailboxes(tx, mailboxId)
  if (!mailbox) throw notFound()
  return mailbox
}

export async function lastDayOf(tx: Tx, mailboxId: string): Promise<z.input<typeof LastDay>> {
  const { newest: _, ...day } = (await daysOf(tx)).get(mailboxId) ?? quiet
  return day
}

const historyMax = 100

/** What became of the connection of a mailbox, newest first. */
export async function readHistory(tx: Tx, mailboxId: string): Promise<z.input<typeof Turn>[]> {
  await readMailbox(tx, mailboxId)
  const { rows } = await sql<z.input<typeof Turn>>`
    select e.id, e.at, case when e.type = 'connection.changed' then e.data->>'what'
        when (e.data->>'refused')::boolean then 'refused' else 'tripped' end as what,
      e.data->>'says' as says, u.name as by, (e.data->>'minutes')::int as minutes, e.data->>'since' as since
    from event e left join app_user u on e.actor->>'kind' = 'user' and u.id::text = e.actor->>'id'
    where e.type in ('connection.broken', 'connection.changed') and e.data->>'mailboxId' = ${mailboxId}
    order by e.seq desc limit ${historyMax}`.execute(tx.db)
  return rows
}

type Day = z.input<typeof LastDay> & { newest: Date | null }
const quiet: Day = { kept: 0, done: 0, failed: 0, history: 0, newest: null }

/** Ids begin with their time: the mails of the last day lie together. */
async function daysOf(tx: Tx): Promise<Map<string, Day>> {
  const { rows } = await sql<Day & { mailbox_id: string }>`
    select mailbox_id, count(*) filter (where state = 'kept')::int as kept, count(*) filter (where state = 'done')::int as done,
      count(*) filter (where state = 'failed')::int as failed, count(*) filter (where is_history)::int as history,
      max(received_at) filter (where not is_history) as newest
    from occurrence where id >= ${firstIdOf(new Date(tx.now.getTime() - 86_400_000))}::uuid group by mailbox_id`.execute(
    tx.db,
  )
  return new Map(rows.map(({ mailbox_id, ...day }) => [mailbox_id, day]))
}

async function failedOf(tx: Tx): Promise<Map<string, number>> {
  const { rows } = await sql<{ mailbox_id: string; mails: number }>`
    select mailbox_id, count(*)::int as mails from occurrence where state = 'failed' group by mailbox_id`.execute(tx.db)
  return new Map(rows.map(({ mailbox_id, mails }) => [mailbox_id, mails]))
}

/** No id made at that instant or later is smaller. */
function firstIdOf(at: Date): string {
  const hex = at.getTime().toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}
