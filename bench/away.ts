import { parseArgs } from 'node:util'
import { drillAway } from '../e2e/away.ts'

/** R4: 20 cuts of 30 s between Docket and its database, in all three ways. Prints one line a cut and the figures as JSON. */
const { values } = parseArgs({
  options: { cuts: { type: 'string', default: '20' }, seconds: { type: 'string', default: '30' } },
})
const ways = ['silent', 'reset', 'refuse'] as const
const hows = Array.from({ length: Number(values.cuts) }, (_, i) => ways[i % ways.length]!)
const drill = await drillAway(hows, Number(values.seconds) * 1_000, 5_000, console.log)
console.log(JSON.stringify(drill, null, 2))

const faults = [
  drill.lost.length > 0 && `${drill.lost.length} acknowledged mails or tickets are lost`,
  drill.doubled.length > 0 && `${drill.doubled.length} are there twice`,
  drill.slowestMs > 10_000 && `a request took ${drill.slowestMs} ms`,
  Math.max(...drill.recoveredMs) > 5_000 && `one recovery took ${Math.max(...drill.recoveredMs)} ms`,
].filter(Boolean)
for (const fault of faults) console.error(fault)
process.exitCode = faults.length > 0 ? 1 : 0
