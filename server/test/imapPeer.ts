import { createServer, type Socket } from 'node:net'

/** What it holds: mails by number, with what it says of them. */
export type PeerMail = { uid: number; bytes: Buffer; size?: number; date?: string }

export type ImapPeer = {
  port: number
  mails: PeerMail[]
  validity: number
  /** What is said in place of the usual answer to a command, by its first words in capitals. */
  says: (command: string, tag: string, socket: Socket) => string | undefined
  capabilities: string
  /** Every command that was heard, without its tag. */
  heard: string[]
  connections: number
  /** Tells those who listen that a mail is there. */
  tell(): void
  close(): Promise<void>
}

/** An IMAP server that says what a test wants: for what no well-behaved server can be brought to do. */
export async function openImapPeer(greeting = '* OK ready\r\n'): Promise<ImapPeer> {
  const sockets = new Set<Socket>()
  const idling = new Map<Socket, string>()
  const peer: ImapPeer = {
    port: 0,
    mails: [],
    validity: 1,
    says: () => undefined,
    capabilities: 'IMAP4rev1 IDLE AUTH=PLAIN SASL-IR',
    heard: [],
    connections: 0,
    tell() {
      for (const socket of idling.keys()) socket.write(`* ${peer.mails.length} EXISTS\r\n`)
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  const server = createServer((socket) => {
    peer.connections++
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    socket.write(greeting)
    let rest = ''
    let pending = ''
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString('latin1')).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (pending) {
          socket.write(`${pending} OK in\r\n`)
          pending = ''
          continue
        }
        if (line === 'DONE') {
          socket.write(`${idling.get(socket)} OK done\r\n`)
          idling.delete(socket)
          continue
        }
        const [tag = '', ...words] = line.split(' ')
        const command = words.join(' ')
        peer.heard.push(command)
        const said = peer.says(command, tag, socket)
        if (said !== undefined) socket.write(said, 'latin1')
        else if (/^AUTHENTICATE \S+$/.test(command)) {
          pending = tag
          socket.write('+ \r\n')
        } else if (command === 'IDLE') {
          idling.set(socket, tag)
          socket.write('+ idling\r\n')
        } else answer(peer, socket, tag, command)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  peer.port = (server.address() as { port: number }).port
  return peer
}

function answer(peer: ImapPeer, socket: Socket, tag: string, command: string): void {
  const { mails } = peer
  const said: (string | Buffer)[] = []
  const uids = (set: string) => mails.filter(({ uid }) => isIn(set, uid, mails.at(-1)?.uid ?? 0))
  const search = /^UID SEARCH(?:.* UID)? ?([\d:*,]+)?/.exec(command)
  const fetch = /^(UID )?FETCH ([\d:*,]+) (.*)$/.exec(command)
  if (command === 'CAPABILITY') said.push(`* CAPABILITY ${peer.capabilities}\r\n`)
  else if (command.startsWith('LIST')) said.push('* LIST (\\HasNoChildren) "/" INBOX\r\n')
  else if (command.startsWith('EXAMINE')) {
    said.push(`* ${mails.length} EXISTS\r\n* OK [UIDVALIDITY ${peer.validity}] so\r\n`)
    said.push(`* OK [UIDNEXT ${(mails.at(-1)?.uid ?? 0) + 1}] next\r\n`)
  } else if (search) said.push(`* SEARCH ${(search[1] ? uids(search[1]) : mails).map(({ uid }) => uid).join(' ')}\r\n`)
  else if (fetch)
    for (const mail of uids(fetch[2]!)) {
      said.push(`* ${mails.indexOf(mail) + 1} FETCH (UID ${mail.uid} RFC822.SIZE ${mail.size ?? mail.bytes.length}`)
      said.push(` INTERNALDATE "${mail.date ?? '20-Nov-2026 10:00:00 +0000'}"`)
      const body = /BODY\.PEEK\[(HEADER)?\](?:<(\d+)\.(\d+)>)?/.exec(fetch[3]!)
      if (body) {
        const whole = body[1] ? mail.bytes.subarray(0, mail.bytes.indexOf('\r\n\r\n') + 4) : mail.bytes
        const part = body[3] ? whole.subarray(Number(body[2]), Number(body[2]) + Number(body[3])) : whole
        said.push(` BODY[${body[1] ?? ''}]${body[3] ? `<${body[2]}>` : ''} {${part.length}}\r\n`, part)
      }
      said.push(')\r\n')
    }
  said.push(`${tag} OK done\r\n`)
  for (const one of said) socket.write(one)
}

function isIn(set: string, uid: number, last: number): boolean {
  return set.split(',').some((part) => {
    const [from, to = from] = part.split(':').map((end) => (end === '*' ? last : Number(end)))
    return uid >= Math.min(from!, to!) && uid <= Math.max(from!, to!)
  })
}
