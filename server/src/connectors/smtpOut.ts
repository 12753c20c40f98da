import { Readable } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { span } from '../platform/tracing.ts'
import type { Answered, MailOut, SentBy, WayOut } from './mailOut.ts'
import { smtpFailure } from './smtpOutFaults.ts'

export { SendFailed } from './mailOut.ts'

export type SmtpServer = {
  host: string
  port: number
  /** `offered`: encrypted where the server offers it. `none` is for a server on this machine or a network that nobody else reads. */
  security: 'tls' | 'starttls' | 'offered' | 'none'
  user: string
  password: string
}
type Options = {
  /** So long a connection is kept for the next mail; 0 is none. */
  keptMs?: number
  /** A server that is silent for so long while an answer is due is given up. */
  silenceMs?: number
  connectMs?: number
}
type Line = { smtp: SMTPConnection; mails: number; isLost: boolean; timer?: NodeJS.Timeout }

/** Servers count what comes over one connection, and end it. */
const mailsMax = 100

/** The server that a URL such as that of SMTP_URL names. */
export function smtpServerOf(url: string): SmtpServer {
  const { protocol, hostname, port, username, password } = new URL(url)
  const isTls = protocol === 'smtps:'
  return {
    host: hostname,
    port: port ? Number(port) : isTls ? 465 : 587,
    security: isTls ? 'tls' : 'offered',
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
  }
}

/** Speaks to the server of SMTP_URL, one connection a mail. */
export const smtpOut = (url: string): { send(mail: Omit<MailOut, 'messageId'>): Promise<SentBy> } =>
  smtpWay(smtpServerOf(url))

/**
 * A server that takes our mail. Connections are kept for the next mail, and one call is one attempt, so that "unsure" can be told from
 * "not sent": the pool of the library sends again by itself when a connection breaks, also after the final dot.
 */
export function smtpWay(
  server: SmtpServer,
  { keptMs = 0, silenceMs = 120_000, connectMs = 20_000 }: Options = {},
): Omit<WayOut, 'send'> & { send(mail: Omit<MailOut, 'messageId'>): Promise<SentBy> } {
  const idle: Line[] = []
  let isClosed = false

  const drop = (line: Line) => {
    line.isLost = true
    clearTimeout(line.timer)
    const at = idle.indexOf(line)
    if (at >= 0) idle.splice(at, 1)
    line.smtp.quit()
    line.smtp.close()
  }
  const keep = (line: Line) => {
    if (isClosed || keptMs === 0 || line.isLost || line.mails >= mailsMax) return drop(line)
    line.timer = setTimeout(() => drop(line), keptMs).unref()
    idle.push(line)
  }
  const taken = (): Line | undefined => {
    const line = idle.pop()
    clearTimeout(line?.timer)
    return line
  }

  /** `at` says in which step it failed. */
  const connect = async (at: { step: string }): Promise<Line> => {
    const { host, port, security, user, password } = server
    const smtp = new SMTPConnection({
      ...{ host, port, secure: security === 'tls', connectionTimeout: connectMs, greetingTimeout: connectMs },
      ...{ socketTimeout: silenceMs, requireTLS: security === 'starttls', ignoreTLS: security === 'none' },
    })
    const line: Line = { smtp, mails: 0, isLost: false }
    const lost = () => {
      line.isLost = true
      // Closing says "ended" at once, before whoever waits has heard of the error.
      setImmediate(() => drop(line))
    }
    smtp.on('error', lost)
    smtp.on('end', lost)
    try {
      await settled(smtp, (done) => smtp.connect(done))
      at.step = 'sign-in'
      if (user) await settled(smtp, (done) => smtp.login({ user, credentials: { user, pass: password } }, done))
      at.step = 'mail'
      return line
    } catch (error) {
      drop(line)
      throw error
    }
  }

  const hand = async (
    line: Line,
    { from, to, raw }: Omit<MailOut, 'messageId'>,
    told: { began: boolean; all: boolean },
  ) => {
    line.mails++
    const body = Readable.from(bytesOf(raw, told), { objectMode: false })
    const info = await settled<SMTPConnection.SentMessageInfo>(line.smtp, (done) =>
      line.smtp.send({ from, to: [...to], size: raw.byteLength }, body, done),
    )
    return { response: info.response, recipients: answeredOf(to, info) }
  }

  const speak = async (mail: Omit<MailOut, 'messageId'>): Promise<SentBy> => {
    const told = { began: false, all: false }
    const at = { step: 'connect' }
    let line = taken()
    const wasKept = line !== undefined
    try {
      if (line) {
        at.step = 'mail'
        try {
          const sent = await hand(line, mail, told)
          keep(line)
          return sent
        } catch (error) {
          drop(line)
          // The server had ended a line that was kept: nothing of the mail was said, so that this is still the first attempt.
          if (told.began || (error as { responseCode?: number }).responseCode) throw error
          at.step = 'connect'
        }
      }
      line = await connect(at)
      const sent = await hand(line, mail, told)
      keep(line)
      return sent
    } catch (error) {
      if (line) drop(line)
      throw smtpFailure(error, { ...server, step: at.step, handedOver: told.all, to: mail.to, wasKept })
    }
  }

  return {
    send: (mail) =>
      span('smtp.send', { kind: 'out', attributes: { 'server.address': server.host } }, () => speak(mail)),
    async check() {
      const at = { step: 'connect' }
      const { host, port, user } = server
      const reached = { step: 'connect', ok: true, says: `${host} answers on port ${port}.` }
      try {
        drop(await connect(at))
      } catch (error) {
        const { message } = smtpFailure(error, { ...server, step: at.step, handedOver: false, to: [] })
        const wrong = { step: at.step, ok: false, says: message }
        return at.step === 'connect' ? [wrong] : [reached, wrong]
      }
      const says = user ? `It lets ${user} in.` : 'It asks for no sign-in.'
      return [reached, { step: 'sign-in', ok: true, says }]
    },
    close() {
      isClosed = true
      for (const line of [...idle]) drop(line)
    },
  }
}

/** The answer of one command, or how the connection was lost meanwhile. */
function settled<R>(smtp: SMTPConnection, ask: (done: (error?: Error | null, answer?: R) => void) => void): Promise<R> {
  return new Promise<R>((resolve, reject) => {
    const lost = (error: Error) => reject(error)
    const ended = () => reject(Object.assign(new Error('the server closed the connection'), { code: 'ECONNECTION' }))
    smtp.once('error', lost)
    smtp.once('end', ended)
    ask((error, answer) => {
      smtp.off('error', lost)
      smtp.off('end', ended)
      if (error) reject(error)
      else resolve(answer as R)
    })
  })
}

const pieceBytes = 65_536

/**
 * Says when the first byte was asked for, and when all of them were. In pieces, for the next is asked for when the line has room again: of
 * a large mail whose line breaks in its middle the server surely has nothing.
 */
function* bytesOf(raw: Uint8Array, told: { began: boolean; all: boolean }): Generator<Buffer> {
  told.began = true
  for (let at = 0; at < raw.byteLength; at += pieceBytes)
    yield Buffer.from(raw.buffer, raw.byteOffset + at, Math.min(pieceBytes, raw.byteLength - at))
  told.all = true
}

function answeredOf(
  to: readonly string[],
  { rejected, rejectedErrors, response }: SMTPConnection.SentMessageInfo,
): Answered[] {
  const refused = new Map(
    (rejectedErrors ?? []).map((error) => [String((error as { recipient?: unknown }).recipient), error] as const),
  )
  const all = new Set(rejected.map(String))
  return to.map((address) => {
    const error = refused.get(address) as { response?: string; responseCode?: number } | undefined
    if (!all.has(address)) return { address, accepted: true, says: response }
    return {
      address,
      accepted: false,
      says: error?.response ?? 'refused',
      isPutOff: (error?.responseCode ?? 550) < 500,
    }
  })
}
