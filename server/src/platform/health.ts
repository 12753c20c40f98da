import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'

/** A proxy on this machine brings the whole world from loopback: what carries its marks is not from here. */
export function mayReadMetrics({ headers, socket }: FastifyRequest, token: string | undefined): boolean {
  if (token) {
    const [sent, wanted] = [headers.authorization ?? '', `Bearer ${token}`].map((text) =>
      createHash('sha256').update(text).digest(),
    )
    return timingSafeEqual(sent!, wanted!)
  }
  const isForwarded = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'].some((name) => headers[name] !== undefined)
  return !isForwarded && /^(::1|(::ffff:)?127\..*)$/.test(socket.remoteAddress ?? '')
}

/** What each named check says, `ok` or the sentence that it throws; a check that does not answer is not waited for. */
export async function readiness(checks: Record<string, () => Promise<void> | void>): Promise<Record<string, string>> {
  const said = Object.entries(checks).map(async ([name, check]) => {
    const late = new Promise<never>((_, reject) =>
      setTimeout(() => reject(new Error('no answer within 2 s')), 2_000).unref(),
    )
    return [
      name,
      await Promise.race([Promise.resolve().then(check), late]).then(
        () => 'ok',
        (error) => String(error.message ?? error),
      ),
    ] as const
  })
  return Object.fromEntries(await Promise.all(said))
}
