import type pg from 'pg'
import type { WebSocket } from 'ws'
import { listen } from './listen.ts'
import type { Log } from './log.ts'
import { socketsOpen } from './metrics.ts'
import type { Actor } from './work.ts'

type Happening = { org: string; type: string; ticketId: string | null }

export type Live = {
  /** After a commit: tells every process that something changed. Ids only; pages refetch through the one read path. */
  publish(happenings: readonly Happening[]): void
  join(socket: WebSocket, actor: Actor): void
  /** Starts to hear what other processes publish. */
  open(): void
  close(): Promise<void>
}

const channel = 'docket_live'
/** NOTIFY takes 8,000 bytes; an entry is some 90. */
const batchMax = 80
const coalesceMs = 5
/** A thousand pages that hear of fifty changes a second are fifty thousand writes: so many pages hear of changes together, a little later. */
const crowd = 100
const crowdMs = 100

export function openLive(pool: pg.Pool, connection: string, log: Log): Live {
  const rooms = new Map<string, Set<WebSocket>>()
  const waiting = new Map<string, Happening>()
  let timer: NodeJS.Timeout | undefined
  let ear: { close(): Promise<void> } | undefined

  const flush = async () => {
    timer = undefined
    const all = [...waiting.values()]
    waiting.clear()
    for (let from = 0; from < all.length; from += batchMax) {
      const payload = JSON.stringify(
        all.slice(from, from + batchMax).map(({ org, type, ticketId }) => [org, type, ticketId]),
      )
      // Lost only while the database is away; pages refetch everything when they come back.
      await pool
        .query(`select pg_notify('${channel}', $1)`, [payload])
        .catch((err) => log.warn({ err }, 'live: not announced'))
    }
  }

  const held = new Map<string, Set<string>>()
  const tell = (org: string, line: string) => {
    const room = rooms.get(org) ?? new Set()
    if (room.size < crowd) for (const socket of room) socket.send(line)
    else if (held.has(org)) held.get(org)?.add(line)
    else {
      held.set(org, new Set([line]))
      setTimeout(() => {
        const lines = held.get(org) ?? []
        held.delete(org)
        for (const socket of rooms.get(org) ?? []) sendTogether(socket, lines)
      }, crowdMs).unref()
    }
  }

  const heard = (payload: string) => {
    for (const [org, type, ticketId] of JSON.parse(payload) as [string, string, string | null][]) {
      const line = ticketId
        ? JSON.stringify({ type: 'ticket.changed', ticket_id: ticketId })
        : type === 'mail.failed' && JSON.stringify({ type })
      if (line) tell(org, line)
    }
  }
  const everythingMayHaveChanged = () => {
    for (const room of rooms.values()) for (const socket of room) socket.send('{"type":"hello"}')
  }

  return {
    publish(happenings) {
      for (const happening of happenings) {
        const key = `${happening.org} ${happening.ticketId ?? happening.type}`
        waiting.set(key, happening)
      }
      if (waiting.size) timer ??= setTimeout(() => void flush(), coalesceMs)
    },
    join(socket, { orgId }) {
      const room = rooms.get(orgId) ?? new Set()
      rooms.set(orgId, room.add(socket))
      socketsOpen.inc()
      socket.send('{"type":"hello"}')
      socket.on('close', () => {
        socketsOpen.dec()
        room.delete(socket)
        if (room.size === 0) rooms.delete(orgId)
      })
      socket.on('error', () => socket.terminate())
    },
    open() {
      ear ??= listen(connection, channel, log, { onPayload: heard, onBack: everythingMayHaveChanged })
    },
    async close() {
      clearTimeout(timer)
      await flush()
      await ear?.close()
      for (const room of rooms.values()) for (const socket of room) socket.close(1001, 'restarting')
    },
  }
}

/** In one write; ws would make one of each line. */
function sendTogether(socket: WebSocket, lines: Iterable<string>): void {
  const { _socket: stream } = socket as unknown as { _socket?: { cork(): void; uncork(): void } }
  stream?.cork()
  for (const line of lines) socket.send(line)
  stream?.uncork()
}
