import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { countedAt } from './watching.ts'

/** Around a whole run: says how many mails that left were looked at, and by which way. */
export default function setup(): () => void {
  const dir = mkdtempSync(join(tmpdir(), 'docket-mails-'))
  const file = join(dir, 'mails')
  process.env[countedAt] = file
  return () => {
    const ways = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
    const of = [...Map.groupBy(ways, (way) => way)].map(([way, all]) => `${way} ${all.length}`)
    if (ways.length > 0) console.log(`${ways.length} outgoing mails read strictly (${of.sort().join(', ')})`)
    rmSync(dir, { recursive: true })
  }
}
