import { ImapFlow } from 'imapflow'
import { imapFault } from './imapFaults.ts'
import type { ImapCredentials } from './imapLine.ts'
import type { ImapSettings } from './imapSettings.ts'
import type { Found, SentAbout } from './mailOut.ts'
import { SourceAway, SourceRefused } from './mailSource.ts'

type Wanted = { messageId: string; mark: string; raw: Uint8Array; at: Date }

/** What the folder for sent mails is called where the server does not mark it (RFC 6154). */
const usualNames =
  /^(?:inbox[./])?(?:sent|sent (?:mail|items|messages)|gesendet|gesendete (?:objekte|elemente)|envoy[ée]s|enviados|verzonden)$/i

/** The folder for sent mails of an IMAP account. */
export function imapSent(settings: ImapSettings, credentials: ImapCredentials) {
  const inFolder = async <R>(work: (imap: ImapFlow, folder: string) => Promise<R>, readOnly: boolean): Promise<R> => {
    const { host, port, security, user } = settings
    const auth =
      'password' in credentials ? { pass: credentials.password } : { accessToken: await credentials.accessToken() }
    const imap = new ImapFlow({
      ...{ host, port, secure: security === 'tls', auth: { user, ...auth }, logger: false, disableAutoIdle: true },
      ...(security !== 'tls' && { doSTARTTLS: security === 'starttls' }),
      ...{ connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 60_000 },
    })
    // Whoever waits for an answer hears of it there.
    imap.on('error', () => {})
    try {
      await imap.connect()
      const folders = await imap.list()
      const sent =
        folders.find(({ specialUse }) => specialUse === '\\Sent') ?? folders.find(({ path }) => usualNames.test(path))
      if (!sent) throw new SourceRefused(`${host} shows no folder for sent mails of ${user}.`)
      await imap.mailboxOpen(sent.path, { readOnly })
      const answer = await work(imap, sent.path)
      await imap.logout()
      return answer
    } catch (error) {
      throw imapFault(error, { ...settings, folder: 'the folder for sent mails' })
    } finally {
      imap.close()
    }
  }

  return {
    /** Puts a copy there, read, unless there is one. Two at once may make two; one after the other never. */
    file: (mail: Wanted): Promise<'filed' | 'there'> =>
      inFolder(async (imap, folder) => {
        if (await isThere(imap, mail)) return 'there'
        await imap.append(folder, Buffer.from(mail.raw), ['\\Seen'], mail.at)
        return 'filed'
      }, false),

    async find(messageId: string, { mark }: SentAbout): Promise<Found> {
      try {
        return (await inFolder((imap) => isThere(imap, { messageId, mark }), true)) ? 'there' : 'absent'
      } catch (error) {
        if (error instanceof SourceAway || error instanceof SourceRefused) return 'unknown'
        throw error
      }
    },
  }
}

/** A server may have given it another Message-ID, but leaves our own header. */
async function isThere(imap: ImapFlow, { messageId, mark }: { messageId: string; mark: string }): Promise<boolean> {
  const headers = [
    ['message-id', messageId],
    ['x-docket-message-id', mark],
  ] as const
  for (const [name, value] of headers) {
    const found = await imap.search({ header: { [name]: value } }, { uid: true })
    if (!Array.isArray(found)) throw new SourceAway('The folder for sent mails could not be searched.')
    if (found.length > 0) return true
  }
  return false
}
