import { type Logger, pino } from 'pino'
import { traceId } from './tracing.ts'

export type Log = Logger

/** JSON lines on standard error. Mail bodies, addresses and secrets are never given to it; error objects carry SQL parameters, so those go. */
export function openLog(level: string): Log {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: serializeError },
      mixin: () => {
        const trace_id = traceId()
        return trace_id ? { trace_id } : {}
      },
      redact: secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
    },
    pino.destination({ dest: 2, sync: false }),
  )
}

/** Whatever is called so is not written, wherever in a line it stands. */
const secret = ['password', 'pass', 'token', 'secret', 'cookie', 'authorization', 'connectionString', '["set-cookie"]']

/** PostgreSQL's `detail` quotes row values and `where` quotes parameters: both may hold a customer's words. */
function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name } = error
  const [message, stack] = [withoutSecrets(error.message), error.stack && withoutSecrets(error.stack)]
  const code = 'code' in error ? error.code : undefined
  return { name, message, code, stack, ...(error.cause ? { cause: serializeError(error.cause) } : {}) }
}

/** The password in an address: errors of connections quote the address they were given. */
const withoutSecrets = (text: string) =>
  text.replace(/[^\s@]+@?/g, (run) => (run.endsWith('@') ? run.replace(/(\w:\/\/[^:/]*):.*/, '$1:…@') : run))
