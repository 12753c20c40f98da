import { connect, createServer, type NetConnectOpts, type Socket } from 'node:net'

/** How a line can fail: nobody there, connections broken off, or packets that vanish without a word. */
export type Cut = 'refuse' | 'reset' | 'silent'

/** A TCP line to a server that can be cut. */
export type Cable = { port: number; cut(how: Cut): Promise<void>; heal(): Promise<void>; close(): Promise<void> }

type Line = { near: Socket; far: Socket }

export async function openCable(to: NetConnectOpts): Promise<Cable> {
  let state: Cut | 'whole' = 'whole'
  let port = 0
  const lines = new Set<Line>()
  const stalled = new Set<Socket>()

  const server = createServer((near) => {
    near.on('error', () => {})
    if (state === 'reset') return void near.resetAndDestroy()
    if (state === 'silent') return void stalled.add(near.pause())
    join(near)
  })
  const join = (near: Socket) => {
    const line = { near, far: connect(to) }
    lines.add(line)
    line.far.on('error', () => near.resetAndDestroy())
    // While the line is silent, neither end learns that the other has gone.
    near.on('close', () => state !== 'silent' && line.far.destroy())
    line.far.on('close', () => {
      if (state !== 'silent') near.destroy()
      lines.delete(line)
    })
    flow(line)
  }
  const listen = (at: number) =>
    new Promise<void>((resolve) =>
      server.listen(at, '127.0.0.1', () => {
        port = (server.address() as { port: number }).port
        resolve()
      }),
    )
  await listen(0)

  return {
    get port() {
      return port
    },
    async cut(how) {
      state = how
      if (how === 'silent') for (const line of lines) hold(line)
      else for (const { near } of lines) near.resetAndDestroy()
      if (how === 'refuse') await new Promise((resolve) => server.close(resolve))
    },
    async heal() {
      const was = state
      state = 'whole'
      if (was === 'refuse') await listen(port)
      if (was !== 'silent') return
      // Some lines were only late: what was said into them arrives now. Some are forgotten by a router on the way, for good.
      let late = false
      for (const line of lines) {
        if (late) flow(line)
        late = !late
      }
      for (const near of stalled) if (!near.destroyed) join(near)
      stalled.clear()
    },
    async close() {
      state = 'whole'
      for (const { near, far } of lines) {
        near.destroy()
        far.destroy()
      }
      for (const near of stalled) near.destroy()
      if (server.listening) await new Promise((resolve) => server.close(resolve))
    },
  }
}

function flow({ near, far }: Line): void {
  near.pipe(far)
  far.pipe(near)
}

function hold({ near, far }: Line): void {
  near.unpipe(far).pause()
  far.unpipe(near).pause()
}
