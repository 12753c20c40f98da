import { sql } from 'kysely'
import type { Tx } from '../platform/work.ts'
import type { Named, Status } from './ticket.ts'
import { keepUploads } from './uploading.ts'

/** A reply as its writer finds it again. */
export type GivenBack = {
  kind: 'reply' | 'forward'
  body: string
  html: string | null
  to: Named[] | null
  cc: Named[] | null
  bcc: Named[] | null
  upload_ids: string[]
  /** Not there in what was written before there were any. */
  identity_id?: string | null
  status: Status | null
}

/** What was written is the writer's draft again, above what he began to write since. */
export async function giveBackDraft(
  tx: Tx,
  { ticketId, authorId, draft }: { ticketId: string; authorId: string; draft: GivenBack },
): Promise<void> {
  const { kind, body, html, to, cc, bcc, upload_ids, identity_id = null, status } = draft
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value))
  await sql`
    insert into draft (ticket_id, user_id, kind, body, html, to_addresses, cc_addresses, bcc_addresses, upload_ids, identity_id, status, updated_at)
    values (${ticketId}, ${authorId}, ${kind}, ${body}, ${html}, ${json(to)}::jsonb, ${json(cc)}::jsonb, ${json(bcc)}::jsonb,
      ${upload_ids}::uuid[], ${identity_id}::uuid, ${status}, ${tx.now})
    on conflict (ticket_id, user_id, kind) do update set
      body = excluded.body || ${'\n\n'} || draft.body,
      html = coalesce(excluded.html, ${paragraphs('excluded')}) || '<p></p>' || coalesce(draft.html, ${paragraphs('draft')}),
      to_addresses = coalesce(draft.to_addresses, excluded.to_addresses),
      cc_addresses = coalesce(draft.cc_addresses, excluded.cc_addresses),
      bcc_addresses = coalesce(draft.bcc_addresses, excluded.bcc_addresses),
      upload_ids = array(select distinct unnest(excluded.upload_ids || draft.upload_ids)),
      identity_id = coalesce(draft.identity_id, excluded.identity_id),
      status = coalesce(draft.status, excluded.status),
      updated_at = excluded.updated_at`.execute(tx.db)
  await keepUploads(tx, upload_ids)
}

/** Plain words as the editor would have them. */
const paragraphs = (row: 'excluded' | 'draft') =>
  sql`'<p>' || replace(replace(replace(replace(${sql.ref(`${row}.body`)}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), E'\n', '<br>') || '</p>'`
