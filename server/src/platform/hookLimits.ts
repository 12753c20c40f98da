/** So many refused calls of one address in a minute, and what else comes from it is not looked at for the rest of that minute. */
const refusedMax = 300
const minuteMs = 60_000
/** More addresses, or places, than this are not remembered: the oldest are forgotten. */
const rememberedMax = 10_000

/** Who calls, and where; `isSecret` when the path holds a key that only a provider knows. */
type Caller = { ip: string; path: string; isSecret: boolean }

export type HookLimits = {
  /** For how many seconds nobody looks at a call from there; 0 when it is welcome. */
  restOf(caller: Caller): number
  refused(ip: string): void
  taken(caller: Caller): void
}

/**
 * Who calls in vain too often is turned away before anything is looked up. Only refusals count, however much a provider sends; and where
 * somebody has proved to be the provider it stays open: a path with a key that nobody else knows to all, for it is the provider who calls
 * there, whoever else shares its address; a path that everybody knows to the network that the proof came from.
 */
export function hookLimits(clock: () => Date): HookLimits {
  const counts = new Map<string, { refused: number; until: number }>()
  const proved = new Set<string>()
  return {
    restOf(caller) {
      const count = counts.get(networkOf(caller.ip))
      const leftMs = (count?.until ?? 0) - clock().getTime()
      const rests = count && leftMs > 0 && count.refused >= refusedMax && !proved.has(placeOf(caller))
      return rests ? Math.ceil(leftMs / 1000) : 0
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
    taken(caller) {
      const place = placeOf(caller)
      proved.delete(place)
      proved.add(place)
      if (proved.size > rememberedMax) proved.delete(proved.values().next().value!)
    },
  }
}

const placeOf = ({ ip, path, isSecret }: Caller): string => (isSecret ? path : `${networkOf(ip)} ${path}`)

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
