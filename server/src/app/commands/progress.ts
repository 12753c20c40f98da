import type { Terminal } from './command.ts'

/** Between 0 and 1 where the end is known, and what has been done in words. */
export type Far = { share: number | undefined; done: number; text: string }
export type Watched = { stop(): void }

const drawMs = 200
const lineMs = 5_000
const width = 24

/** Shows that long work is alive: a bar with rate and remaining time in a terminal, elsewhere a line every few seconds. */
export function watch({ redraw, say }: Terminal, far: () => Far): Watched {
  const began = performance.now()
  const line = () => progressLine(far(), (performance.now() - began) / 1000)
  const timer = setInterval(() => (redraw ?? say)(line()), redraw ? drawMs : lineMs)
  return {
    stop() {
      clearInterval(timer)
      redraw?.('')
    },
  }
}

function progressLine({ share, done, text }: Far, seconds: number): string {
  const rate = `${Math.round(done / Math.max(seconds, 0.001))}/s`
  if (share === undefined) return `${text}, ${rate}`
  const filled = Math.min(width, Math.round(share * width))
  const bar = `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`
  const left = share > 0 ? `, ${duration((seconds / share) * (1 - Math.min(share, 1)))} left` : ''
  return `[${bar}] ${Math.floor(Math.min(share, 1) * 100)} %  ${text}, ${rate}${left}`
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds)
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
