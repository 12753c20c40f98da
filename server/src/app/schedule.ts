import { forgetPast, grantResets } from '../auth/index.ts'
import {
  checkBalances,
  checkSendAs,
  checkSendingDomains,
  fileAttachments,
  fileRawMail,
  renewPushes,
  workReplays,
} from '../mail/index.ts'
import { sweepNotices } from '../notify/index.ts'
import { sweepAlerts } from '../ops/index.ts'
import { isDatabaseAway } from '../platform/db/away.ts'
import type { Store } from '../platform/store.ts'
import { foldCounts, indexWaiting, sweepUploads } from '../tickets/index.ts'

/** Everything that happens on a clock. Each is a sweep over rows: a missed turn is made good by the next. */
const schedule = [
  every(30, fileAttachments),
  every(30, fileRawMail),
  every(30, indexWaiting),
  every(15, foldCounts),
  every(2, grantResets),
  every(3600, forgetPast),
  every(3600, sweepUploads),
  every(300, renewPushes),
  every(60, checkBalances),
  every(600, checkSendingDomains),
  every(600, checkSendAs),
  every(30, sweepAlerts),
  every(5, sweepNotices),
  every(1, workReplays),
]

/** Runs the schedule in this process; several processes may, the sweeps skip what another holds. */
export function runSchedule(store: Store): { stop(): Promise<void> } {
  const underWay = new Set<Promise<unknown>>()
  const timers = schedule.map(({ seconds, sweep }) => {
    let busy = false
    return setInterval(() => {
      if (busy) return
      busy = true
      const turn = sweep(store)
        .catch((err) => store.log[isDatabaseAway(err) ? 'debug' : 'error']({ err, sweep: sweep.name }, 'sweep failed'))
        .finally(() => {
          busy = false
          underWay.delete(turn)
        })
      underWay.add(turn)
    }, seconds * 1000)
  })
  return {
    async stop() {
      timers.forEach(clearInterval)
      await Promise.all(underWay)
    },
  }
}

function every(seconds: number, sweep: (store: Store) => Promise<unknown>) {
  return { seconds, sweep }
}
