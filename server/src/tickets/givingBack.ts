import { sql } from 'kysely'
import type { Tx } from '../platform/work.ts'

const between = '\n\n'

/** What was written is the writer's draft again, above what he began to write since. */
export async function giveBackDraft(
  tx: Tx,
  { ticketId, messageId }: { ticketId: string; messageId: string },
): Promise<void> {
  await sql`
    insert into draft (ticket_id, user_id, kind, body, updated_at)
    select ${ticketId}, author_user_id, 'reply', text, ${tx.now} from message
    where id = ${messageId} and author_user_id is not null
    on conflict (ticket_id, user_id, kind) do update
      set body = excluded.body || ${between} || draft.body, updated_at = excluded.updated_at`.execute(tx.db)
}
