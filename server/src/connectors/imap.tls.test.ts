import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Dovecot, hasDovecot, openDovecot } from '../../test/dovecot.ts'
import { openImapPeer } from '../../test/imapPeer.ts'
import { imapSource } from './imap.ts'
import type { ImapSettings } from './imapSettings.ts'
import { SourceAway, SourceRefused } from './mailSource.ts'

const tried = async (settings: Partial<ImapSettings>, ca?: string): Promise<Error | 'in'> => {
  const whole = { host: 'localhost', port: 0, security: 'tls' as const, user: 'help', folders: ['INBOX'], ...settings }
  const source = imapSource(whole, { password: 'secret-of-all' }, { bytesMax: 1000, ...(ca && { ca }) })
  try {
    await source.check()
    return 'in'
  } catch (error) {
    return error as Error
  } finally {
    await source.close()
  }
}
const refused = async (settings: Partial<ImapSettings>, ca?: string) => {
  const error = await tried(settings, ca)
  expect(error).toBeInstanceOf(SourceRefused)
  return (error as Error).message
}

test('a server that offers no STARTTLS hears no password', async () => {
  const peer = await openImapPeer()
  expect(await refused({ port: peer.port, security: 'starttls' })).toBe(
    `localhost does not offer encryption (STARTTLS) on port ${peer.port}, and Docket does not send a password in the clear. Its port for TLS is usually 993.`,
  )
  expect(peer.heard.filter((command) => /AUTHENTICATE|LOGIN/.test(command))).toEqual([])
  await peer.close()
})

test('a server that greets as if we were signed in already hears no password and gives no mail without encryption', async () => {
  const peer = await openImapPeer('* PREAUTH come in\r\n')
  expect(await refused({ port: peer.port, security: 'starttls' })).toContain('does not offer encryption')
  expect(peer.heard.filter((command) => /AUTHENTICATE|LOGIN|EXAMINE/.test(command))).toEqual([])
  await peer.close()
})

test('a certificate that has expired is a sentence', async () => {
  const home = mkdtempSync(join(tmpdir(), 'docket-expired-'))
  const [key, asked, cert] = ['key.pem', 'asked.pem', 'cert.pem'].map((name) => join(home, name)) as [
    string,
    string,
    string,
  ]
  const openssl = (...words: string[]) => execFileSync('openssl', words, { stdio: 'ignore' })
  openssl('req', '-new', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-keyout', key, '-out', asked)
  openssl('x509', '-req', '-days', '-1', '-signkey', key, '-in', asked, '-out', cert)
  const pems = { key: readFileSync(key), cert: readFileSync(cert) }
  const server = createServer(pems).listen(0, 'localhost')
  server.on('tlsClientError', () => {})
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  expect(await refused({ port }, pems.cert.toString())).toBe(
    'The certificate of localhost has expired. Docket gives it no password.',
  )
  server.close()
  rmSync(home, { recursive: true })
})

describe.skipIf(!hasDovecot)('with a real server', () => {
  let dovecot: Dovecot
  beforeAll(async () => {
    dovecot = await openDovecot()
  })
  afterAll(() => dovecot.close())

  test('TLS and STARTTLS work with a certificate that is known', async () => {
    expect(await tried({ port: dovecot.tlsPort }, dovecot.certificate)).toBe('in')
    expect(await tried({ port: dovecot.port, security: 'starttls' }, dovecot.certificate)).toBe('in')
  })

  test('an unknown or another name’s certificate is a sentence, with TLS and with STARTTLS', async () => {
    const unknown =
      'The certificate of localhost is signed by itself: nobody vouches that this is the right server. Docket gives it no password.'
    expect(await refused({ port: dovecot.tlsPort })).toBe(unknown)
    expect(await refused({ port: dovecot.port, security: 'starttls' })).toBe(unknown)
    expect(await refused({ port: dovecot.tlsPort, host: '127.0.0.1' }, dovecot.certificate)).toBe(
      'The certificate that 127.0.0.1 shows is for another name. Docket gives it no password.',
    )
  })

  test('TLS at a port that speaks without it is a sentence, and so is the reverse', async () => {
    expect(await refused({ port: dovecot.port })).toBe(
      `localhost does not speak TLS on port ${dovecot.port}. STARTTLS (usually port 143) or another port may be right.`,
    )
    const silent = await tried({ port: dovecot.tlsPort, security: 'starttls' })
    expect(silent).toBeInstanceOf(SourceAway)
    expect((silent as Error).message).toContain('but says nothing. A port that expects TLS')
  })
})
