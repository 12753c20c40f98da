import { connect } from 'node:net'

/** One mail, whole lines without leading dots, over one connection. Says the code it was answered with: 250 only after the final dot. */
export function sendBySmtp(
  port: number,
  { to, bytes }: { to: string | readonly string[]; bytes: Buffer | string },
): Promise<number> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const recipients = [to].flat().map((address) => `RCPT TO:<${address}>`)
    const steps = ['EHLO there', 'MAIL FROM:<ada@customer.example>', ...recipients, 'DATA', `${bytes}.`]
    let rest = ''
    // Hung up before an answer: for the sender that is no more than a temporary failure.
    let code = 421
    socket.on('data', (chunk) => {
      rest += chunk
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end)
        rest = rest.slice(end + 2)
        if (line[3] === '-') continue
        const said = Number(line.slice(0, 3))
        if (socket.writableEnded) continue
        const next = said < 400 ? steps.shift() : undefined
        if (next === undefined) {
          code = said
          socket.end('QUIT\r\n')
        } else socket.write(`${next}\r\n`)
      }
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => resolve(code))
  })
}
