import type { ImapForm } from './imap-fields.tsx'

type Provider = { domains: string[]; host: string; says: string[] }

/** What must be clicked at the large providers before a program may read mail there, and where their servers are. */
const providers: Provider[] = [
  {
    domains: ['gmail.com', 'googlemail.com'],
    host: 'imap.gmail.com',
    says: [
      'In your Google account, under Security, turn on 2-Step Verification.',
      'Open myaccount.google.com/apppasswords and make an app password called Docket.',
      'Use these 16 letters below in place of your own password.',
    ],
  },
  {
    domains: ['outlook.com', 'hotmail.com', 'live.com', 'office365.com'],
    host: 'outlook.office365.com',
    says: [
      'Microsoft lets no program in with a user and a password any more.',
      'Go back and choose forwarding: at Outlook, Settings, Mail, Forwarding.',
    ],
  },
  {
    domains: ['icloud.com', 'me.com', 'mac.com'],
    host: 'imap.mail.me.com',
    says: ['At account.apple.com, under Sign-In and Security, make an app-specific password, and use it below.'],
  },
  {
    domains: ['yahoo.com', 'ymail.com'],
    host: 'imap.mail.yahoo.com',
    says: ['In your Yahoo account, under Security, generate an app password, and use it below.'],
  },
  {
    domains: ['fastmail.com', 'fastmail.fm'],
    host: 'imap.fastmail.com',
    says: ['At Fastmail, Settings, Privacy & Security, make an app password with access to IMAP, and use it below.'],
  },
  {
    domains: ['gmx.de', 'gmx.net', 'gmx.at'],
    host: 'imap.gmx.net',
    says: ['At GMX, Settings, POP3/IMAP, allow access by POP3 and IMAP.'],
  },
  {
    domains: ['web.de'],
    host: 'imap.web.de',
    says: ['At WEB.DE, Einstellungen, POP3/IMAP, allow access by POP3 and IMAP.'],
  },
]

const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

const providerOf = (form: Pick<ImapForm, 'host' | 'user'>) =>
  providers.find(({ domains, host }) => host === form.host.toLowerCase() || domains.includes(domainOf(form.user)))

/** Where the server of an address most likely is: to be looked at, not to be trusted. */
export function guessOf(address: string): ImapForm {
  const host = providerOf({ host: '', user: address })?.host ?? `imap.${domainOf(address)}`
  return { host, port: '993', security: 'tls', user: address, password: '', folder: 'INBOX' }
}

export const stepsAt = (form: Pick<ImapForm, 'host' | 'user'>): string[] =>
  providerOf(form)?.says ?? [
    'Look up the IMAP server of your provider: its help pages call it “incoming mail”.',
    'Where sign-in needs a second step, make an app password there and use it below.',
  ]
