import type { ImapGuess } from '@docket/api'
import type { ImapForm } from './imap-fields.tsx'

/** Where the server of an address is, as found; until it is, where it usually is. */
export function formOf(address: string, found?: ImapGuess): ImapForm {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  const { host, port, security, user } = found ?? {
    ...{ host: `imap.${domain}`, port: 993, security: 'tls' as const, user: address },
  }
  return { host, port: String(port), security, user, password: '', folder: 'INBOX', more: [] }
}

/** What must be clicked there before a program may read mail. */
export const stepsAt = (found: ImapGuess | undefined): string[] =>
  found?.note
    ? [found.note]
    : [
        'Look up the IMAP server of your provider: its help pages call it “incoming mail”.',
        'Where sign-in needs a second step, make an app password there and use it below.',
      ]
