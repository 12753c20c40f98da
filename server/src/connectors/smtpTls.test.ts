import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as secure, type TLSSocket } from 'node:tls'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type ArrivedMail, type SmtpIn, startSmtpIn } from './smtpIn.ts'

let home: string
let files: { certFile: string; keyFile: string }
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'docket-smtp-tls-'))
  files = { certFile: join(home, 'cert.pem'), keyFile: join(home, 'key.pem') }
  certify('mx.acme.example')
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

function certify(name: string) {
  const out = ['-keyout', files.keyFile, '-out', files.certFile]
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
  execFileSync('openssl', [...args, ...out, '-subj', `/CN=${name}`], { stdio: 'ignore' })
}

let close: (() => Promise<void>) | undefined
const open: Socket[] = []
afterEach(async () => {
  for (const socket of open.splice(0)) socket.destroy()
  await close?.()
  close = undefined
})

async function listening(more: Partial<SmtpIn> = {}) {
  const kept: ArrivedMail[] = []
  const server = await startSmtpIn({
    ...{ host: '127.0.0.1', port: 0, bytesMax: 10_000 },
    onMail: async (mail) => void kept.push(mail),
    onRecipient: async () => true,
    log: pino({ level: 'silent' }),
    ...more,
  })
  close = server.close
  return { port: server.port, kept }
}

/** Speaks a line and hears the whole answer to it; the first line is heard without a word. */
function talking(socket: Socket | TLSSocket) {
  open.push(socket)
  let heard = ''
  let wake = () => {}
  let ended = false
  socket.on('data', (chunk) => {
    heard += chunk
    wake()
  })
  for (const end of ['close', 'error'])
    socket.on(end, () => {
      ended = true
      wake()
    })
  return async (line?: string): Promise<string> => {
    if (line !== undefined) socket.write(`${line}\r\n`)
    for (;;) {
      const whole = /^(?:\d{3}-.*\r\n)*\d{3}(?: .*)?\r\n/.exec(heard)
      if (whole) {
        heard = heard.slice(whole[0].length)
        return whole[0]
      }
      if (ended) return 'closed'
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
}

async function upgraded(port: number) {
  const plain = connect(port, '127.0.0.1')
  const say = talking(plain)
  await say()
  expect(await say('EHLO there')).toContain('STARTTLS')
  expect(await say('STARTTLS')).toMatch(/^220/)
  plain.removeAllListeners('data')
  const socket = secure({ socket: plain, rejectUnauthorized: false })
  await new Promise<void>((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject))
  return { socket, say: talking(socket) }
}

test('a mail comes over STARTTLS, and who handed it over is known as without', async () => {
  const { port, kept } = await listening({ tls: files })
  const { socket, say } = await upgraded(port)
  expect(socket.getPeerCertificate().subject.CN).toBe('mx.acme.example')
  expect(socket.getProtocol()).toBe('TLSv1.3')
  expect(await say('EHLO mail.customer.example')).not.toContain('STARTTLS')
  for (const line of ['MAIL FROM:<ada@customer.example>', 'RCPT TO:<support+7@acme.example>', 'DATA']) await say(line)
  expect(await say('Subject: sealed\r\n\r\nHello\r\n.')).toMatch(/^250 2\.0\.0 kept/)
  expect(kept).toMatchObject([
    {
      recipients: ['support+7@acme.example'],
      envelopeFrom: 'ada@customer.example',
      peer: { ip: '127.0.0.1', helo: 'mail.customer.example' },
    },
  ])
})

test('commands that were whispered ahead of the handshake are not believed after it', async () => {
  const { port, kept } = await listening({ tls: files })
  const plain = connect(port, '127.0.0.1')
  const say = talking(plain)
  await say()
  await say('EHLO there')
  await say('STARTTLS\r\nMAIL FROM:<mallory@evil.example>\r\nRCPT TO:<support@acme.example>')
  plain.removeAllListeners('data')
  const socket = secure({ socket: plain, rejectUnauthorized: false })
  const outcome = await new Promise<string>((resolve) => {
    socket
      .once('secureConnect', () => resolve('secure'))
      .once('error', () => resolve('refused'))
      .once('close', () => resolve('refused'))
  })
  if (outcome === 'secure') {
    const sealed = talking(socket)
    expect(await sealed('EHLO there')).toMatch(/^250/)
    expect(await sealed('DATA')).toMatch(/^503|closed/)
  }
  expect(kept).toEqual([])
})

test('without a certificate none is offered', async () => {
  const { port } = await listening()
  const say = talking(connect(port, '127.0.0.1'))
  await say()
  expect(await say('EHLO there')).not.toContain('STARTTLS')
  expect(await say('STARTTLS')).toMatch(/^5/)
})

test('a renewed certificate is taken up while it runs; half a file is not', async () => {
  const { port } = await listening({ tls: files, limits: { certificateMs: 20 } })
  const named = async () => {
    const { socket } = await upgraded(port)
    const { CN } = socket.getPeerCertificate().subject
    socket.destroy()
    return CN
  }
  expect(await named()).toBe('mx.acme.example')
  certify('renewed.acme.example')
  await expect.poll(named, { timeout: 20_000 }).toBe('renewed.acme.example')
  writeFileSync(files.certFile, '-----BEGIN CERTIFICATE-----\nhalf')
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(await named()).toBe('renewed.acme.example')
  certify('mx.acme.example')
})

test('files that are no certificate and key keep the server from starting, with a sentence', async () => {
  const other = { certFile: files.certFile, keyFile: join(home, 'none.pem') }
  await expect(listening({ tls: other })).rejects.toThrow('DOCKET_SMTP_TLS_KEY cannot be read')
  const swapped = { certFile: files.keyFile, keyFile: files.certFile }
  await expect(listening({ tls: swapped })).rejects.toThrow('no certificate and its key')
})

test('one address has so many connections, others and our own servers are not hindered by it', async () => {
  const limits = { connectionsMax: 2 }
  const { port } = await listening({ limits })
  const says = [1, 2].map(() => talking(connect(port, '127.0.0.1')))
  for (const say of says) expect(await say()).toMatch(/^220/)
  expect(await talking(connect(port, '127.0.0.1'))()).toMatch(/^421 4\.7\.0 too many connections/)
  expect(await talking(connect({ port, host: '127.0.0.1', localAddress: '127.0.0.2' }))()).toMatch(/^220/)
  open[0]!.destroy()
  await expect.poll(() => talking(connect(port, '127.0.0.1'))()).toMatch(/^220/)
  for (const socket of open) socket.destroy()
  await close?.()
  const ours = await listening({ limits, isOurs: () => true })
  for (let n = 0; n < 4; n++) expect(await talking(connect(ours.port, '127.0.0.1'))()).toMatch(/^220/)
})

test('a mail has a hundred recipients, the rest is asked to come again', async () => {
  const { port, kept } = await listening()
  const say = talking(connect(port, '127.0.0.1'))
  await say()
  for (const line of ['EHLO there', 'MAIL FROM:<ada@customer.example>']) await say(line)
  for (let n = 0; n < 100; n++) expect(await say(`RCPT TO:<r${n}@acme.example>`)).toMatch(/^250/)
  expect(await say('RCPT TO:<r100@acme.example>')).toMatch(/^452/)
  await say('DATA')
  expect(await say('Subject: many\r\n\r\n.')).toMatch(/^250/)
  expect(kept[0]!.recipients).toHaveLength(100)
})

test('who talks too slowly is hung up on, before a mail and within one, however often a byte comes', async () => {
  const { port, kept } = await listening({ limits: { betweenMs: 400, mailMs: 400 } })
  const drip = (socket: Socket) => setInterval(() => socket.write('x'), 20)
  const idle = connect(port, '127.0.0.1')
  const dripping = [drip(idle)]
  const first = talking(idle)
  await first()
  expect(await first()).toBe('closed')
  const slow = connect(port, '127.0.0.1')
  const say = talking(slow)
  await say()
  for (const line of ['EHLO there', 'MAIL FROM:<ada@customer.example>', 'RCPT TO:<a@acme.example>', 'DATA'])
    await say(line)
  dripping.push(drip(slow))
  expect(await say()).toBe('closed')
  for (const one of dripping) clearInterval(one)
  expect(kept).toEqual([])
})
