import pg from 'pg'
import type { Log } from './log.ts'

/**
 * Hears NOTIFY on one channel over a connection of its own, which comes back by itself. Notifications sent while it was away are
 * gone, so `onBack` says that anything may have happened.
 */
export function listen(
  connection: string,
  channel: string,
  log: Log,
  { onPayload, onBack }: { onPayload(payload: string): void; onBack(): void },
): { close(): Promise<void> } {
  let closed = false
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined

  const connect = async () => {
    const next = new pg.Client({ connectionString: connection, keepAlive: true, connectionTimeoutMillis: 5_000 })
    client = next
    next.on('notification', ({ payload }) => onPayload(payload ?? ''))
    next.on('error', (err) => log.warn({ err, channel }, 'listening connection lost'))
    next.on('end', () => again())
    try {
      await next.connect()
      await next.query(`listen ${channel}`)
      onBack()
    } catch (err) {
      log.warn({ err, channel }, 'cannot listen yet')
      await next.end().catch(() => {})
      again()
    }
  }
  const again = () => {
    if (closed || timer) return
    timer = setTimeout(() => {
      timer = undefined
      void connect()
    }, 500)
  }
  void connect()

  return {
    async close() {
      closed = true
      clearTimeout(timer)
      await client?.end().catch(() => {})
    },
  }
}
