import { type Logger, pino } from 'pino'

export type Log = Logger

/** JSON lines on standard error. Mail bodies, addresses and secrets are never given to it; error objects carry SQL parameters, so those go. */
export function openLog(level: string): Log {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: serializeError },
      redact: ['headers.cookie', 'headers.authorization', 'password', 'token'],
    },
    pino.destination({ dest: 2, sync: false }),
  )
}

/** PostgreSQL's `detail` quotes row values and `where` quotes parameters: both may hold a customer's words. */
function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, message, stack } = error
  const code = 'code' in error ? error.code : undefined
  return { name, message, code, stack, ...(error.cause ? { cause: serializeError(error.cause) } : {}) }
}
