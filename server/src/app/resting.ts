import { performance } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const lookMs = 10_000
/** Busier than this is work, not rest. */
const restMax = 0.02
/** Below this there is nothing worth a pause. */
const heapMin = 48 * 1024 * 1024

/**
 * Gives memory back once the process rests. V8 collects when it needs room and never because nobody asks anything: after a busy hour
 * the pages of that hour would stay with the process until the next. A collection takes some 100 ms of a process that has nothing to do.
 */
export function giveBackAtRest(): { stop(): void } {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as (how: { type: 'major' }) => void
  let before = performance.eventLoopUtilization()
  let isTidy = false
  const timer = setInterval(() => {
    const { utilization } = performance.eventLoopUtilization(before)
    before = performance.eventLoopUtilization()
    if (utilization > restMax) isTidy = false
    else if (!isTidy && process.memoryUsage().heapTotal > heapMin) {
      // Twice: what a weak reference or a finalizer held goes with the second.
      collect({ type: 'major' })
      collect({ type: 'major' })
      isTidy = true
    }
  }, lookMs)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
