import { parseArgs } from 'node:util'
import { channels } from './channels.ts'
import { drills, type Given } from './drills.ts'
import { endEarly, isEnded } from './ending.ts'
import { print, type Row, writePage } from './report.ts'

const usage = `npm run torture -- [options]
  --drill r1,r4,…        of ${Object.keys(drills).join(', ')} (r1)
  --channel smtp|imap|…  the ways in that r1 tortures (all)
  --mails 1000           how many mails (r1: of each channel; r7, r8) or replies (r10)
  --kills 20             how often the process is killed with -9 (r1, r10)
  --stops 3              how often PostgreSQL is stopped at once (r1)
  --seed 1               where the strikes fall (r1, r7, r8, r10)
  --minutes 60           when to strike no more, and count what there is (r1, r10)
  --cuts 20 --seconds 30 how often the line to the database is cut, and for how long (r4)
  --json                 print the figures as JSON
  --no-page              leave docs/reliability.md as it is
Example: npm run torture -- --channel smtp --mails 10000 --kills 200 --stops 30`

const { values } = parseArgs({
  options: {
    drill: { type: 'string', default: 'r1' },
    channel: { type: 'string', default: 'all' },
    mails: { type: 'string', default: '1000' },
    kills: { type: 'string', default: '20' },
    stops: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '60' },
    cuts: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '30' },
    json: { type: 'boolean', default: false },
    'no-page': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const say = (line: string) => void process.stderr.write(`${line}\n`)
const named = values.drill === 'all' ? Object.keys(drills) : values.drill.split(',')
const ways = values.channel === 'all' ? Object.keys(channels) : values.channel.split(',')
const unknown = [...named.filter((name) => !drills[name]), ...ways.filter((name) => !channels[name])]
const number = (name: 'mails' | 'kills' | 'stops' | 'seed' | 'minutes' | 'cuts' | 'seconds') => Number(values[name])
const figures = {
  mails: number('mails'),
  kills: number('kills'),
  stops: number('stops'),
  seed: number('seed'),
  minutes: number('minutes'),
  cuts: number('cuts'),
  seconds: number('seconds'),
}
const notNumbers = Object.entries(figures).filter(([, figure]) => !Number.isInteger(figure) || figure < 0)

if (values.help || unknown.length > 0 || notNumbers.length > 0) {
  if (unknown.length > 0) say(`There is no ${unknown.join(', ')}.\n`)
  for (const [name] of notNumbers) say(`--${name} must be a whole number.\n`)
  say(usage)
  process.exitCode = values.help ? 0 : 2
} else process.exitCode = await torture({ ...figures, ways, say })

async function torture(given: Given): Promise<number> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      say('Ended early: a drill that was not finished makes no row. What it started is stopped.')
      endEarly()
    })
  const rows: Row[] = []
  for (const name of named) {
    try {
      for await (const row of drills[name]!(given)) {
        rows.push(row)
        // One by one: when a later one is ended, what was finished is written.
        if (!values['no-page']) writePage([row])
      }
    } catch (error) {
      if (!isEnded()) throw error
      process.exit(130)
    }
  }
  process.stdout.write(values.json ? `${JSON.stringify(rows, null, 2)}\n` : print(rows))
  return rows.some(({ faults }) => faults.length > 0) ? 1 : 0
}
