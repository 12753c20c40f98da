import { afterAll, beforeAll, expect, test } from 'vitest'
import { askRoute, knownOf, openProof, type Proof, type Question, rowsFor } from '../../test/proof/asking.ts'
import { renew } from '../../test/proof/filling.ts'
import { leaksIn } from '../../test/proof/leaks.ts'
import { withoutFilters } from '../../test/proof/mutants.ts'
import { sampleInput } from '../../test/proof/sample.ts'
import { keepAccess, seenBy, stateOf } from '../../test/proof/tables.ts'
import type { Person } from '../../test/world.ts'
import type { Route } from '../platform/routes.ts'
import { routes } from './routes.ts'

/** S3: row security is the wall, and it holds when every filter in front of it is forgotten. */

let proof: Proof
beforeAll(async () => {
  proof = await openProof()
})
afterAll(() => proof.world.close())

const catalog = <R extends object>(sql: string) => proof.world.rows<R & Record<string, unknown>>(proof.acme.orgId, sql)
const publicTables = `c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`
const privileges = ['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']
const mayUse = `has_table_privilege('docket_app', c.oid, '${privileges.join(', ')}')`

/** Tables without org_id that the serving role may use, and why that is right. */
const withoutOrganisation: Record<string, string> = {
  org: 'is the organisation itself; its policy compares the id',
  schema_migration: 'says which migrations have run, and nothing of anybody',
  alert:
    'is about this server; its policy shows a unit of work what concerns all, or its organisation, and lets only the sweep write',
  installation: 'is one row: a sealed probe of the key and the time of the last backup',
}
/** Those of them that the serving role also writes. */
const writtenForAll = ['alert', 'installation']

test('every table that the serving role may use belongs to an organisation, and its row security is forced', async () => {
  const tables = await catalog<{ name: string; owned: boolean; forced: boolean; written: boolean }>(
    `select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
       exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id' and a.attnotnull) as owned,
       has_table_privilege('docket_app', c.oid, 'insert, update, delete') as written
     from pg_class c where ${publicTables} and ${mayUse}`,
  )
  expect(tables.length).toBeGreaterThan(14)
  expect(tables.filter(({ name, owned }) => !owned && !withoutOrganisation[name])).toEqual([])
  const written = tables.filter(({ owned, written }) => !owned && written).map(({ name }) => name)
  expect(written.filter((name) => !writtenForAll.includes(name))).toEqual([])
  expect(tables.filter(({ owned, forced }) => owned && !forced)).toEqual([])
})

test('every policy for the serving role says the organisation of the unit of work, for reading and for writing', async () => {
  const policies = await catalog<{ name: string; command: string; reads: string | null; writes: string | null }>(
    `select c.relname || '.' || p.polname as name, p.polcmd as command, pg_get_expr(p.polqual, c.oid) as reads,
       coalesce(pg_get_expr(p.polwithcheck, c.oid), case when p.polcmd = '*' then pg_get_expr(p.polqual, c.oid) end) as writes
     from pg_policy p join pg_class c on c.oid = p.polrelid
     where p.polpermissive and (p.polroles = '{0}' or 'docket_app'::regrole = any(p.polroles))`,
  )
  expect(policies.length).toBeGreaterThan(14)
  const own = /^\((org_id|id) = \(?current_setting\('app\.org_id'::text(, false)?\)\)?::uuid\)$/
  const ofAlerts =
    "((organisation IS NULL) OR (COALESCE(current_setting('app.org_id'::text, true), ''::text) = ''::text) OR ((organisation)::text = current_setting('app.org_id'::text, true)))"
  const bySweep = "(COALESCE(current_setting('app.org_id'::text, true), ''::text) = ''::text)"
  const isOwn = (name: string, says: string | null) =>
    (name === 'alert.sweep_or_own' && (says === ofAlerts || says === bySweep)) ||
    (own.test(says ?? '') && (/^\(org_id/.test(says!) || name.startsWith('org.')))
  expect(policies.filter(({ name, command, reads }) => command !== 'a' && !isOwn(name, reads))).toEqual([])
  const writing = policies.filter(({ command }) => ['*', 'a', 'w'].includes(command))
  expect(writing.filter(({ name, writes }) => !isOwn(name, writes))).toEqual([])
})

test('the serving role is nobody: it owns nothing, belongs to nobody, passes no policy, truncates and makes nothing', async () => {
  const [role] = await catalog(
    `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
       (select count(*)::int from pg_auth_members m where m.member = r.oid) as memberships,
       (select count(*)::int from pg_shdepend d where d.refobjid = r.oid and d.deptype = 'o') as owns,
       has_schema_privilege('docket_app', 'public', 'create') as makes
     from pg_roles r where rolname = 'docket_app'`,
  )
  const no = { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, rolreplication: false }
  expect(role).toEqual({ ...no, memberships: 0, owns: 0, makes: false })
  const beyond = await catalog(
    `select c.relname from pg_class c where ${publicTables} and has_table_privilege('docket_app', c.oid, 'truncate, references, trigger')`,
  )
  expect(beyond).toEqual([])
})

test('no view shows the serving role what only its owner may read', async () => {
  const views = await catalog(
    `select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('v', 'm')
       and has_table_privilege('docket_app', c.oid, 'select') and not coalesce('security_invoker=true' = any(c.reloptions), false)`,
  )
  expect(views).toEqual([])
})

test('every foreign key between tables of organisations goes with the organisation, and refuses what a forgotten filter names', async () => {
  const keys = await catalog<{ name: string; plain: boolean }>(
    `select c.conname as name, not (o.attnum = c.conkey[1] and p.attnum = c.confkey[1]) or not c.convalidated as plain
     from pg_constraint c
       join pg_attribute o on o.attrelid = c.conrelid and o.attname = 'org_id'
       join pg_attribute p on p.attrelid = c.confrelid and p.attname = 'org_id'
     where c.contype = 'f' and c.connamespace = 'public'::regnamespace`,
  )
  expect(keys.length).toBeGreaterThan(40)
  expect(keys.filter(({ plain }) => plain)).toEqual([])
  const of = async (orgId: string, what: string) =>
    (
      await proof.world.rows<{ id: string }>(
        orgId,
        `select id from ${what} where org_id = current_setting('app.org_id')::uuid limit 1`,
      )
    )[0]!.id
  const [ticket, foreign] = [await of(proof.acme.orgId, 'ticket'), await of(proof.globex.orgId, 'app_user')]
  await expect(
    proof.world.rows(proof.acme.orgId, 'update ticket set assignee_user_id = $1 where id = $2', [foreign, ticket]),
  ).rejects.toThrow('ticket_assignee_user_id_fkey')
})

/** Every function that reads with its owner's eyes, and why it must. */
const definers: Record<string, string> = {
  sign_in_candidates: 'who signs in decides the organisation',
  session_actor: 'a cookie decides the organisation',
  session_holder: 'a cookie decides the organisation',
  token_actor: 'a bearer token decides the organisation',
  token_holder: 'a bearer token decides the organisation',
  seen: 'writes when a cookie or token was last used, before its organisation is known',
  invitation_holder: 'the link of an invitation decides the organisation',
  reset_holder: 'the link of a reset decides the organisation',
  wish_reset: 'whoever forgot a password belongs to no organisation yet',
  reset_wishes: 'a worker asks whose wishes they are',
  reset_wish_done: 'a worker has answered a wish',
  count_try: 'tries to sign in are counted before anyone is known',
  forgive_tries: 'tries to sign in are counted before anyone is known',
  forget_past: 'old tries and strangers are swept for all',
  record_failed_sign_in: 'a failed sign-in is told to whichever organisation knows the address',
  strangers: 'the operator reads failed sign-ins of addresses that nobody knows',
  is_set_up: 'whether there is an administrator at all',
  found_first_organisation: 'the first organisation has nobody before it',
  mailbox_by_address: 'an envelope recipient decides the organisation',
  orgs_with_work: 'a worker asks which organisations have something to do',
  org_list: 'the operator names organisations on the command line',
  ops_counts: 'the operator is told in numbers what waits; no word of an organisation leaves it',
  ops_red_mailboxes: 'the operator is told which mailboxes take nothing in',
  orgs_with_notices: 'a sweep asks where notifications are due',
  ops_automatic_stops: 'the operator is told where so much mail left by itself that it was stopped',
  orgs_to_index: 'a worker asks which organisations have messages to index',
  orgs_with_loose_counts: 'a worker asks which organisations have counts to fold',
  sending_due: 'tells the sender which mailboxes have mail to let leave, by id alone',
  balances_due: 'tells the sweep whose balance to look at, by id alone',
  dead_letters: 'reads the jobs of the organisation of the unit of work, which stand outside row security',
  take_dead_letters: 'takes given-up jobs of the organisation of the unit of work only, to order them anew',
  waiting_jobs: 'counts the jobs of the organisation of the unit of work',
  ops_balances_off: 'the operator is told which mailboxes do not add up',
  mail_webhook_by_key: 'tells a provider’s post which mailbox its address is of, by hash and by id alone',
  connections_by_grant: 'tells a hint of Nylas which mailboxes to fetch, by id alone',
  connections_due: 'tells the process that fetches mail which mailboxes to fetch, by id alone',
  connections_of_account: 'a push of Google names an account, and that decides the organisation',
  pushes_due: 'a worker asks which mailboxes Google should be asked to call us about, by id alone',
  orgs_to_replay: 'a worker asks which organisations have a replay to work on',
  mailboxes_to_ask_dns_about: 'a worker asks for which mailboxes the DNS is to be asked again',
  mailboxes_to_ask_google_about:
    'a worker asks of which mailboxes Google is to say again which addresses it allows, by id alone',
  orgs_with_old_uploads: 'a worker asks which organisations have uploads to sweep',
  orgs_with_unfiled_attachments: 'a worker asks which organisations have attachments to file',
  index_messages:
    'writes the documents of search, which the serving role cannot touch, for the organisation of the unit of work',
  search_document_follows: 'a trigger: the document follows its message to another ticket',
  search_tickets:
    'finds documents of the organisation of the unit of work only, by an index that row security would bar',
}

test('every function that sees past the organisation is listed with its reason, pinned to its schema, and not for everybody', async () => {
  const functions = await catalog<{ name: string; path: string[] | null; everybody: boolean }>(
    `select p.proname as name, p.proconfig as path, has_function_privilege('public', p.oid, 'execute') as everybody
     from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef order by 1`,
  )
  expect(functions.map(({ name }) => name).filter((name) => !definers[name])).toEqual([])
  // Without pg_temp at its end the temporary schema is searched first, and anyone may put a table there.
  expect(functions.filter(({ path }) => !path?.includes('search_path=public, pg_temp'))).toEqual([])
  expect(functions.filter(({ everybody }) => everybody)).toEqual([])
})

test('without an organisation nothing is read, changed or removed; with an unknown one there is nothing', async () => {
  const { world, tables } = proof
  const usable = await catalog<{ name: string }>(
    `select c.relname as name from pg_class c where ${publicTables} and ${mayUse}`,
  )
  const names = usable.map(({ name }) => name).filter((name) => tables.some((table) => table.name === name))
  expect(names.length).toBeGreaterThan(14)
  const counts = async (sql: string) => (await world.store.pool.query(sql)).rowCount
  for (const name of names) {
    const refused = /app\.org_id|invalid input syntax for type uuid|permission denied/
    await expect(counts(`select * from "${name}"`), name).rejects.toThrow(refused)
    await expect(counts(`delete from "${name}"`), name).rejects.toThrow(refused)
    await expect(counts(`update "${name}" set org_id = org_id`), name).rejects.toThrow(refused)
    expect(await seenBy(world, crypto.randomUUID(), `select * from "${name}"`), name).toEqual([])
  }
})

type Attack = { who: Person; victim: Proof['acme']; route: Route; question: Question }

/** Each route with the victim's ids and with the attacker's own, put together before anything is broken. */
async function attacks(): Promise<Attack[]> {
  const { world, acme, globex } = proof
  const all: Attack[] = []
  for (const route of routes.filter(({ may }) => may !== 'nobody yet')) {
    for (const [who, home, victim] of [
      ['Gina', globex, acme],
      ['Ana', acme, globex],
    ] as const) {
      for (const aim of [victim, home]) {
        const params = await rowsFor(world, route, aim)
        const question = { params, input: sampleInput(route, await knownOf(world, route, aim, params)) }
        all.push({ who, victim, route, question })
      }
    }
  }
  return all
}

/** What the attacks bring to light, and what of the victims they change. */
async function attempt(attacks: Attack[]) {
  const { world, tables, acme, globex } = proof
  const real = world.store.db
  const letIn = [await keepAccess(world, acme.orgId), await keepAccess(world, globex.orgId)]
  const said = new Map<Person, string>()
  const [leaks, changed, answered] = [new Set<string>(), new Set<string>(), new Map<number, number>()]
  for (const { who, victim, route, question } of attacks) {
    const before = await stateOf(world, victim.orgId, tables)
    world.store.db = withoutFilters(world.store)
    try {
      const { answer, asked } = await askRoute(world.ask, who, route, question)
      answered.set(answer.status, (answered.get(answer.status) ?? 0) + 1)
      // An id that the attacker has said before, and may have written into a row of its own, is not news; anything else is.
      said.set(who, `${said.get(who) ?? ''} ${asked}`)
      if (leaksIn(answer, victim, said.get(who)!).length) leaks.add(`${route.method} ${route.path}`)
    } finally {
      world.store.db = real
    }
    const after = await stateOf(world, victim.orgId, tables)
    for (const [table, sum] of Object.entries(before))
      if (after[table] !== sum) changed.add(`${route.method} ${route.path}: ${table}`)
    // A mutant that revokes a token revokes them all: the next attacker must come in again.
    for (const again of letIn) await again()
  }
  return { leaks: [...leaks], changed: [...changed], answered }
}

/** Hundreds of attacks, and a look at every row after each. */
const patienceMs = 300_000

test(
  'with every filter of every query forgotten, nothing of another organisation is shown or changed',
  async () => {
    const planned = await attacks()
    const { leaks, changed, answered } = await attempt(planned)
    expect({ leaks, changed }).toEqual({ leaks: [], changed: [] })
    // The mutants live: foreign ids that answer 404 in the whole program find some row here.
    expect((answered.get(200) ?? 0) + (answered.get(201) ?? 0) + (answered.get(204) ?? 0)).toBeGreaterThan(
      planned.length / 3,
    )
  },
  patienceMs,
)

test(
  'without row security the same attacks leak and destroy: this proof would see it',
  async () => {
    const { world, tables, acme, globex } = proof
    for (const house of [acme, globex]) await renew(world, house)
    const planned = await attacks()
    for (const { name } of tables) await world.rows(acme.orgId, `alter table "${name}" disable row level security`)
    const { leaks, changed } = await attempt(planned)
    expect(leaks.length).toBeGreaterThan(8)
    expect(changed.length).toBeGreaterThan(1)
  },
  patienceMs,
)
