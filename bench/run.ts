import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { removeDataDir, startDocket } from '../e2e/server.ts'
import { measureFloor } from './floor.ts'
import { measureMails, measureVisible } from './mails.ts'

/**
 * What Docket does a second, beside what the same PostgreSQL does bare in the same run. Started as a newcomer starts it: one process,
 * the embedded database, default durability.
 */
const { values } = parseArgs({
  options: { mails: { type: 'string', default: '3000' }, json: { type: 'boolean', default: false } },
})
const count = Number(values.mails)

export type Figure = { work: string; figure: number; unit: string; wanted: string; floor?: number; floorIs?: string }
const figures: Figure[] = []

const docket = await startDocket({ LOG_LEVEL: 'error' })
try {
  const floor = await measureFloor(docket.dataDir, 4_000)
  for (const connections of [4, 16]) {
    const wanted = connections === 4 ? '≥ 150' : '≥ 250'
    const { perSecond, peakRssMb } = await measureMails(docket, { connections, count })
    figures.push({
      work: `SMTP → ticket, ${connections} connections`,
      figure: perSecond,
      unit: 'mails/s',
      wanted,
      floor,
      floorIs: 'bare single-row inserts/s',
    })
    figures.push({
      work: `memory while doing so, ${connections} connections`,
      figure: peakRssMb,
      unit: 'MB RSS',
      wanted: '≤ 300 at rest',
    })
  }
  const { p50, p95 } = await measureVisible(docket, 60)
  figures.push({ work: 'mail accepted → announced to an open page, p50', figure: p50, unit: 'ms', wanted: '' })
  figures.push({ work: 'mail accepted → announced to an open page, p95', figure: p95, unit: 'ms', wanted: '≤ 250' })
  await docket.stop()
  const began = performance.now()
  const again = await startDocket({ LOG_LEVEL: 'error' }, docket.dataDir)
  figures.push({
    work: 'a later start of the server, ready',
    figure: (performance.now() - began) / 1000,
    unit: 's',
    wanted: '≤ 5',
  })
  await again.stop()
} finally {
  await docket.stop()
  removeDataDir(docket.dataDir)
}

const rounded = figures.map((one) => ({
  ...one,
  figure: Math.round(one.figure * 10) / 10,
  floor: one.floor && Math.round(one.floor),
}))
if (values.json) console.log(JSON.stringify(rounded, null, 2))
else {
  for (const { work, figure, unit, wanted, floor, floorIs } of rounded) {
    console.log(
      `${work.padEnd(52)} ${String(figure).padStart(8)} ${unit.padEnd(8)} ${wanted.padEnd(14)} ${floor ? `floor: ${floor} ${floorIs}` : ''}`,
    )
  }
}
const out = join(import.meta.dirname, 'out')
mkdirSync(out, { recursive: true })
writeFileSync(join(out, 'bench.json'), `${JSON.stringify(rounded, null, 2)}\n`)
