import { z } from 'zod'
import { audit } from '../auth/index.ts'
import { notFound } from '../platform/problem.ts'
import { type Route, route } from '../platform/routes.ts'
import { tables } from './mailbox.ts'
import { MailboxView, readHistory, readMailbox, Turn } from './readingMailboxes.ts'
import { setShadow } from './sending/shadowing.ts'

const ById = z.object({ id: z.uuid() })

/** One mailbox: how it stands, what happened to it, its name, and whether anything leaves it. */
export const mailboxRoutes: Route[] = [
  route('GET /mailboxes/:id', {
    says: 'One mailbox, and how it gets its mail.',
    name: 'readMailbox',
    may: 'ops.see',
    in: ById,
    out: MailboxView,
    run: (tx, { id }) => readMailbox(tx, id),
  }),
  route('GET /mailboxes/:id/history', {
    says: 'When a mailbox was connected, broke, healed, was paused or changed; newest first.',
    name: 'readMailboxHistory',
    may: 'ops.see',
    in: ById,
    out: z.object({ items: z.array(Turn), next_cursor: z.null() }),
    run: async (tx, { id }) => ({ items: await readHistory(tx, id), next_cursor: null }),
  }),
  route('PATCH /mailboxes/:id', {
    says: 'Call a mailbox otherwise: what recipients see beside its address; and whether mail to local+anything@ reaches it.',
    name: 'renameMailbox',
    may: 'mailbox.manage',
    in: ById.extend({
      name: z.string().trim().min(1).max(200).optional(),
      plus_addresses: z.boolean().optional(),
    }).refine(({ name, plus_addresses }) => name !== undefined || plus_addresses !== undefined, {
      path: ['name'],
      message: 'there must be something to change',
    }),
    out: MailboxView,
    run: async (tx, { id, name, plus_addresses }) => {
      const changed = { ...(name !== undefined && { name }), ...(plus_addresses !== undefined && { plus_addresses }) }
      const { numUpdatedRows } = await tables(tx)
        .updateTable('mailbox')
        .set(changed)
        .where('id', '=', id)
        .executeTakeFirst()
      if (numUpdatedRows === 0n) throw notFound()
      if (name !== undefined) await audit(tx, 'mailbox.renamed', { mailbox_id: id, name })
      if (plus_addresses !== undefined) await audit(tx, 'mailbox.plus_addresses', { mailbox_id: id, plus_addresses })
      return readMailbox(tx, id)
    },
  }),
  route('PUT /mailboxes/:id/shadow', {
    says: 'Shadow mode: mail comes in and nothing leaves; what waits to leave is failed and stays.',
    name: 'setShadow',
    may: 'mailbox.manage',
    in: ById.extend({ shadow: z.boolean() }),
    out: z.object({
      mailbox: MailboxView,
      stopped: z.number().int().meta({ description: 'Mails that waited to leave and now do not.' }),
      leaving: z
        .number()
        .int()
        .meta({ description: 'Mails that were on their way this moment and cannot be called back.' }),
    }),
    run: async (tx, { id, shadow }) => {
      const waited = await setShadow(tx, { mailboxId: id, shadow })
      return { mailbox: await readMailbox(tx, id), ...waited }
    },
  }),
]
