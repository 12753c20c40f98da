import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type pg from 'pg'
import { newDataDir, removeDataDir, startDocket } from '../e2e/server.ts'
import { type Part, table, write } from './report.ts'
import { asSuperuser, seed } from './seeding.ts'
import { type Given, works } from './works.ts'

const usage = `npm run bench -- [options]
  --tickets 10k|100k|1M   how large a desk (10k)
  --only list,open,…      of ${Object.keys(works).join(', ')}
  --keep FOLDER           seed under this folder, or use what was seeded there; each run adds what it creates and imports
  --mails 10k             how many are imported (10k; with 1M tickets 100k)
  --json                  print the figures as JSON
  --no-page               leave docs/performance.md as it is
Example: npm run bench -- --tickets 1M --keep /var/tmp/docket-bench`

const { values } = parseArgs({
  allowNegative: true,
  options: {
    tickets: { type: 'string', default: '10k' },
    only: { type: 'string' },
    keep: { type: 'string' },
    mails: { type: 'string' },
    json: { type: 'boolean', default: false },
    page: { type: 'boolean', default: true },
    help: { type: 'boolean', default: false },
  },
})
const say = (line: string) => void process.stderr.write(`${line}\n`)
const tickets = sizeOf(values.tickets)
const mails = sizeOf(values.mails ?? (tickets >= 1_000_000 ? '100k' : '10k'))
const wanted = values.only?.split(',') ?? Object.keys(works)
const unknown = wanted.filter((name) => !works[name])

if (values.help || !tickets || !mails || unknown.length > 0) {
  say(unknown.length > 0 ? `There is no work ${unknown.join(', ')}.\n\n${usage}` : usage)
  process.exitCode = values.help ? 0 : 1
} else await bench()

async function bench(): Promise<void> {
  const dataDir = values.keep ? folderIn(resolve(process.env.INIT_CWD ?? '.', values.keep)) : newDataDir()
  try {
    await seed(dataDir, tickets, say)
    const parts = await asSuperuser(dataDir, (pool) => measureAll(dataDir, pool))
    const run = { tickets, mails, parts }
    process.stdout.write(values.json ? `${JSON.stringify(run, null, 2)}\n` : table(run))
    if (values.page) write(run, Object.keys(works))
  } finally {
    if (!values.keep) removeDataDir(dataDir)
  }
}

async function measureAll(dataDir: string, pool: pg.Pool): Promise<Part[]> {
  const docket = await startDocket({ LOG_LEVEL: 'error', DOCKET_REQUESTS_MAX: '0' }, dataDir)
  const searchDir = join(dataDir, 'search')
  mkdirSync(searchDir, { recursive: true })
  const given: Given = { desk: { docket, token: await makeToken(pool), say }, pool, tickets, mails, searchDir }
  const parts: Part[] = []
  try {
    for (const name of wanted) {
      say(`measuring: ${name}`)
      parts.push({ work: name, figures: await works[name]!(given) })
    }
    return parts
  } finally {
    await given.desk.docket.stop()
  }
}

/** Signing in is slow on purpose; what is measured begins after it. */
async function makeToken(pool: pg.Pool): Promise<string> {
  const token = `dkt_${randomBytes(24).toString('base64url')}`
  const hash = createHash('sha256').update(token).digest()
  await pool.query(
    `insert into api_token (id, org_id, user_id, token_hash, name, created_at)
      select uuidv7(), org_id, id, $1, 'bench', now() from app_user where email = 'user1@demo.localhost'`,
    [hash],
  )
  return token
}

function folderIn(keep: string): string {
  const folder = join(keep, values.tickets)
  mkdirSync(folder, { recursive: true })
  // PostgreSQL's user must be able to pass.
  chmodSync(folder, 0o755)
  return folder
}

/** 10k, 1M or plain digits; 0 for what is no size. */
function sizeOf(said: string): number {
  const [, digits, unit] = /^(\d+)([kM]?)$/.exec(said) ?? []
  return Number(digits ?? 0) * (unit === 'M' ? 1_000_000 : unit === 'k' ? 1_000 : 1)
}
