import { once } from 'node:events'
import { connect } from 'node:net'

export type Answer = { status: number; body: Buffer }
export type HttpClient = {
  get(path: string): Promise<Answer>
  post(path: string, body: unknown): Promise<Answer>
  close(): void
}

/**
 * The least an HTTP/1.1 client can be, one request at a time on a connection that stays open: on two cores a real client's own work
 * would be measured as the server's.
 */
export async function httpClient(url: string, token = ''): Promise<HttpClient> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  await once(socket, 'connect')
  let heard: Buffer[] = []
  let length = 0
  let whole = 0
  let waiting: { done(answer: Answer): void; failed(error: Error): void } | undefined

  socket.on('data', (chunk) => {
    heard.push(chunk)
    length += chunk.length
    if (whole === 0) {
      heard = [Buffer.concat(heard)]
      whole = lengthOf(heard[0]!)
    }
    if (whole === 0 || length < whole) return
    const bytes = Buffer.concat(heard)
    heard = []
    length = whole = 0
    const answer = {
      status: Number(bytes.toString('latin1', 9, 12)),
      body: bytes.subarray(bytes.indexOf('\r\n\r\n') + 4),
    }
    waiting?.done(answer)
  })
  const broken = (error?: Error) => waiting?.failed(error ?? new Error('the server hung up'))
  socket.on('error', broken).on('close', () => broken())

  const ask = (head: string, body = '') =>
    new Promise<Answer>((done, failed) => {
      waiting = { done, failed }
      socket.write(
        `${head} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: Bearer ${token}\r\n${body ? `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` : ''}\r\n${body}`,
      )
    })
  return {
    get: (path) => ask(`GET ${path}`),
    post: (path, body) => ask(`POST ${path}`, JSON.stringify(body)),
    close: () => void socket.end(),
  }
}

/** Head and body together; 0 while the head is not here in full. */
function lengthOf(bytes: Buffer): number {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return 0
  const said = /\r\ncontent-length: (\d+)/i.exec(bytes.toString('latin1', 0, end))?.[1]
  if (said === undefined) throw new Error('the bench understands only answers with a content-length')
  return end + 4 + Number(said)
}
