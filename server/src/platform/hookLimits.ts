/** So many refused calls of one address in a minute, and what else comes from it is not looked at for the rest of that minute. */
const refusedMax = 300
const minuteMs = 60_000
/** More addresses, or paths, than this are not remembered: the oldest are forgotten. */
const rememberedMax = 10_000

export type HookLimits = {
  /** For how many seconds nobody looks at a call from there; 0 when it is welcome. */
  restOf(ip: string, path: string): number
  refused(ip: string): void
  taken(path: string): void
}

/**
 * Who calls in vain too often is turned away before anything is looked up. Only refusals count, however much a provider sends; and a path
 * on which somebody has proved to be the provider stays open to all: with a key that nobody else knows it is the provider who calls
 * there, whoever else shares its address.
 */
export function hookLimits(clock: () => Date): HookLimits {
  const counts = new Map<string, { refused: number; until: number }>()
  const proved = new Set<string>()
  return {
    restOf(ip, path) {
      const count = counts.get(networkOf(ip))
      const leftMs = (count?.until ?? 0) - clock().getTime()
      return count && leftMs > 0 && count.refused >= refusedMax && !proved.has(path) ? Math.ceil(leftMs / 1000) : 0
    },
    refused(ip) {
      const [network, now] = [networkOf(ip), clock().getTime()]
      const before = counts.get(network)
      if (before && before.until > now) before.refused++
      else {
        counts.delete(network)
        counts.set(network, { refused: 1, until: now + minuteMs })
        if (counts.size > rememberedMax) counts.delete(counts.keys().next().value!)
      }
    },
    taken(path) {
      proved.delete(path)
      proved.add(path)
      if (proved.size > rememberedMax) proved.delete(proved.values().next().value!)
    },
  }
}

/** Whoever has one IPv6 address has the 2^64 around it. */
function networkOf(ip: string): string {
  if (!ip.includes(':')) return ip
  if (ip.toLowerCase().startsWith('::ffff:')) return ip.slice('::ffff:'.length)
  const [head = '', tail = ''] = ip.split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail.split(':').filter(Boolean)
  const between = ip.includes('::') ? Array(Math.max(0, 8 - left.length - right.length)).fill('0') : []
  return [...left, ...between, ...right].slice(0, 4).join(':')
}
