import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { watchLeaving } from './strict/watching.ts'

/** What a mail server says; null hangs up, `hang` says nothing more. */
type Says = string | null | 'hang'
export type Manners = {
  greeting?: Says
  auth?: Says
  mail?: Says | ((nth: number) => Says)
  rcpt?: (address: string) => Says
  data?: Says
  dot?: Says | ((nth: number) => Says | Promise<Says>)
  /** Hangs up in the middle of a mail, after so many bytes of it. */
  cutAfter?: number
}
export type Taken = { from: string; to: string[]; bytes: Buffer; at: number }
export type SmtpPeer = {
  port: number
  url: string
  /** Mails whose final dot came. */
  taken: Taken[]
  /** How many connections there were. */
  connections(): number
  behave(manners: Manners): void
  close(): void
}

/** A mail server on this machine that behaves as it is told, for what no real one does when asked. */
export async function openSmtpPeer(first: Manners = {}): Promise<SmtpPeer> {
  let manners = first
  let connections = 0
  let [mails, dots] = [0, 0]
  const taken: Taken[] = []
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    connections++
    open.add(socket)
    socket.setNoDelay(true)
    socket.on('close', () => open.delete(socket))
    socket.on('error', () => socket.destroy())
    let [from, to, inData, rest] = ['', [] as string[], false, Buffer.alloc(0)]
    const say = (answer: Says): boolean => {
      if (answer === 'hang') socket.pause()
      else if (answer === null) socket.destroy()
      else socket.write(`${answer}\r\n`)
      return answer !== null && /^[23]/.test(answer)
    }
    say(manners.greeting === undefined ? '220 peer' : manners.greeting)
    if (manners.greeting === null) return
    socket.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk])
      for (;;) {
        if (inData) {
          const end = rest.indexOf('\r\n.\r\n')
          if (manners.cutAfter !== undefined && rest.length >= manners.cutAfter) return void socket.destroy()
          if (end < 0) return
          const bytes = rest.subarray(0, end + 2)
          rest = rest.subarray(end + 5)
          inData = false
          taken.push({ from, to, bytes: Buffer.from(bytes), at: Date.now() })
          watchLeaving(unstuffed(bytes), 'smtp')
          const { dot } = manners
          const answer = typeof dot === 'function' ? dot(++dots) : dot
          if (answer instanceof Promise) void answer.then(say)
          else say(answer === undefined ? '250 2.0.0 queued' : answer)
          continue
        }
        const end = rest.indexOf('\r\n')
        if (end < 0) return
        const line = rest.subarray(0, end).toString('latin1')
        rest = rest.subarray(end + 2)
        const verb = line.slice(0, 4).toUpperCase()
        const address = /<([^>]*)>/.exec(line)?.[1] ?? ''
        if (verb === 'EHLO') say(manners.auth === undefined ? '250 peer' : '250-peer\r\n250 AUTH PLAIN LOGIN')
        else if (verb === 'AUTH') say(manners.auth ?? '235 welcome')
        else if (verb === 'MAIL') {
          ;[from, to] = [address, []]
          const { mail } = manners
          const answer = typeof mail === 'function' ? mail(++mails) : mail
          say(answer === undefined ? '250 fine' : answer)
        } else if (verb === 'RCPT') {
          const answer = manners.rcpt?.(address)
          if (say(answer === undefined ? '250 fine' : answer)) to = [...to, address]
        } else if (verb === 'DATA') inData = say(manners.data === undefined ? '354 go on' : manners.data)
        else if (verb === 'STAR') say('502 5.5.1 no such command')
        else if (verb === 'QUIT') socket.end('221 bye\r\n')
        else say('250 fine')
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    ...{ port, url: `smtp://127.0.0.1:${port}`, taken, connections: () => connections },
    behave(next) {
      manners = next
    },
    close() {
      for (const socket of open) socket.destroy()
      server.close()
    },
  }
}

/** The mail itself: on the line, one dot more stands before a dot that begins a line. */
const unstuffed = (bytes: Buffer): Buffer => Buffer.from(bytes.toString('latin1').replace(/^\./gm, ''), 'latin1')
