import type pg from 'pg'
import type { WebSocket } from 'ws'
import { isDatabaseAway } from './db/away.ts'
import { listen } from './listen.ts'
import type { Log } from './log.ts'
import { socketsOpen } from './metrics.ts'
import { isTracing, span } from './tracing.ts'
import type { Actor } from './work.ts'

type Happening = { org: string; type: string; ticketId: string | null; trace?: string | undefined }

export type Live = {
  /** After a commit: tells every process that something changed. Ids only; pages refetch through the one read path. */
  publish(happenings: readonly Happening[]): void
  /** `isStillIn` is asked again whenever access changed in the organisation: who is out is out at once. */
  join(socket: WebSocket, actor: Actor, isStillIn?: () => Promise<boolean>): void
  /** Starts to hear what other processes publish. */
  open(): void
  close(): Promise<void>
}

/** Where every process hears what was committed. */
export const liveChannel = 'docket_live'
const channel = liveChannel
/** NOTIFY takes 8,000 bytes; an entry is some 90, and 60 more with its trace. */
const batchMax = () => (isTracing() ? 45 : 80)
const coalesceMs = 5
/** A session that ends by itself makes no event. */
const askAgainMs = 60_000
/** A thousand pages that hear of fifty changes a second are fifty thousand writes: so many pages hear of changes together, a little later. */
const crowd = 100
const crowdMs = 100

export function openLive(pool: pg.Pool, connection: string, log: Log): Live {
  const rooms = new Map<string, Set<WebSocket>>()
  const waiting = new Map<string, Happening>()
  const doors = new Map<WebSocket, () => Promise<boolean>>()
  let timer: NodeJS.Timeout | undefined
  let clock: NodeJS.Timeout | undefined
  let anew: NodeJS.Timeout | undefined
  let ear: { close(): Promise<void> } | undefined

  const flush = async () => {
    timer = undefined
    const all = [...waiting.values()]
    waiting.clear()
    const size = batchMax()
    for (let from = 0; from < all.length; from += size) {
      const payload = JSON.stringify(
        all.slice(from, from + size).map(({ org, type, ticketId, trace }) => [org, type, ticketId, trace]),
      )
      await announce(payload)
    }
  }
  // A commit that announces is written to the log of the database like any other; nobody needs to wait for its disk.
  const announcing = `select set_config('synchronous_commit', 'off', true), pg_notify('${channel}', $1)`
  const announce = (payload: string): Promise<unknown> =>
    pool.query(announcing, [payload]).catch((err) => {
      log[isDatabaseAway(err) ? 'debug' : 'warn']({ err }, 'live: not announced')
      // What was to be said is lost: once the database answers again, every page of every process fetches anew.
      anew ??= setTimeout(() => {
        anew = undefined
        void announce('[]')
      }, 1_000)
    })

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
    if (payload === '[]') return everythingMayHaveChanged()
    for (const [org, type, ticketId, trace] of JSON.parse(payload) as [string, string, string | null, string?][]) {
      if (type === 'access.changed') void askAgain(rooms.get(org) ?? [])
      const line = ticketId
        ? JSON.stringify({ type: 'ticket.changed', ticket_id: ticketId })
        : type.startsWith('connection.')
          ? JSON.stringify({ type: 'mailbox.changed' })
          : type === 'mail.failed' && JSON.stringify({ type })
      if (!line) continue
      const sockets = rooms.get(org)?.size ?? 0
      void span('socket.announce', { parent: trace, attributes: { sockets, type } }, async () => tell(org, line))
    }
  }
  const askAgain = async (room: Iterable<WebSocket> = doors.keys()) => {
    const ask = async (socket: WebSocket) => {
      // While the database is away nobody is thrown out; it is asked again when it is back.
      const isIn =
        (await doors
          .get(socket)?.()
          .catch(() => true)) ?? true
      if (!isIn) socket.close(4401, 'sign in first')
    }
    await Promise.all([...room].map(ask))
  }
  const everythingMayHaveChanged = () => {
    void askAgain()
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
    join(socket, { orgId }, isStillIn) {
      const room = rooms.get(orgId) ?? new Set()
      rooms.set(orgId, room.add(socket))
      if (isStillIn) doors.set(socket, isStillIn)
      socketsOpen.inc()
      socket.send('{"type":"hello"}')
      socket.on('close', () => {
        socketsOpen.dec()
        doors.delete(socket)
        room.delete(socket)
        if (room.size === 0) rooms.delete(orgId)
      })
      socket.on('error', () => socket.terminate())
    },
    open() {
      ear ??= listen(connection, channel, log, { onPayload: heard, onBack: everythingMayHaveChanged })
      clock ??= setInterval(() => void askAgain(), askAgainMs)
    },
    async close() {
      clearTimeout(timer)
      clearInterval(clock)
      await flush()
      clearTimeout(anew)
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
