import { z } from 'zod'
import { type Route, route } from '../platform/routes.ts'
import { noticeRoutes } from './noticeRoutes.ts'
import { listSystemMails } from './systemMail.ts'

export const routes: Route[] = [
  ...noticeRoutes,
  route('GET /system-mails', {
    says: 'Mails that Docket wrote about access, newest first, with what became of them; never their links.',
    name: 'listSystemMails',
    may: 'people.manage',
    in: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
    out: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          kind: z.string(),
          to: z.string(),
          status: z.enum(['queued', 'sent', 'failed']),
          attempts: z.number(),
          error: z.string().nullable(),
          queued_at: z.string(),
          sent_at: z.string().nullable(),
        }),
      ),
      next_cursor: z.null(),
    }),
    run: async (tx, { limit }) => ({
      items: (await listSystemMails(tx, limit)).map(({ id, kind, to_address: to, status, attempts, error, ...at }) => ({
        ...{ id, kind, to, status, attempts, error },
        queued_at: at.queued_at.toISOString(),
        sent_at: at.sent_at?.toISOString() ?? null,
      })),
      next_cursor: null,
    }),
  }),
]
