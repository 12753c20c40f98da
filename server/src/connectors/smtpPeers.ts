import type { Server, Socket } from 'node:net'

/** How many connections each address has, and how long each of them is waited for. */
export type Peers = {
  hasTooMany(ip: string): boolean
  /** The peer said something that counts: so long it has for the next. */
  expect(peer: Peer, ms: number): void
}
type Peer = { remoteAddress: string; remotePort: number }

type Limits = { connectionsMax: number; isOurs(ip: string): boolean; firstMs: number; onSlow(ip: string): void }

/** Counts connections where they are made and ended, so that none is counted twice or forgotten. */
export function countPeers(server: Server, { connectionsMax, isOurs, firstMs, onSlow }: Limits): Peers {
  const counts = new Map<string, number>()
  const waiting = new Map<string, { socket: Socket; timer: NodeJS.Timeout }>()

  const wait = (name: string, ip: string, socket: Socket, ms: number) => {
    clearTimeout(waiting.get(name)?.timer)
    const timer = setTimeout(() => {
      onSlow(ip)
      socket.destroy()
    }, ms)
    waiting.set(name, { socket, timer })
  }

  server.on('connection', (socket) => {
    const { remoteAddress, remotePort } = socket
    if (!remoteAddress || !remotePort) return
    const ip = plain(remoteAddress)
    const name = nameOf({ remoteAddress, remotePort })
    counts.set(ip, (counts.get(ip) ?? 0) + 1)
    wait(name, ip, socket, firstMs)
    socket.once('close', () => {
      clearTimeout(waiting.get(name)?.timer)
      waiting.delete(name)
      const left = (counts.get(ip) ?? 1) - 1
      if (left > 0) counts.set(ip, left)
      else counts.delete(ip)
    })
  })

  return {
    hasTooMany: (address) => {
      const ip = plain(address)
      return !isOurs(ip) && (counts.get(ip) ?? 0) > connectionsMax
    },
    expect(peer, ms) {
      const name = nameOf(peer)
      const known = waiting.get(name)
      if (known) wait(name, plain(peer.remoteAddress), known.socket, ms)
    },
  }
}

/** As the library and the socket both write it: an IPv4 address may come in the shape of IPv6. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '')
const nameOf = ({ remoteAddress, remotePort }: Peer) => `${plain(remoteAddress)} ${remotePort}`
