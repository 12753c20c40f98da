import { z } from 'zod'
import { openDns } from '../../connectors/dns.ts'
import { imapSource } from '../../connectors/imap.ts'
import { guessImap } from '../../connectors/imapHosts.ts'
import { Folders, ImapOAuth, ImapSettings, imapCredentials } from '../../connectors/imapSettings.ts'
import { type Route, route } from '../../platform/routes.ts'
import { connectMailbox, readConnection } from './connecting.ts'
import { ConnectionView, viewOf } from './connection.ts'
import { ById, CheckedView, checked, hinted, Since } from './connectionRoutes.ts'

const Secret = z.string().min(1).max(20_000)
const Imap = ImapSettings.omit({ oauth: true, folders: true }).extend({
  /** One folder; the same as `folders` with one name. */
  folder: Folders.element.optional(),
  folders: Folders.optional(),
  password: Secret.max(1000).optional(),
  oauth: ImapOAuth.extend({ client_secret: Secret.optional(), refresh_token: Secret }).optional(),
})
type Imap = z.output<typeof Imap>

/** With both, OAuth is used: it can do less than a password. */
const hasSecret = ({ password, oauth }: Imap) => password !== undefined || oauth !== undefined
const oneSecret = { error: 'a password or oauth is needed', path: ['password'] }

const GuessView = z
  .object({
    host: z.string(),
    port: z.number().int(),
    security: z.enum(['tls', 'starttls']),
    user: z.string(),
    by: z.enum(['known', 'dns', 'autoconfig', 'usual']),
    provider: z.string().nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'ImapGuess' })

const dns = openDns()

export const imapRoutes: Route[] = [
  route('POST /mailboxes/imap/guess', {
    says: 'Find the IMAP servers that an address may be read at, the likeliest first; none when nothing is known or published.',
    name: 'guessImap',
    may: 'mailbox.manage',
    in: z.object({ address: z.email().max(320) }),
    out: z.object({ items: z.array(GuessView) }),
    run: async (_tx, { address }) => {
      return async () => ({ items: await guessImap(address, { dns }) })
    },
  }),
  route('PUT /mailboxes/:id/connection/imap', {
    says: 'Fetch the mail of a mailbox from an IMAP server; `since` brings older mail as history, null all of it.',
    name: 'connectImap',
    may: 'mailbox.manage',
    in: ById.extend({ ...Imap.shape, since: Since.nullable().optional() }).refine(hasSecret, oneSecret),
    out: ConnectionView,
    run: async (tx, { id, since, ...given }, store) => {
      const { settings, secret } = apart(given)
      await connectMailbox(tx, store, { mailboxId: id, kind: 'imap', settings, secret, since })
      const row = await readConnection(tx, id)
      return hinted(store, id, viewOf(row, tx.now))
    },
  }),
  route('POST /mailboxes/imap/check', {
    says: 'Try an IMAP server before it is connected, and see its newest mails. Nothing is kept.',
    name: 'checkImap',
    may: 'mailbox.manage',
    in: Imap.refine(hasSecret, oneSecret),
    out: CheckedView,
    run: async (_tx, given, store) => {
      const { settings, secret } = apart(given)
      const credentials = imapCredentials(settings, secret)
      return () => checked(imapSource(settings, credentials, { bytesMax: store.config.mailBytesMax }))
    },
  }),
]

/** What may be shown, and what is sealed. */
function apart({ password, oauth, folder = 'INBOX', folders = [folder], ...server }: Imap): {
  settings: ImapSettings
  secret: string
} {
  const rest = { ...server, folders }
  if (!oauth) return { settings: rest, secret: password ?? '' }
  const { client_secret = null, refresh_token, ...open } = oauth
  return { settings: { ...rest, oauth: open }, secret: JSON.stringify({ client_secret, refresh_token }) }
}
