/** At most so many at a time; who waits is served in the order of asking. */
export function turns(atOnceMax: number) {
  let free = atOnceMax
  const waiting: (() => void)[] = []
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free--
    else await new Promise<void>((served) => waiting.push(served))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}

/** At most so many in a span of time for each who asks, in this process: it keeps a network free, it keeps no secret. */
export function counting({ count, ms }: { count: number; ms: number }) {
  let since = 0
  let asked = new Map<string, number>()
  return (who: string, now: number): boolean => {
    if (now - since >= ms || now < since) {
      since = now
      asked = new Map()
    }
    const before = asked.get(who) ?? 0
    asked.set(who, before + 1)
    return before < count
  }
}
