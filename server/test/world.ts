import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { makeOrganisation } from '../src/app/demo.ts'
import { makeStore } from '../src/app/opening.ts'
import { hooks, routes } from '../src/app/routes.ts'
import { auditRefusal, authenticate, createToken, hashPassword, may } from '../src/auth/index.ts'
import { measurer } from '../src/ops/index.ts'
import { readConfig } from '../src/platform/config.ts'
import { openHttp } from '../src/platform/http.ts'
import type { Store } from '../src/platform/store.ts'
import { inTx, systemActor } from '../src/platform/tx.ts'
import type { Role, Tx } from '../src/platform/work.ts'
import { createDatabase } from './database.ts'
import { undocumented } from './document.ts'
import { throwWhatWasWrong, watchLeaving } from './strict/watching.ts'

/**
 * The small cast that tests speak of. Acme is served by Kim (agent), led by Ana (admin) and watched by Vic (viewer); Globex is
 * another organisation on the same server, led by Gina, with Gus as its agent. Ada is a customer.
 */
export type World = {
  store: Store
  /** The same database as the owner of its schema. */
  ownerUrl: string
  acme: { orgId: string; mailbox: string }
  globex: { orgId: string; mailbox: string }
  /** Rows as the owner of the schema sees them, through the eyes of one organisation. */
  rows<R extends pg.QueryResultRow>(orgId: string, sql: string, values?: unknown[]): Promise<R[]>
  as<R>(orgId: string, work: (tx: Tx) => Promise<R>): Promise<R>
  /** The real HTTP stack, asked with a person's bearer token. An answer that the API's document does not allow is thrown. */
  ask: Asked
  /** The same stack on a port of this machine, for what only a connection can show. */
  listen(): Promise<{ host: string; port: number }>
  close(): Promise<void>
}

export type Asked = (
  who: Person | null,
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>
export type Person = 'Ana' | 'Kim' | 'Vic' | 'Gus' | 'Gina'
// biome-ignore lint/suspicious/noExplicitAny: the body of an answer is what the test looks into.
export type Answer = { status: number; body: any; headers: Headers; text: string }

export const password = 'correct horse battery staple'
const roles: Record<Person, { role: Role; email: string; org: 'acme' | 'globex' }> = {
  Ana: { role: 'admin', email: 'ana@acme.example', org: 'acme' },
  Kim: { role: 'agent', email: 'kim@acme.example', org: 'acme' },
  Vic: { role: 'viewer', email: 'vic@acme.example', org: 'acme' },
  Gus: { role: 'agent', email: 'gus@globex.example', org: 'globex' },
  Gina: { role: 'admin', email: 'gina@globex.example', org: 'globex' },
}

export async function openWorld(env: Record<string, string> = {}): Promise<World> {
  const database = await createDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'docket-world-'))
  const config = readConfig({
    DOCKET_DATA: dataDir,
    LOG_LEVEL: 'silent',
    DOCKET_SMTP_PORT: '0',
    DOCKET_UNDO_SECONDS: '0',
    ...env,
  })
  const store = makeStore(config, database.appUrl)
  const owner = new pg.Client({ connectionString: database.ownerUrl })
  await owner.connect()

  const orgs = {} as Record<'acme' | 'globex', { orgId: string; mailbox: string }>
  for (const [slug, name, lead] of [
    ['acme', 'Acme', 'ana@acme.example'],
    ['globex', 'Globex', 'gina@globex.example'],
  ] as const) {
    const mailbox = `support@${slug}.example`
    const admin = { email: lead, name: lead.slice(0, 3), password, mailbox }
    orgs[slug] = { orgId: await makeOrganisation(store, owner, { slug, name, isDemo: false, admin }), mailbox }
  }
  const password_hash = await hashPassword(password)
  const tokens = {} as Record<Person, string>
  for (const [name, { role, email, org }] of Object.entries(roles) as [Person, (typeof roles)[Person]][]) {
    tokens[name] = await inTx(store, systemActor(orgs[org].orgId, 'test'), async (tx) => {
      const user = { id: tx.newId(), email, name, role, password_hash, active: true, created_at: tx.now }
      await tx.db
        .withTables<{ app_user: typeof user }>()
        .insertInto('app_user')
        .values(user)
        .onConflict((on) => on.doNothing())
        .execute()
      return createToken(tx, { email, name: 'test' })
    })
  }
  const http = await openHttp(store, {
    routes,
    hooks,
    authenticate,
    may,
    refused: auditRefusal,
    pages: dataDir,
    ready: {},
    measure: measurer(store),
    rateMax: 100_000,
  })
  const asked = askOver(http)

  return {
    store,
    ownerUrl: database.ownerUrl,
    ...orgs,
    async rows(orgId, sql, values) {
      await owner.query(`select set_config('app.org_id', $1, false)`, [orgId])
      return (await owner.query(sql, values)).rows
    },
    as: (orgId, work) => inTx(store, systemActor(orgId, 'test'), work),
    ask: (who, method, path, body, headers = {}) =>
      asked(null, method, path, body, { ...(who ? { authorization: `Bearer ${tokens[who]}` } : {}), ...headers }),
    async listen() {
      if (!http.server.listening) await http.listen({ host: '127.0.0.1', port: 0 })
      return { host: '127.0.0.1', port: (http.server.address() as { port: number }).port }
    },
    async close() {
      for (const { orgId } of Object.values(orgs)) await watchMade(owner, orgId)
      await http.close()
      await store.jobs.stop()
      await store.live.close()
      await store.pool.end()
      await owner.end()
      await database.drop()
      rmSync(dataDir, { recursive: true, force: true })
      throwWhatWasWrong()
    },
  }
}

/** Every mail that was made, whichever way it left, is shown on the outbox page or waits. */
async function watchMade(owner: pg.Client, orgId: string): Promise<void> {
  await owner.query(`select set_config('app.org_id', $1, false)`, [orgId])
  const made = 'select raw from delivery where raw is not null'
  for (const { raw } of (await owner.query<{ raw: Buffer }>(made)).rows) watchLeaving(raw, 'a delivery')
}

/** Asks the HTTP stack itself, as nobody unless a header says who. */
export function askOver(http: FastifyInstance): Asked {
  return async (_nobody, method, path, body, headers = {}) => {
    const answer = await http.inject({
      method: method as 'GET',
      url: path,
      headers,
      ...(body === undefined ? {} : { payload: body as object }),
    })
    const type = String(answer.headers['content-type'] ?? '').split(';')[0]!
    const said = {
      status: answer.statusCode,
      body: /json$/.test(type) ? answer.json() : undefined,
      text: answer.payload,
    }
    const faults = undocumented(method, path, { ...said, type })
    if (faults.length > 0) throw new Error(`The API's document does not allow this answer:\n${faults.join('\n')}`)
    return { ...said, headers: new Headers(answer.headers as Record<string, string>) }
  }
}
