import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { hashPassword } from '../auth/index.ts'
import { openMailbox, setAcknowledging } from '../mail/index.ts'
import { newId } from '../platform/ids.ts'
import type { Store } from '../platform/store.ts'
import { inTx, systemActor } from '../platform/tx.ts'

export const demo = { email: 'admin@demo.localhost', mailbox: 'support@demo.localhost' }

type Sql = { query(text: string, values?: unknown[]): Promise<{ rows: { id: string }[] }> }

/**
 * The demo organisation, made once: an admin whose password is random, and a mailbox. Another start finds it and says the same
 * password. Undefined when the database holds organisations of its own.
 */
export async function ensureDemo(store: Store, ownerUrl: string): Promise<{ password: string } | undefined> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  try {
    // Of two first starts, one makes it and the other waits.
    await owner.query(`select pg_advisory_lock(hashtext('docket demo'))`)
    const { rows: found } = await owner.query<{ id: string; slug: string }>('select id, slug from org limit 2')
    if (found.length > 0) return found.some(({ slug }) => slug === 'demo') ? { password: passwordOf(store) } : undefined
    await makeOrganisation(store, owner, {
      slug: 'demo',
      name: 'Demo',
      isDemo: true,
      admin: { ...demo, name: 'Kim Lindqvist', password: passwordOf(store) },
    })
    return { password: passwordOf(store) }
  } finally {
    await owner.end()
  }
}

export type NewOrganisation = {
  slug: string
  name: string
  isDemo: boolean
  admin: { email: string; name: string; password: string; mailbox: string }
}

export async function makeOrganisation(
  store: Store,
  owner: Sql,
  { slug, name, isDemo, admin }: NewOrganisation,
): Promise<string> {
  const orgId = newId(store.clock())
  const password_hash = await hashPassword(admin.password)
  await owner.query('begin')
  await owner.query('insert into org (id, slug, name, is_demo, created_at) values ($1, $2, $3, $4, $5)', [
    orgId,
    slug,
    name,
    isDemo,
    store.clock(),
  ])
  await owner.query(
    'insert into app_user (id, org_id, email, name, role, password_hash, created_at) values ($1, $2, $3, $4, $5, $6, $7)',
    [newId(store.clock()), orgId, admin.email, admin.name, 'admin', password_hash, store.clock()],
  )
  await owner.query('commit')
  await inTx(store, systemActor(orgId, 'setup'), async (tx) => {
    const { id } = await openMailbox(tx, { address: admin.mailbox, name: `${name} support` })
    // Nothing leaves a demo but what its owner wants to see.
    if (isDemo) await setAcknowledging(tx, id, { active: true, language: 'en', as_written: true, texts: {} })
  })
  return orgId
}

/** Made at the first start, kept beside the database it opens, readable by its user only. */
function passwordOf({ config }: Store): string {
  const path = join(config.dataDir, 'demo-password')
  mkdirSync(config.dataDir, { recursive: true })
  try {
    writeFileSync(path, `${randomBytes(9).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(path, 'utf8').trim()
}
