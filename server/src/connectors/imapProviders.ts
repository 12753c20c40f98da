export type Provider = {
  name: string
  host: string
  port?: number
  security?: 'tls' | 'starttls'
  /** What addresses end with. */
  domains?: readonly string[]
  /** What the mail exchangers of domains that are served there end with. */
  exchangers?: readonly string[]
  /** What a person must do there before it works. */
  note?: string
  /** The user is the part before the @. */
  isLocalUser?: boolean
}

const appPassword = (where: string) => `Your usual password is refused; make an app password in the ${where}.`

/** Providers whose servers are known. Others publish theirs, or are guessed. */
export const providers: readonly Provider[] = [
  {
    ...{ name: 'Google', host: 'imap.gmail.com', domains: ['gmail.com', 'googlemail.com'] },
    exchangers: ['google.com', 'googlemail.com'],
    note: appPassword('settings of your Google account (2-step verification must be on), or use OAuth'),
  },
  {
    name: 'Microsoft 365 and Outlook',
    host: 'outlook.office365.com',
    domains: [
      'outlook.com',
      'outlook.de',
      'outlook.fr',
      'hotmail.com',
      'hotmail.de',
      'hotmail.co.uk',
      'live.com',
      'msn.com',
    ],
    exchangers: ['protection.outlook.com', 'mx.microsoft'],
    note: 'Microsoft takes no passwords over IMAP: use OAuth.',
  },
  {
    ...{ name: 'Yahoo', host: 'imap.mail.yahoo.com', exchangers: ['yahoodns.net'] },
    domains: [
      'yahoo.com',
      'yahoo.de',
      'yahoo.fr',
      'yahoo.co.uk',
      'yahoo.es',
      'yahoo.it',
      'ymail.com',
      'rocketmail.com',
    ],
    note: appPassword('security settings of your Yahoo account'),
  },
  { name: 'AOL', host: 'imap.aol.com', domains: ['aol.com', 'aim.com'], note: appPassword('security settings of AOL') },
  {
    ...{ name: 'iCloud', host: 'imap.mail.me.com', domains: ['icloud.com', 'me.com', 'mac.com'] },
    exchangers: ['mail.icloud.com'],
    note: appPassword('settings of your Apple account'),
  },
  {
    ...{ name: 'Fastmail', host: 'imap.fastmail.com', domains: ['fastmail.com', 'fastmail.fm'] },
    exchangers: ['messagingengine.com'],
    note: appPassword('settings of Fastmail'),
  },
  {
    name: 'Zoho (Europe)',
    host: 'imappro.zoho.eu',
    exchangers: ['zoho.eu'],
    note: 'IMAP must be switched on in Zoho.',
  },
  { name: 'Zoho', host: 'imappro.zoho.com', exchangers: ['zoho.com'], note: 'IMAP must be switched on in Zoho.' },
  { name: 'Zoho', host: 'imap.zoho.com', domains: ['zohomail.com', 'zoho.com'] },
  {
    ...{ name: 'GMX', host: 'imap.gmx.net', domains: ['gmx.de', 'gmx.net', 'gmx.at', 'gmx.ch'] },
    note: 'IMAP must be switched on in the settings of GMX.',
  },
  { name: 'GMX', host: 'imap.gmx.com', domains: ['gmx.com', 'gmx.us', 'mail.com'] },
  {
    name: 'WEB.DE',
    host: 'imap.web.de',
    domains: ['web.de'],
    note: 'IMAP must be switched on in the settings of WEB.DE.',
  },
  { name: 'T-Online', host: 'secureimap.t-online.de', domains: ['t-online.de', 'magenta.de'] },
  { name: 'freenet', host: 'mx.freenet.de', domains: ['freenet.de'] },
  { name: 'IONOS', host: 'imap.ionos.com', exchangers: ['ionos.com', '1and1.com', 'perfora.net'] },
  { name: 'IONOS', host: 'imap.ionos.de', exchangers: ['ionos.de', 'kundenserver.de'] },
  { name: 'STRATO', host: 'imap.strato.de', exchangers: ['rzone.de'] },
  { name: 'Hetzner', host: 'mail.your-server.de', exchangers: ['your-server.de'] },
  { name: 'mailbox.org', host: 'imap.mailbox.org', domains: ['mailbox.org'], exchangers: ['mailbox.org'] },
  { name: 'Posteo', host: 'posteo.de', domains: ['posteo.de', 'posteo.net'] },
  {
    ...{ name: 'Proton', host: '127.0.0.1', port: 1143, security: 'starttls' },
    ...{ domains: ['proton.me', 'protonmail.com', 'pm.me'], exchangers: ['protonmail.ch'] },
    note: 'Proton is reached through its Bridge, which must run beside Docket; it shows the password to use.',
  },
  { name: 'OVHcloud', host: 'ssl0.ovh.net', exchangers: ['ovh.net', 'ovh.ca'] },
  {
    name: 'Infomaniak',
    host: 'mail.infomaniak.com',
    domains: ['ik.me'],
    exchangers: ['infomaniak.ch', 'infomaniak.com'],
  },
  { name: 'Gandi', host: 'mail.gandi.net', exchangers: ['gandi.net'] },
  { name: 'Migadu', host: 'imap.migadu.com', exchangers: ['migadu.com'] },
  { name: 'Hostinger', host: 'imap.hostinger.com', exchangers: ['hostinger.com'] },
  { name: 'Private Email', host: 'mail.privateemail.com', exchangers: ['privateemail.com'] },
  { name: 'Rackspace', host: 'secure.emailsrvr.com', exchangers: ['emailsrvr.com'] },
  { name: 'Purelymail', host: 'imap.purelymail.com', exchangers: ['purelymail.com'] },
  {
    name: 'Yandex',
    host: 'imap.yandex.com',
    domains: ['yandex.com', 'yandex.ru', 'ya.ru'],
    exchangers: ['yandex.net'],
  },
  {
    name: 'Mail.ru',
    host: 'imap.mail.ru',
    domains: ['mail.ru', 'bk.ru', 'inbox.ru', 'list.ru'],
    exchangers: ['mail.ru'],
  },
  { name: 'Orange', host: 'imap.orange.fr', domains: ['orange.fr', 'wanadoo.fr'] },
  { name: 'Free', host: 'imap.free.fr', domains: ['free.fr'], isLocalUser: true },
  { name: 'La Poste', host: 'imap.laposte.net', domains: ['laposte.net'], isLocalUser: true },
  { name: 'Bluewin', host: 'imaps.bluewin.ch', domains: ['bluewin.ch'] },
  { name: 'Libero', host: 'imapmail.libero.it', domains: ['libero.it'] },
  { name: 'Seznam', host: 'imap.seznam.cz', domains: ['seznam.cz', 'email.cz'], exchangers: ['seznam.cz'] },
  { name: 'WP', host: 'imap.wp.pl', domains: ['wp.pl'] },
  { name: 'Comcast', host: 'imap.comcast.net', domains: ['comcast.net'] },
]
