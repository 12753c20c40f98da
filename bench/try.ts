import { createHash, randomBytes } from 'node:crypto'
import { startDocket } from '../e2e/server.ts'
import { measureCreating } from './creating.ts'
import { httpFloor, keysetFloor, threadFloor } from './floor.ts'
import { measure } from './measuring.ts'
import { measureLists } from './listing.ts'
import { measureOpening } from './opening.ts'
import { asSuperuser } from './seeding.ts'

const [dir, n, only = 'list,open,create', filter] = process.argv.slice(2)
await asSuperuser(dir!, async (pool) => {
  ;(pool as any).options.max = 8
  const token = `dkt_${randomBytes(24).toString('base64url')}`
  await pool.query(
    `insert into api_token (id, org_id, user_id, token_hash, name, created_at)
   select uuidv7(), org_id, id, $1, 'bench', now() from app_user where email='user1@demo.localhost'`,
    [createHash('sha256').update(token).digest()],
  )
  const docket = await startDocket({ LOG_LEVEL: 'error', DOCKET_REQUESTS_MAX: '0', ...(process.env.PROF ? { NODE_OPTIONS: '--cpu-prof --cpu-prof-dir=' + process.env.PROF } : {}) }, dir)
  const show = (name: string, m: any) =>
    console.log(
      name.padEnd(42),
      Object.entries(m)
        .map(([k, v]) => `${k} ${(v as number).toFixed(2)}`)
        .join('  '),
    )
  try {
    const desk = { docket, token, say: console.log }
    if (only.startsWith('/')) show(only, await measure(desk, { clients: 8, seconds: 5, rounds: 3, ask: (c) => c.get(only) }))
    if (only.includes('floor')) {
      for (const c of [1, 8]) show(`keyset floor ${c}`, await keysetFloor(pool, c))
      for (const c of [1, 8]) show(`http floor ${c}`, await httpFloor(25000, c))
      show('thread floor', await threadFloor(pool, 200))
    }
    if (only.includes('list'))
      for (const { name, clients, is } of await measureLists(desk, Number(n))) show(`${name}, ${clients}`, is)
    if (only.includes('open'))
      for (const { length, bytes, is } of await measureOpening(desk, pool)) show(`open ${length} (${bytes})`, is)
    if (only.includes('create')) for (const c of [1, 8]) show(`create ${c}`, await measureCreating(desk, c))
  } finally {
    await docket.stop()
  }
})
