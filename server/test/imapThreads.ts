import { once } from 'node:events'
import { connect } from 'node:net'
import type { Dovecot } from './dovecot.ts'

/** A thread as a tree; a node without `id` stands for a mail that nobody has. */
export type Node = { id: string | null; below: Node[] }

/**
 * Files mails, in this order, into a folder of its own, and has the server put them together: UID THREAD REFERENCES (RFC 5256). Spoken
 * over a plain socket, since the answer is a tree.
 */
export async function threadsAt(
  dovecot: Dovecot,
  user: string,
  mails: readonly { id: string; bytes: Buffer }[],
): Promise<Node[]> {
  const idOf = new Map<number, string>()
  await dovecot.as(user, async (client) => {
    for (const { id, bytes } of mails) {
      const appended = await client.append('INBOX', bytes)
      const uid = appended ? appended.uid : undefined
      if (uid === undefined) throw new Error(`${id} was not taken`)
      idOf.set(uid, id)
    }
  })
  const asked = ['a login', user, dovecot.password].join(' ')
  const said = await spoken(dovecot.port, [asked, 'b select INBOX', 'c uid thread references utf-8 all', 'd logout'])
  const tree = /^\* THREAD (.*)$/m.exec(said)?.[1]
  if (tree === undefined) throw new Error(`no threads in ${said}`)
  return read(tree.trim(), (uid) => idOf.get(uid)!)
}

async function spoken(port: number, lines: readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let said = ''
  socket.setEncoding('utf8').on('data', (piece) => {
    said += piece
  })
  socket.write(lines.map((line) => `${line}\r\n`).join(''))
  await once(socket, 'close')
  return said.replaceAll('\r\n', '\n')
}

/** `(1 2 (3)(4 5))`: 1 above 2, below which are 3, and 4 above 5. `((1)(2))` has nobody at its top. */
function read(said: string, idOf: (uid: number) => string): Node[] {
  let at = 0
  const members = (): Node[] => {
    const uid = /^\d+/.exec(said.slice(at))?.[0]
    if (uid === undefined) return threads()
    at += uid.length
    if (said[at] === ' ') at++
    return [{ id: idOf(Number(uid)), below: members() }]
  }
  const threads = (): Node[] => {
    const found: Node[] = []
    while (said[at] === '(') {
      at++
      const inside = members()
      found.push(inside.length === 1 ? inside[0]! : { id: null, below: inside })
      if (said[at++] !== ')') throw new Error(`not a thread at ${at}: ${said}`)
    }
    return found
  }
  const found = threads()
  if (at < said.length) throw new Error(`more than threads at ${at}: ${said}`)
  return found
}
