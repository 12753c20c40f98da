import { z } from 'zod'
import { consentUrl } from '../../connectors/googleConsent.ts'
import { forbidden, invalid } from '../../platform/problem.ts'
import { entrance, type Route, raw, route } from '../../platform/routes.ts'
import { Address } from './connectionRoutes.ts'
import { beginConsent, endConsent, gmailNotSetUp, readConsent, redirectUriOf } from './gmailConsent.ts'
import { notOfGoogle, takePush } from './pushing.ts'
import { googleAppOf } from './sources.ts'

/** What Google appends to its way back; more than this is not read. */
const FromGoogle = z.object({
  state: z.string().max(200).default(''),
  code: z.string().max(2_000).optional(),
  error: z.string().max(200).optional(),
})

export const gmailRoutes: Route[] = [
  route('POST /mailboxes/gmail/oauth/start', {
    says: 'Begin to connect a mailbox to a Gmail account (in a browser): the answer says where to send the person. What comes back is confirmed once its newest mails were looked at.',
    name: 'startGmail',
    refuses: [forbidden, gmailNotSetUp],
    may: 'mailbox.manage',
    in: z.object({
      mailbox_id: z.uuid().optional().meta({ description: 'The mailbox to connect.' }),
      address: Address.optional().meta({ description: 'Instead of it: the address of a mailbox that is opened then.' }),
      name: z.string().trim().min(1).max(200).optional(),
      account: Address.optional().meta({
        description: 'The Google account that is read, where it is not the address of the mailbox.',
      }),
      journal: z.boolean().default(false).meta({
        description: 'The account holds copies of the mail of many addresses; each belongs to the mailbox it was for.',
      }),
      send: z.boolean().default(false).meta({
        description:
          'Ask Google for sending as well: once it is allowed and the account confirmed, mail may leave by it.',
      }),
    }),
    out: z.object({ url: z.string() }),
    run: async (tx, { mailbox_id, ...wanted }, store) => {
      if (!mailbox_id && !wanted.address) throw invalid('Say mailbox_id or address.')
      const begun = await beginConsent(tx, store, { ...wanted, mailboxId: mailbox_id })
      return async () => ({
        url: await consentUrl(googleAppOf(store.config), { ...begun, redirectUri: redirectUriOf(store) }),
      })
    },
  }),
  entrance('GET /mailboxes/gmail/oauth/callback', {
    says: 'Where Google sends the person back to; goes on to the page of the mailbox, or to why it was not connected.',
    name: 'endGmail',
    redirects: true,
    in: FromGoogle,
    out: raw,
    enter: async (store, answer, session) => ({ redirect: await endConsent(store, answer, session) }),
  }),
  route('GET /mailboxes/gmail/oauth/visits/:visit_id', {
    says: 'Why a way to Google ended without a mailbox.',
    name: 'readGmailVisit',
    may: 'mailbox.manage',
    in: z.object({ visit_id: z.uuid() }),
    out: z.object({ refused: z.string().nullable(), mailbox_id: z.string().nullable() }).meta({ id: 'GmailVisit' }),
    run: (tx, { visit_id }) => readConsent(tx, visit_id),
  }),
  entrance('POST /hooks/gmail', {
    says: 'Where Pub/Sub calls when mail comes to a Gmail account; signed by Google.',
    name: 'pushGmail',
    refuses: [notOfGoogle],
    in: z.object({ message: z.object({ data: z.string().max(10_000).default('') }) }),
    out: null,
    enter: (store, { message }, session) => takePush(store, message.data, session.bearer),
  }),
]
