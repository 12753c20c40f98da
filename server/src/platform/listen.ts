import pg from 'pg'
import { isDatabaseAway, noteBroken } from './db/away.ts'
import type { Log } from './log.ts'

/** A listening connection says nothing when all is quiet and nothing when the line is dead: it is asked this often, and given this long. */
const askMs = 2_000
const answerMs = 2_000

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
  let asking: NodeJS.Timeout | undefined

  const connect = async () => {
    const next = new pg.Client({
      connectionString: connection,
      keepAlive: true,
      connectionTimeoutMillis: answerMs,
      query_timeout: answerMs,
      application_name: `docket listens on ${channel}`,
    })
    client = next
    let lost = false
    const lose = (err: unknown, what: string) => {
      if (closed || lost) return
      lost = true
      noteBroken(err)
      log[isDatabaseAway(err) ? 'debug' : 'warn']({ err, channel }, what)
      clearInterval(asking)
      hangUp(next)
      again()
    }
    next.on('notification', ({ payload }) => onPayload(payload ?? ''))
    next.on('error', (err) => lose(err, 'listening connection lost'))
    next.on('end', () => lose(new Error('Connection terminated'), 'listening connection lost'))
    try {
      await next.connect()
      await next.query(`listen ${channel}`)
      asking = setInterval(
        () => void next.query('select 1').catch((err) => lose(err, 'listening connection is silent')),
        askMs,
      )
      onBack()
    } catch (err) {
      lose(err, 'cannot listen yet')
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
      clearInterval(asking)
      await client?.end().catch(() => {})
    },
  }
}

/** Without a farewell: the other end may be one that never answers it. */
function hangUp(client: pg.Client): void {
  ;(client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
}
