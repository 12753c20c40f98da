import { connect, type Socket } from 'node:net'

/** The least an SMTP client can be, so that the bench measures the server and not its client: one mail at a time, no parsing. */
export async function smtpClient(
  port: number,
): Promise<{ send(from: string, to: string, raw: Buffer): Promise<void>; close(): void }> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  const answers = lines(socket)
  await expectCode(answers, '220')
  socket.write('EHLO bench.example\r\n')
  await expectCode(answers, '250')
  return {
    async send(from, to, raw) {
      socket.write(`MAIL FROM:<${from}>\r\n`)
      await expectCode(answers, '250')
      socket.write(`RCPT TO:<${to}>\r\n`)
      await expectCode(answers, '250')
      socket.write('DATA\r\n')
      await expectCode(answers, '354')
      socket.write(raw)
      socket.write('\r\n.\r\n')
      await expectCode(answers, '250')
    },
    close: () => void socket.end('QUIT\r\n'),
  }
}

async function* lines(socket: Socket): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of socket) {
    const parts = (rest + chunk).split('\r\n')
    rest = parts.pop() ?? ''
    yield* parts
  }
}

async function expectCode(answers: AsyncGenerator<string>, code: string): Promise<void> {
  for (;;) {
    const { value, done } = await answers.next()
    if (done) throw new Error('the server hung up')
    if (!value.startsWith(code)) throw new Error(`expected ${code}, heard ${value}`)
    if (value[3] !== '-') return
  }
}
