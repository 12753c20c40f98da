import { z } from 'zod'
import { forbidden, invalid, notFound } from '../../platform/problem.ts'
import { entrance, type Route, raw, route } from '../../platform/routes.ts'
import { Address } from './connectionRoutes.ts'
import { beginConsent, endConsent, readVisit } from './consenting.ts'
import { gmailConsent, gmailNotSetUp } from './gmailConsent.ts'
import { nylasConsent, nylasNotSetUp } from './nylasConsent.ts'

/** What a provider appends to its way back; more than this is not read. */
const Back = z.object({
  state: z.string().max(200).default(''),
  code: z.string().max(4_000).optional(),
  error: z.string().max(200).optional(),
})
const Account = Address.optional().meta({
  description: 'The account that is read, where it is not the address of the mailbox.',
})
const Visit = z
  .object({
    provider: z.enum(['gmail', 'nylas']),
    refused: z.string().nullable().meta({ description: 'Why nothing was connected, in a sentence.' }),
    mailbox_id: z.string().nullable(),
    address: z.string().nullable().meta({ description: 'Of the mailbox that was to be connected.' }),
    connected: z.boolean().meta({ description: 'The mailbox has a connection, which was left as it was.' }),
  })
  .meta({ id: 'ConsentVisit' })

const begins =
  'the answer says where to send the person. What comes back is confirmed once its newest mails were looked at.'
const ends = 'sends the person back to; goes on to the page of the mailbox, or to why it was not connected.'

/** To the page of a provider where an account is allowed to be read, and back. */
export const consentRoutes: Route[] = [
  route('POST /mailboxes/gmail/oauth/start', {
    says: `Begin to connect a mailbox to a Gmail account (in a browser): ${begins}`,
    name: 'startGmail',
    refuses: [forbidden, notFound, gmailNotSetUp],
    may: 'mailbox.manage',
    in: z.object({
      mailbox_id: z.uuid().optional().meta({ description: 'The mailbox to connect.' }),
      address: Address.optional().meta({ description: 'Instead of it: the address of a mailbox that is opened then.' }),
      name: z.string().trim().min(1).max(200).optional(),
      account: Account,
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
      const begun = await beginConsent(tx, store, gmailConsent, { ...wanted, mailboxId: mailbox_id })
      return async () => ({ url: await begun() })
    },
  }),
  entrance('GET /mailboxes/gmail/oauth/callback', {
    says: `Where Google ${ends}`,
    name: 'endGmail',
    redirects: true,
    in: Back,
    out: raw,
    enter: async (store, answer, session) => ({ redirect: await endConsent(store, gmailConsent, answer, session) }),
  }),
  route('POST /mailboxes/nylas/start', {
    says: `Begin to connect a mailbox through Nylas (in a browser): ${begins}`,
    name: 'startNylas',
    refuses: [forbidden, notFound, nylasNotSetUp],
    may: 'mailbox.manage',
    in: z.object({ mailbox_id: z.uuid(), account: Account }),
    out: z.object({ url: z.string() }),
    run: async (tx, { mailbox_id, account }, store) => {
      const wanted = { account, journal: false, send: false }
      const begun = await beginConsent(tx, store, nylasConsent, { ...wanted, mailboxId: mailbox_id })
      return async () => ({ url: await begun() })
    },
  }),
  entrance('GET /mailboxes/nylas/callback', {
    says: `Where Nylas ${ends}`,
    name: 'endNylas',
    redirects: true,
    in: Back,
    out: raw,
    enter: async (store, answer, session) => ({ redirect: await endConsent(store, nylasConsent, answer, session) }),
  }),
  route('GET /mailboxes/oauth/visits/:visit_id', {
    says: 'Why a way to a provider ended without a mailbox.',
    name: 'readConsentVisit',
    may: 'mailbox.manage',
    in: z.object({ visit_id: z.uuid() }),
    out: Visit,
    run: (tx, { visit_id }) => readVisit(tx, visit_id),
  }),
]
