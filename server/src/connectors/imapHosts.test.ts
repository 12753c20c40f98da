import { expect, test } from 'vitest'
import type { AskDns } from './dns.ts'
import { guessImap, serversOf } from './imapHosts.ts'

const nowhere = () => Promise.reject(new Error('there is nothing'))
const dnsOf =
  (zone: Record<string, unknown[]>): AskDns =>
  async (name, type) => {
    const found = zone[`${type} ${name}`]
    if (!found) throw Object.assign(new Error('nothing'), { code: 'ENOTFOUND' })
    return found as string[]
  }
const guess = async (address: string, zone: Record<string, unknown[]> = {}, fetch = nowhere as never) =>
  (await guessImap(address, { dns: dnsOf(zone), fetch })).map(
    ({ host, port, security, by }) => `${by} ${host}:${port} ${security}`,
  )

test.each([
  ['ada@gmail.com', 'imap.gmail.com:993 tls'],
  ['ada@hotmail.com', 'outlook.office365.com:993 tls'],
  ['ada@yahoo.de', 'imap.mail.yahoo.com:993 tls'],
  ['ada@icloud.com', 'imap.mail.me.com:993 tls'],
  ['ada@fastmail.com', 'imap.fastmail.com:993 tls'],
  ['ada@gmx.de', 'imap.gmx.net:993 tls'],
  ['ada@web.de', 'imap.web.de:993 tls'],
  ['ada@mailbox.org', 'imap.mailbox.org:993 tls'],
  ['ada@proton.me', '127.0.0.1:1143 starttls'],
])('%s is read at %s without asking anybody', async (address, at) => {
  expect(await guess(address)).toEqual([`known ${at}`])
})

test.each([
  ['aspmx.l.google.com', 'imap.gmail.com'],
  ['acme-example.mail.protection.outlook.com', 'outlook.office365.com'],
  ['mx00.ionos.de', 'imap.ionos.de'],
  ['mx1.mail.ovh.net.', 'ssl0.ovh.net'],
  ['mta-gw.infomaniak.ch', 'mail.infomaniak.com'],
  ['mx.zoho.eu', 'imappro.zoho.eu'],
])('a domain whose mail goes to %s is read at %s', async (exchange, host) => {
  expect(await guess('help@acme.example', { 'MX acme.example': [{ exchange, priority: 10 }] })).toEqual([
    `known ${host}:993 tls`,
  ])
  expect(
    await guess('help@acme.example', {
      'MX acme.example': [{ exchange: `${exchange.replace(/\.$/, '')}.evil.example`, priority: 10 }],
    }),
  ).toEqual([])
})

test('what a domain publishes in its DNS comes first, in its order; a dot says that there is none', async () => {
  const zone = {
    'SRV _imaps._tcp.acme.example': [
      { name: 'second.acme.example', port: 993, priority: 20, weight: 0 },
      { name: 'first.acme.example', port: 1993, priority: 10, weight: 0 },
    ],
    'SRV _imap._tcp.acme.example': [{ name: '.', port: 0, priority: 0, weight: 0 }],
    'MX acme.example': [{ exchange: 'mx.migadu.com', priority: 1 }],
  }
  expect(await guess('help@acme.example', zone)).toEqual([
    'dns first.acme.example:1993 tls',
    'dns second.acme.example:993 tls',
    'known imap.migadu.com:993 tls',
  ])
})

test('a file that the domain publishes is read; without anything the usual names are, when they exist', async () => {
  const xml = `<clientConfig><emailProvider id="x"><incomingServer type="pop3"><hostname>pop.acme.example</hostname><port>995</port><socketType>SSL</socketType></incomingServer>
    <incomingServer type="imap"><hostname>mx.%EMAILDOMAIN%</hostname><port>143</port><socketType>STARTTLS</socketType><username>%EMAILLOCALPART%</username></incomingServer>
    <incomingServer type="imap"><hostname>plain.acme.example</hostname><port>143</port><socketType>plain</socketType></incomingServer></emailProvider></clientConfig>`
  expect(serversOf(xml, 'help@acme.example')).toEqual([
    {
      host: 'mx.acme.example',
      port: 143,
      security: 'starttls',
      user: 'help',
      by: 'autoconfig',
      provider: null,
      note: null,
    },
  ])
  const fetch = async (url: string) =>
    url.startsWith('https://autoconfig.acme.example/') ? Buffer.from(xml) : nowhere()
  expect(await guess('help@acme.example', {}, fetch as never)).toEqual(['autoconfig mx.acme.example:143 starttls'])
  expect(await guess('help@acme.example', { 'A mail.acme.example': ['192.0.2.1'] })).toEqual([
    'usual mail.acme.example:993 tls',
  ])
  expect(await guess('help@acme.example')).toEqual([])
})
