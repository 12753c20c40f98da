import { z } from 'zod'
import { forbidden } from '../../platform/problem.ts'
import { entrance, type Route, raw, route } from '../../platform/routes.ts'
import { beginNylas, endNylas, nylasNotSetUp } from './nylasConsent.ts'

/** What Nylas appends to its way back; more than this is not read. */
const FromNylas = z.object({
  state: z.string().max(200).default(''),
  code: z.string().max(4_000).optional(),
  error: z.string().max(200).optional(),
})

export const nylasRoutes: Route[] = [
  route('POST /mailboxes/nylas/start', {
    says: 'Begin to connect a mailbox through Nylas (in a browser): the answer says where to send the person. What comes back is confirmed once its newest mails were looked at.',
    name: 'startNylas',
    refuses: [forbidden, nylasNotSetUp],
    may: 'mailbox.manage',
    in: z.object({
      mailbox_id: z.uuid(),
      account: z.email().max(320).optional().meta({
        description: 'The account that is read, where it is not the address of the mailbox.',
      }),
    }),
    out: z.object({ url: z.string() }),
    run: async (tx, input, store) => ({ url: await beginNylas(tx, store, input) }),
  }),
  entrance('GET /mailboxes/nylas/callback', {
    says: 'Where Nylas sends the person back to; goes on to the page of the mailbox, or with a word why it was not connected.',
    name: 'endNylas',
    redirects: true,
    in: FromNylas,
    out: raw,
    enter: async (store, answer, session) => ({ redirect: await endNylas(store, answer, session) }),
  }),
]
