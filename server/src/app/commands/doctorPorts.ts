import { connect, createServer } from 'node:net'
import type { Config } from '../../platform/config.ts'
import { because, type Finding, good, wrong } from './finding.ts'

const answerMs = 3_000

/** Either nobody holds the port, or we do and say that we are ready. */
export async function checkHttp({ host, port, roles }: Config): Promise<Finding> {
  if (!roles.includes('web')) return good('http', 'This process has no web role: it needs no port.')
  if (port === 0) return good('http', 'The web server takes any free port.')
  const place = `${reachable(host)}:${port}`
  if (await isFree(host, port)) return good('http', `Port ${port} is free for the web server.`)
  try {
    const answer = await fetch(`http://${place}/readyz`, { signal: AbortSignal.timeout(answerMs) })
    const parts: unknown = await answer.json()
    if (!parts || typeof parts !== 'object' || !('database' in parts))
      throw new Error('it answers, but not as Docket does')
    const unready = Object.entries(parts).filter(([, said]) => said !== 'ok')
    if (unready.length === 0) return good('http', `Docket answers at http://${place} and is ready.`)
    const said = unready.map(([name, why]) => `${name}: ${why}`).join('; ')
    return wrong('http', `Docket answers at http://${place}, but is not ready (${said}).`, 'Its log says more.')
  } catch (error) {
    return wrong(
      'http',
      `Port ${port} is not usable: ${because(error)}.`,
      'Stop the program that holds it, or set DOCKET_PORT.',
    )
  }
}

export async function checkSmtp({ smtpHost, smtpPort, roles }: Config): Promise<Finding> {
  if (smtpPort === 0 || !roles.includes('web')) return good('smtp', 'The SMTP server is off here.')
  if (await isFree(smtpHost, smtpPort)) return good('smtp', `Port ${smtpPort} is free for the SMTP server.`)
  try {
    const greeting = await firstLine(reachable(smtpHost), smtpPort)
    if (/^220 .*docket/i.test(greeting)) return good('smtp', `Docket takes mail at port ${smtpPort}.`)
    throw new Error(`another program answers there (${greeting.slice(0, 60)})`)
  } catch (error) {
    return wrong(
      'smtp',
      `Port ${smtpPort} is not usable: ${because(error)}.`,
      'Stop the program that holds it, or set DOCKET_SMTP_PORT.',
    )
  }
}

/** Where replies are handed over; without one there is nothing to check. */
export async function checkSmtpOut({ smtpUrl }: Config): Promise<Finding[]> {
  if (!smtpUrl) return [good('smtp-out', 'No SMTP_URL: outgoing mail is shown on the outbox page and goes nowhere.')]
  const { hostname, port, protocol } = new URL(smtpUrl)
  const place = `${hostname}:${port || (protocol === 'smtps:' ? 465 : 587)}`
  try {
    await reach(hostname, Number(port) || (protocol === 'smtps:' ? 465 : 587))
    return [good('smtp-out', `The mail server ${place} of SMTP_URL can be reached.`)]
  } catch (error) {
    return [
      wrong(
        'smtp-out',
        `The mail server ${place} of SMTP_URL cannot be reached: ${because(error)}.`,
        'Check SMTP_URL and the firewall.',
      ),
    ]
  }
}

const reachable = (host: string): string => (host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host)

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)))
  })
}

function reach(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port })
    socket.setTimeout(answerMs, () => socket.destroy(new Error(`no answer within ${answerMs / 1000} s`)))
    socket.once('error', reject)
    socket.once('connect', () => socket.end(resolve))
  })
}

function firstLine(host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: host.replace(/^\[|\]$/g, ''), port })
    socket.setTimeout(answerMs, () => socket.destroy(new Error(`no greeting within ${answerMs / 1000} s`)))
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('it hangs up')))
    socket.once('data', (bytes) => {
      socket.end('QUIT\r\n')
      resolve(bytes.toString('latin1').split(/\r?\n/)[0] ?? '')
    })
  })
}
