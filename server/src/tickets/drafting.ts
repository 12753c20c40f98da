import { sql } from 'kysely'
import type { z } from 'zod'
import { notFound, problem } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import { mustBeOurIdentity } from './sendingAs.ts'
import { Draft, type Drafting, type Kept } from './shapes.ts'
import { mustNotBeMerged, tables } from './ticket.ts'
import { keepUploads } from './uploading.ts'

export const draftChanged = problem('draft-changed', 409, 'This draft was changed in another window', {
  draft: Draft.nullable(),
})

/** A draft as others see it. */
export const draftOfD = sql`json_build_object('kind', d.kind, 'body', d.body, 'html', d.html, 'to', d.to_addresses,
  'cc', d.cc_addresses, 'bcc', d.bcc_addresses, 'upload_ids', d.upload_ids, 'identity_id', d.identity_id, 'status', d.status,
  'updated_at', d.updated_at, 'uploads', coalesce((select json_agg(json_build_object('id', u.id, 'filename', u.filename,
    'content_type', u.content_type, 'size', u.size, 'inline', u.inline, 'content_id', u.content_id) order by f.place)
  from unnest(d.upload_ids) with ordinality as f(id, place) join upload u on u.id = f.id and u.user_id = d.user_id), '[]'))`

type Wanted = z.output<typeof Drafting>

/**
 * What a person is writing, kept from the first key; without words, files and recipients it is thrown away. Two windows that write at
 * once: whoever has not seen what stands here is refused and shown it, so that the newest never replaces silently.
 */
export async function keepDraft(tx: Tx, wanted: Wanted): Promise<z.input<typeof Kept>> {
  const { id, kind, body, html } = wanted
  const ticket = await tables(tx)
    .selectFrom('ticket')
    .select(['number', 'merged_into'])
    .where('id', '=', id)
    // A ticket that goes with the mail that opened it does so before this or after it, and then it has a draft and stays.
    .forKeyShare()
    .executeTakeFirst()
  if (!ticket) throw notFound()
  await mustNotBeMerged(tx, ticket)

  await mustBeOurIdentity(tx, wanted.identity_id)
  await keepUploads(tx, wanted.upload_ids)
  const isEmpty = body.trim() === '' && wanted.upload_ids.length === 0 && !(wanted.to ?? wanted.cc ?? wanted.bcc)
  if (await (isEmpty ? forget(tx, wanted) : write(tx, wanted))) return { updated_at: isEmpty ? null : tx.now }

  const draft = await draftOf(tx, id, kind)
  // An earlier try of the same words, whose answer was lost.
  if (draft && draft.body === body && draft.html === html) return { updated_at: draft.updated_at }
  if (!draft && isEmpty) return { updated_at: null }
  throw draftChanged(draft ? 'Another window has changed it since.' : 'It was sent or thrown away in another window.', {
    draft,
  })
}

async function draftOf(tx: Tx, ticketId: string, kind: Draft['kind']): Promise<Draft | null> {
  const { rows } = await sql<{ draft: Omit<Draft, 'updated_at'> & { updated_at: string } }>`
    select ${draftOfD} as draft from draft d
    where d.ticket_id = ${ticketId} and d.user_id = ${tx.actor.id} and d.kind = ${kind}`.execute(tx.db)
  return rows[0] ? { ...rows[0].draft, updated_at: new Date(rows[0].draft.updated_at) } : null
}

async function forget(tx: Tx, { id, kind, seen }: Wanted): Promise<boolean> {
  const { numDeletedRows } = await tables(tx)
    .deleteFrom('draft')
    .where('ticket_id', '=', id)
    .where('user_id', '=', tx.actor.id)
    .where('kind', '=', kind)
    .$if(typeof seen === 'string', (query) => query.where('updated_at', '=', new Date(seen!)))
    .$if(seen === null, (query) => query.where(sql<boolean>`false`))
    .executeTakeFirst()
  return numDeletedRows > 0n || seen === undefined
}

async function write(tx: Tx, { id, kind, seen, ...wanted }: Wanted): Promise<boolean> {
  const json = (value: unknown) => (value === null ? null : sql<never>`${JSON.stringify(value)}::jsonb`)
  const words = {
    body: wanted.body,
    html: wanted.html,
    to_addresses: json(wanted.to),
    cc_addresses: json(wanted.cc),
    bcc_addresses: json(wanted.bcc),
    upload_ids: sql<string[]>`${wanted.upload_ids}::uuid[]`,
    identity_id: wanted.identity_id,
    status: wanted.status,
    updated_at: tx.now,
  }
  if (typeof seen === 'string') {
    const { numUpdatedRows } = await tables(tx)
      .updateTable('draft')
      .set(words)
      .where('ticket_id', '=', id)
      .where('user_id', '=', tx.actor.id)
      .where('kind', '=', kind)
      .where('updated_at', '=', new Date(seen))
      .executeTakeFirst()
    return numUpdatedRows > 0n
  }
  const { numInsertedOrUpdatedRows } = await tables(tx)
    .insertInto('draft')
    .values({ ticket_id: id, user_id: tx.actor.id, kind, ...words })
    .onConflict((on) => {
      const there = on.columns(['ticket_id', 'user_id', 'kind'])
      return seen === null ? there.doNothing() : there.doUpdateSet(words)
    })
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}
