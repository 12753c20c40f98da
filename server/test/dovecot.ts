import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { ImapFlow } from 'imapflow'

export type Dovecot = {
  port: number
  tlsPort: number
  /** Its own certificate, for `tls.ca`. */
  certificate: string
  password: string
  /** Puts a mail into a folder, as a mail server would. */
  deliver(user: string, mail: string | Buffer, options?: { folder?: string; at?: Date }): Promise<void>
  /** A client of its own, for what a person would do there. */
  as<R>(user: string, work: (client: ImapFlow) => Promise<R>): Promise<R>
  /** Where the mail of a user lies (maildir). */
  mailDir(user: string): string
  /** How many connections of this user there are. */
  sessions(user: string): number
  /** Many mails at once, written where the server finds them; `seen` as if somebody had opened the folder before. */
  fill(user: string, mails: Iterable<string>, options?: { seen?: boolean }): void
  /** Forgets all numbers, as a restored backup or a move to another server does: UIDVALIDITY changes. */
  renumber(user: string): Promise<void>
  stop(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

/** Whether this machine has an IMAP server to test against. */
export const hasDovecot = (() => {
  try {
    execFileSync('/usr/sbin/dovecot', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

const password = 'secret-of-all'

/** A real IMAP server (Dovecot) with a folder of its own, for any user name; it asks there (RFC 7662) what an access token is worth. */
export async function openDovecot({ introspection }: { introspection?: string } = {}): Promise<Dovecot> {
  const home = mkdtempSync(join(tmpdir(), 'docket-dovecot-'))
  chmodSync(home, 0o755)
  mkdirSync(join(home, 'mail'))
  chmodSync(join(home, 'mail'), 0o777)
  const [port, tlsPort] = [await freePort(), await freePort()]
  const certificate = makeCertificate(home)
  writeFileSync(join(home, 'dovecot.conf'), configuration(home, port, tlsPort))
  if (introspection) {
    const oauth = join(home, 'oauth.conf')
    const asked = `introspection_url = ${introspection}\nintrospection_mode = post\nforce_introspection = yes`
    writeFileSync(oauth, `${asked}\nusername_attribute = username\nactive_attribute = active\nactive_value = true\n`)
    const lines = `passdb {\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n  args = ${oauth}\n}\n`
    writeFileSync(join(home, 'dovecot.conf'), `auth_mechanisms = plain login xoauth2 oauthbearer\n${lines}`, {
      flag: 'a',
    })
  }

  let server: ChildProcess | undefined
  const start = async () => {
    server = spawn('/usr/sbin/dovecot', ['-F', '-c', join(home, 'dovecot.conf')], { stdio: 'ignore' })
    for (let tries = 0; tries < 100; tries++) {
      try {
        await connected(port, 'probe', async () => {})
        return
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
    throw new Error(`dovecot did not answer on port ${port}`)
  }
  const stop = async () => {
    const ended = new Promise((resolve) => server?.once('exit', resolve))
    server?.kill('SIGTERM')
    await ended
    server = undefined
  }
  await start()
  const mailDir = (user: string) => join(home, 'mail', user)
  let filled = 0

  return {
    ...{ port, tlsPort, certificate, password, start, stop },
    as: (user, work) => connected(port, user, work),
    deliver: (user, mail, { folder = 'INBOX', at } = {}) =>
      connected(port, user, async (client) => void (await client.append(folder, mail, [], at))),
    mailDir,
    sessions: (user) =>
      execFileSync('/usr/bin/doveadm', ['-c', join(home, 'dovecot.conf'), 'who', '-1', user], { encoding: 'utf8' })
        .split('\n')
        .filter((line) => line.includes(' imap ')).length,
    fill(user, mails, { seen = false } = {}) {
      for (const folder of ['', 'tmp', 'cur', 'new']) openTo(join(mailDir(user), folder))
      let n = 0
      for (const mail of mails) {
        const at = Math.floor(Date.now() / 1000)
        // Named as delivered in this order: the server numbers them by their names.
        const name = `${at}.M${String(n++).padStart(7, '0')}P${filled++}.localhost`
        const place = seen ? join('cur', `${name}:2,S`) : join('new', name)
        writeFileSync(join(mailDir(user), place), mail, { mode: 0o666 })
      }
    },
    async renumber(user) {
      const { uidValidity } = await connected(port, user, (client) => client.mailboxOpen('INBOX', { readOnly: true }))
      await stop()
      for (const name of readdirSync(mailDir(user)))
        if (/^dovecot/.test(name)) rmSync(join(mailDir(user), name), { recursive: true })
      const list = join(mailDir(user), 'dovecot-uidlist')
      writeFileSync(list, `3 V${Number(uidValidity) + 1} N1 G${randomBytes(16).toString('hex')}\n`)
      chmodSync(list, 0o666)
      await start()
    },
    async close() {
      if (server) await stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** Whoever the server runs as, it may write there. */
function openTo(folder: string): void {
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o777)
}

async function connected<R>(port: number, user: string, work: (client: ImapFlow) => Promise<R>): Promise<R> {
  const auth = { user, pass: password }
  const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, doSTARTTLS: false, auth, logger: false })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.logout()
  }
}

function configuration(home: string, port: number, tlsPort: number): string {
  const { uid, gid, username } = userInfo()
  const isRoot = uid === 0
  const [internal, login] = isRoot ? ['dovecot', 'dovenull'] : [username, username]
  return `
base_dir = ${home}/run
state_dir = ${home}/state
log_path = ${home}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = ${internal}
default_internal_group = ${isRoot ? 'dovecot' : `${gid}`}
default_login_user = ${login}
first_valid_uid = 0
ssl = yes
ssl_cert = <${home}/cert.pem
ssl_key = <${home}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:${home}/mail/%u
mail_max_userip_connections = 1000
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort}
    ssl = yes
  }
}
service imap {
  process_limit = 2000
}
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${isRoot ? 'nobody' : uid} gid=${isRoot ? 'nogroup' : gid} home=${home}/mail/%u
}
`
}

function makeCertificate(home: string): string {
  const files = ['-keyout', join(home, 'key.pem'), '-out', join(home, 'cert.pem')]
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...files, ...name], {
    stdio: 'ignore',
  })
  return execFileSync('cat', [join(home, 'cert.pem')], { encoding: 'utf8' })
}

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
