import { connect } from 'node:net'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { type ArrivedMail, startSmtpIn } from './smtpIn.ts'

let close: (() => Promise<void>) | undefined
afterEach(() => close?.())

async function listening(onMail: (mail: ArrivedMail) => Promise<void>, bytesMax = 10_000): Promise<number> {
  const server = await startSmtpIn({
    host: '127.0.0.1',
    port: 0,
    bytesMax,
    onMail,
    onRecipient: async (address) => address.startsWith('support'),
    log: pino({ level: 'silent' }),
  })
  close = server.close
  return server.port
}

/** Says each line after the answer to the one before; resolves with all that was answered. */
function talk(port: number, lines: (string | Buffer)[], { hangUp = false } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    const rest = [...lines]
    let heard = ''
    socket.on('data', (chunk) => {
      heard += chunk
      if (!/^\d{3} .*\r\n$/m.test(heard.slice(heard.lastIndexOf('\n', heard.length - 2) + 1))) return
      const next = rest.shift()
      if (next === undefined) socket.end()
      else socket.write(next, () => rest.length === 0 && hangUp && socket.destroy())
    })
    socket.on('close', () => resolve(heard))
    socket.on('error', reject)
  })
}

const opening = ['EHLO there\r\n', 'MAIL FROM:<ada@example.com>\r\n', 'RCPT TO:<support+tag@acme.test>\r\n', 'DATA\r\n']

test('the bytes arrive as they were, dots and lone line ends included', async () => {
  const kept: ArrivedMail[] = []
  const port = await listening(async (mail) => void kept.push(mail))
  const mail = Buffer.from('Subject: x\r\n\r\n.dot\r\n..\r\na\nb\n.\nc\rd \xff\0\r\n', 'latin1')
  const stuffed = Buffer.from(mail.toString('latin1').replace(/(^|\r\n)\./g, '$1..'), 'latin1')
  expect(await talk(port, [...opening, Buffer.concat([stuffed, Buffer.from('.\r\n')]), 'QUIT\r\n'])).toContain(
    '250 2.0.0 kept',
  )
  expect(kept).toHaveLength(1)
  expect(kept[0]!.bytes.equals(mail)).toBe(true)
  expect(kept[0]!.recipients).toEqual(['support+tag@acme.test'])
})

test('an unknown recipient is refused for good, a size too large at once', async () => {
  const port = await listening(async () => {})
  expect(
    await talk(port, ['EHLO there\r\n', 'MAIL FROM:<>\r\n', 'RCPT TO:<nobody@acme.test>\r\n', 'QUIT\r\n']),
  ).toContain('550 5.1.1')
  const greeting = await talk(port, ['EHLO there\r\n', 'MAIL FROM:<> SIZE=20000\r\n', 'QUIT\r\n'])
  expect(greeting).toContain('SIZE 10000')
  expect(greeting).toMatch(/^552/m)
})

test('a mail that grows too large is refused and not kept', async () => {
  const kept: ArrivedMail[] = []
  const port = await listening(async (mail) => void kept.push(mail))
  expect(await talk(port, [...opening, `${'x'.repeat(70)}\r\n`.repeat(300).concat('.\r\n'), 'QUIT\r\n'])).toMatch(
    /^552/m,
  )
  expect(kept).toHaveLength(0)
})

test('a mail that cannot be kept is never acknowledged (R2, R3)', async () => {
  const port = await listening(async () => {
    throw Object.assign(new Error('i/o error'), { code: 'EIO' })
  })
  const heard = await talk(port, [...opening, 'Subject: x\r\n\r\nx\r\n.\r\n', 'QUIT\r\n'])
  expect(heard).toMatch(/^451 4\.3\.0/m)
  expect(heard).not.toContain('250 2.0.0')
})

test('a sender who hangs up in the middle of a mail leaves nothing', async () => {
  const kept: ArrivedMail[] = []
  const port = await listening(async (mail) => void kept.push(mail))
  await talk(port, [...opening, 'Subject: half a ma'], { hangUp: true })
  await talk(port, [...opening, 'Subject: whole\r\n\r\n\r\n.\r\n', 'QUIT\r\n'])
  expect(kept.map(({ bytes }) => bytes.toString())).toEqual(['Subject: whole\r\n\r\n\r\n'])
})

test('an empty mail is taken too: it will be seen, not dropped', async () => {
  const kept: ArrivedMail[] = []
  const port = await listening(async (mail) => void kept.push(mail))
  expect(await talk(port, [...opening, '.\r\n', 'QUIT\r\n'])).toContain('250 2.0.0 kept')
  expect(kept[0]!.bytes).toHaveLength(0)
})
