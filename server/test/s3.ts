import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Fault =
  | { kind: 'refuse'; status: number; code: string }
  | { kind: 'silent' }
  | { kind: 'reset' }
  | { kind: 'truncate' }
  | { kind: 'corrupt' }

export type LocalS3 = {
  url(more?: string): string
  requests: string[]
  /** The next so many requests go wrong this way; without a number, all of them until it is taken back. */
  fail(fault: Fault | undefined, times?: number): void
  close(): Promise<void>
}

export const s3Key = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' }

/** A real S3 server behind a door that can be told to misbehave: the server itself accepts wrong secrets and is never busy. */
export async function openS3(bucket = 'docket'): Promise<LocalS3> {
  const { default: S3rver } = (await import('s3rver' as string)) as { default: S3rverClass }
  const directory = mkdtempSync(join(tmpdir(), 'docket-s3-'))
  const behind = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    vhostBuckets: false,
    directory,
    configureBuckets: [{ name: bucket }],
  })
  const inner = (await behind.run()).port
  let fault: Fault | undefined
  let left = 0
  const requests: string[] = []
  const door = createServer((asked, answer) => {
    requests.push(`${asked.method} ${asked.url}`)
    const now = fault && left-- > 0 ? fault : undefined
    if (now?.kind === 'silent') return
    if (now?.kind === 'reset') return void asked.socket.destroy()
    if (now?.kind === 'refuse') {
      asked.resume()
      const xml = `<?xml version="1.0"?><Error><Code>${now.code}</Code><Message>no</Message></Error>`
      return void asked.on('end', () => answer.writeHead(now.status, { 'content-type': 'application/xml' }).end(xml))
    }
    pass(inner, asked, answer, now)
  })
  const port = await listening(door)
  return {
    url: (more = '') => `s3://${bucket}/docket?endpoint=http://127.0.0.1:${port}${more}`,
    requests,
    fail(next, times = Number.POSITIVE_INFINITY) {
      fault = next
      left = times
    },
    async close() {
      door.closeAllConnections()
      await new Promise((done) => door.close(done))
      await behind.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

type S3rverClass = new (options: object) => { run(): Promise<AddressInfo>; close(): Promise<void> }

function pass(port: number, asked: IncomingMessage, answer: ServerResponse, fault: Fault | undefined): void {
  const { method, url, headers } = asked
  const onward = request({ port, host: '127.0.0.1', method, path: url, headers }, (got) => {
    if (!fault) {
      answer.writeHead(got.statusCode!, got.headers)
      return void got.pipe(answer)
    }
    const all: Buffer[] = []
    got.on('data', (piece) => all.push(piece))
    got.on('end', () => {
      const body = Buffer.concat(all)
      answer.writeHead(got.statusCode!, got.headers)
      if (fault.kind === 'corrupt') body[body.length >> 1]! ^= 1
      if (fault.kind !== 'truncate') return void answer.end(body)
      answer.write(body.subarray(0, body.length >> 1), () => answer.socket?.destroy())
    })
  })
  asked.pipe(onward)
}

function listening(server: Server): Promise<number> {
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done((server.address() as AddressInfo).port)))
}
