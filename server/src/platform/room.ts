export type Room = {
  /** Resolves when there is room for so much, with what gives it back. One that wants more than there is gets all of it. */
  take(weight: number): Promise<() => void>
}

/** Room that many share, given in the order it was asked for; who wants more than is left waits for those before. */
export function openRoom(size: number): Room {
  let left = size
  const waiting: { weight: number; go(): void }[] = []
  const admit = () => {
    while (waiting[0] && waiting[0].weight <= left) {
      const { weight, go } = waiting.shift()!
      left -= weight
      go()
    }
  }
  return {
    async take(wanted) {
      const weight = Math.min(wanted, size)
      await new Promise<void>((go) => {
        waiting.push({ weight, go })
        admit()
      })
      let isTaken = true
      return () => {
        if (isTaken) left += weight
        isTaken = false
        admit()
      }
    },
  }
}
