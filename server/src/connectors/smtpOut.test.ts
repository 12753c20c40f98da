import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { smtpOut } from './smtpOut.ts'

const leftovers: (() => void)[] = []
afterEach(() => {
  for (const close of leftovers.splice(0)) close()
})

/** A server that takes everything and remembers each command. */
async function peer(): Promise<{ url: string; commands: string[] }> {
  const commands: string[] = []
  const server = createServer((socket) => {
    let inData = false
    socket.on('error', () => socket.destroy())
    socket.write('220 peer\r\n')
    socket.on('data', (chunk) => {
      for (const line of chunk.toString('latin1').split('\r\n')) {
        if (inData) {
          if (line !== '.') continue
          inData = false
          socket.write('250 taken\r\n')
        } else if (line) {
          commands.push(line)
          inData = line === 'DATA'
          socket.write(inData ? '354 go on\r\n' : '250 fine\r\n')
        }
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  leftovers.push(() => server.close())
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, commands }
}

const raw = Buffer.from('Subject: x\r\n\r\nWords.\r\n')
const victim = 'victim@injected.example'

test.each([
  `ada@customer.example>\r\nRCPT TO:<${victim}`,
  `ada@customer.example\r\nRCPT TO:<${victim}>`,
  `ada@customer.example\nRCPT TO:<${victim}>`,
  `ada@customer.example\rRCPT TO:<${victim}>`,
  `ada@customer.example> <${victim}`,
  `ada@customer.example,${victim}`,
])('no address brings a command or a recipient of its own into the envelope: %j (S13)', async (address) => {
  const { url, commands } = await peer()
  for (const envelope of [
    { from: 'support@acme.example', to: [address] },
    { from: address, to: ['ada@customer.example'] },
  ])
    await smtpOut(url)
      .send({ ...envelope, raw })
      .catch((error) => expect(error.kind).toMatch(/temporary|permanent/))
  const recipients = commands.filter((line) => /^RCPT/i.test(line)).map((line) => /^RCPT TO:<([^>]*)>/.exec(line)?.[1])
  expect(recipients).not.toContain(victim)
  expect(commands.filter((line) => !/^(EHLO|HELO|MAIL FROM|RCPT TO|DATA|QUIT|RSET)\b/.test(line))).toEqual([])
})

test('a line that is only a dot does not end the mail early', async () => {
  const { url, commands } = await peer()
  const body = Buffer.from(`Subject: x\r\n\r\nOne\r\n.\r\nMAIL FROM:<${victim}>\r\n`)
  await smtpOut(url).send({ from: 'support@acme.example', to: ['ada@customer.example'], raw: body })
  expect(commands.filter((line) => /^MAIL/.test(line))).toHaveLength(1)
})
