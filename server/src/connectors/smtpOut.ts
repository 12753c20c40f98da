import { Readable } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { span } from '../platform/tracing.ts'

/**
 * How a mail was not sent. `temporary`: the server surely does not have it, and may take it later. `permanent`: it refused.
 * `unsure`: the whole mail was handed over and no answer came, so the server may or may not have it.
 */
export class SendFailed extends Error {
  readonly kind: 'temporary' | 'permanent' | 'unsure'
  constructor(kind: SendFailed['kind'], sentence: string, cause?: unknown) {
    super(sentence, { cause })
    this.name = 'SendFailed'
    this.kind = kind
  }
}

type MailOut = { from: string; to: string[]; raw: Uint8Array }
export type SmtpOut = {
  send(mail: MailOut): Promise<{ response: string; refused: string[] }>
}

/**
 * Speaks to the server of SMTP_URL, one connection a mail. A pooled transport sends again by itself when a connection breaks, also
 * after the final dot; here one call is one attempt, so that "unsure" can be told from "not sent".
 */
export function smtpOut(url: string): SmtpOut {
  const { protocol, hostname, port, username, password } = new URL(url)
  const secure = protocol === 'smtps:'
  const user = decodeURIComponent(username)

  const speak = async ({ from, to, raw }: MailOut): Promise<{ response: string; refused: string[] }> => {
    const connection = new SMTPConnection({
      host: hostname,
      port: port ? Number(port) : secure ? 465 : 587,
      secure,
      connectionTimeout: 20_000,
      greetingTimeout: 20_000,
      socketTimeout: 120_000,
    })
    let handedOver = false
    const body = Readable.from([Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)], { objectMode: false })
    body.once('end', () => {
      handedOver = true
    })
    try {
      return await new Promise((resolve, reject) => {
        const deliver = () =>
          connection.send({ from, to }, body, (err, info) => {
            if (err) reject(err)
            else resolve({ response: info.response, refused: info.rejected })
          })
        connection.on('error', reject)
        connection.connect((err) => {
          if (err) return reject(err)
          if (!user) return deliver()
          connection.login({ user, credentials: { user, pass: decodeURIComponent(password) } }, (refused) =>
            refused ? reject(refused) : deliver(),
          )
        })
      })
    } catch (error) {
      throw failure(error, handedOver)
    } finally {
      connection.quit()
      connection.close()
    }
  }

  return {
    send: (mail) => span('smtp.send', { kind: 'out', attributes: { 'server.address': hostname } }, () => speak(mail)),
  }
}

function failure(error: unknown, handedOver: boolean): SendFailed {
  const { message, code, responseCode } = error as Error & { code?: string; responseCode?: number }
  if (responseCode && responseCode >= 500 && code !== 'EAUTH') return new SendFailed('permanent', message, error)
  // A refusal of our sign-in says nothing about this mail: it goes out once the setting is right.
  if (responseCode || !handedOver) return new SendFailed('temporary', message, error)
  return new SendFailed('unsure', `the connection was lost after the whole mail had been sent: ${message}`, error)
}
