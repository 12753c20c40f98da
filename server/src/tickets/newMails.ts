import { sql } from 'kysely'
import type { z } from 'zod'
import { notFound, problem } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import { type Beginning, type GoingOn, NewMail } from './newMailShapes.ts'
import { refused } from './recipients.ts'
import { mustBeOurIdentity } from './sendingAs.ts'
import type { Kept } from './shapes.ts'
import { tables } from './ticket.ts'
import { keepUploads } from './uploading.ts'

export const newMailChanged = problem('new-mail-changed', 409, 'This mail was changed in another window', {
  draft: NewMail.nullable(),
})

const ofN = sql`json_build_object('id', n.id, 'mailbox_id', n.mailbox_id, 'identity_id', n.identity_id, 'to', n.to_addresses,
  'cc', n.cc_addresses, 'bcc', n.bcc_addresses, 'subject', n.subject, 'body', n.body, 'html', n.html, 'upload_ids', n.upload_ids,
  'status', n.status, 'updated_at', n.updated_at, 'uploads', coalesce((select json_agg(json_build_object('id', u.id,
    'filename', u.filename, 'content_type', u.content_type, 'size', u.size, 'inline', u.inline, 'content_id', u.content_id)
    order by f.place)
  from unnest(n.upload_ids) with ordinality as f(id, place) join upload u on u.id = f.id and u.user_id = n.user_id), '[]'))`

/** More than anybody has begun and not sent; what is older comes up as these go. */
const shownMax = 50

/** What the actor began to write to somebody and has not sent, the latest first. */
export async function listNewMails(tx: Tx): Promise<{ items: NewMail[] }> {
  return { items: await read(tx, sql`true`) }
}

async function read(tx: Tx, which: ReturnType<typeof sql>): Promise<NewMail[]> {
  const { rows } = await sql<{ it: Omit<NewMail, 'updated_at'> & { updated_at: string } }>`
    select ${ofN} as it from new_mail n where n.user_id = ${tx.actor.id} and ${which}
    order by n.updated_at desc, n.id desc limit ${shownMax}`.execute(tx.db)
  return rows.map(({ it }) => ({ ...it, updated_at: new Date(it.updated_at) }))
}

export type Words = z.output<typeof Beginning>

/** A mail that has no ticket yet is kept from its first key. */
export async function beginNewMail(tx: Tx, words: Words): Promise<NewMail> {
  await mustBeKeepable(tx, words)
  const id = await writeNewMail(tx, tx.actor.id, words)
  return (await read(tx, sql`n.id = ${id}`))[0]!
}

/**
 * Goes on with it; without words, subject, files and recipients it is thrown away. As with the draft of an answer, a window that has not
 * seen what stands here is refused and shown it.
 */
export async function keepNewMail(
  tx: Tx,
  { id, seen, ...words }: z.output<typeof GoingOn>,
): Promise<z.input<typeof Kept>> {
  const [before] = await read(tx, sql`n.id = ${id}`)
  if (!before) throw notFound()
  await mustBeKeepable(tx, words)
  const isEmpty = isBlank(words)
  const own = { id, userId: tx.actor.id, seen: seen ? new Date(seen) : undefined }
  if (await (isEmpty ? forgetNewMail(tx, own) : rewrite(tx, own, words))) return { updated_at: isEmpty ? null : tx.now }

  const [there] = await read(tx, sql`n.id = ${id}`)
  if (!there) throw notFound()
  // An earlier try of the same words, whose answer was lost.
  if (there.body === words.body && there.html === words.html && there.subject === words.subject)
    return { updated_at: there.updated_at }
  throw newMailChanged('Another window has changed it since.', { draft: there })
}

const isBlank = ({ body, subject, upload_ids, to, cc, bcc }: Words) =>
  `${subject}${body}`.trim() === '' && upload_ids.length + to.length + cc.length + bcc.length === 0

async function mustBeKeepable(tx: Tx, { mailbox_id, identity_id, upload_ids }: Words): Promise<void> {
  if (mailbox_id !== null) {
    const mailbox = await tables(tx).selectFrom('mailbox').select('id').where('id', '=', mailbox_id).executeTakeFirst()
    if (!mailbox) throw refused([{ field: 'mailbox_id', message: 'there is no such mailbox' }])
  }
  await mustBeOurIdentity(tx, identity_id)
  await keepUploads(tx, upload_ids)
}

/** Sending uses it up, once: of two windows that send it, the second finds it gone; one that has not seen its last words is shown them. */
export async function useUpNewMail(tx: Tx, { id, seen }: { id: string; seen: Date | undefined }): Promise<void> {
  if (await forgetNewMail(tx, { id, userId: tx.actor.id, seen })) return
  const [draft = null] = await read(tx, sql`n.id = ${id}`)
  throw newMailChanged(
    draft ? 'Another window has changed it since.' : 'It was sent or thrown away in another window.',
    { draft },
  )
}

type Own = { id: string; userId: string; seen: Date | undefined }

async function forgetNewMail(tx: Tx, { id, userId, seen }: Own): Promise<boolean> {
  const { rows } = await sql`
    delete from new_mail where id = ${id} and user_id = ${userId} and ${as(seen)} returning id`.execute(tx.db)
  return rows.length > 0
}

const as = (seen: Date | undefined) => (seen ? sql`updated_at = ${seen}` : sql`true`)
const json = (value: unknown) => sql`${JSON.stringify(value)}::jsonb`

async function rewrite(tx: Tx, { id, userId, seen }: Own, it: Words): Promise<boolean> {
  const { rows } = await sql`
    update new_mail set mailbox_id = ${it.mailbox_id}, identity_id = ${it.identity_id}, subject = ${it.subject}, body = ${it.body},
      html = ${it.html}, to_addresses = ${json(it.to)}, cc_addresses = ${json(it.cc)}, bcc_addresses = ${json(it.bcc)},
      upload_ids = ${it.upload_ids}::uuid[], status = ${it.status}, updated_at = ${tx.now}
    where id = ${id} and user_id = ${userId} and ${as(seen)} returning id`.execute(tx.db)
  return rows.length > 0
}

/** Says under which id it is kept. */
export async function writeNewMail(tx: Tx, userId: string, it: Words): Promise<string> {
  const id = tx.newId()
  await sql`
    insert into new_mail (id, user_id, mailbox_id, identity_id, subject, body, html, to_addresses, cc_addresses, bcc_addresses, upload_ids,
      status, updated_at)
    values (${id}, ${userId}, ${it.mailbox_id}, ${it.identity_id}, ${it.subject}, ${it.body}, ${it.html}, ${json(it.to)}, ${json(it.cc)},
      ${json(it.bcc)}, ${it.upload_ids}::uuid[], ${it.status}, ${tx.now})`.execute(tx.db)
  return id
}
