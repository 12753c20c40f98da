import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openBrowser } from '../../test/browser.ts'
import { askRoute, fieldRow, knownOf, openProof, type Proof, type Question, rowsFor } from '../../test/proof/asking.ts'
import { type House, renew } from '../../test/proof/filling.ts'
import { leaksIn } from '../../test/proof/leaks.ts'
import { isPersonal, type Place, placesOf } from '../../test/proof/places.ts'
import { fieldsOf, idFields, sampleInput } from '../../test/proof/sample.ts'
import { seenBy, stateOf, tablesWith } from '../../test/proof/tables.ts'
import type { Answer, Person, World } from '../../test/world.ts'
import { permissionsOf } from '../auth/index.ts'
import { newId } from '../platform/ids.ts'
import type { Route } from '../platform/routes.ts'
import type { Role } from '../platform/work.ts'
import { routes } from './routes.ts'

/**
 * S2: every route, by every role, with rows of the own and of the other organisation. All of it is made from the table of routes and
 * the catalog of tables, so that a route or a table that is added tomorrow is covered; what the proof cannot place, fails.
 */

let proof: Proof
let world: World
let tables: Proof['tables']
let acme: Proof['acme']
let globex: Proof['globex']
const saidOwnCanary = new Set<Route>()

beforeAll(async () => {
  proof = await openProof()
  ;({ world, tables, acme, globex } = proof)
})
beforeEach(() => Promise.all([acme, globex].map((house) => renew(world, house))))
afterAll(() => world.close())

const people: { who: Person; role: Role; home: 'acme' | 'globex' }[] = [
  { who: 'Vic', role: 'viewer', home: 'acme' },
  { who: 'Kim', role: 'agent', home: 'acme' },
  { who: 'Ana', role: 'admin', home: 'acme' },
  { who: 'Gus', role: 'agent', home: 'globex' },
  { who: 'Gina', role: 'admin', home: 'globex' },
]
const housesOf = (home: 'acme' | 'globex') => (home === 'acme' ? ([acme, globex] as const) : ([globex, acme] as const))
const guarded = routes.filter(({ may }) => may !== 'nobody yet')
const entrances = routes.filter(({ may }) => may === 'nobody yet')
const isAllowed = ({ may }: Route, role: Role) => may === 'anyone' || permissionsOf[role].includes(may as never)
const permitted = (route: Route) => people.filter(({ role }) => isAllowed(route, role))

/** Every answer of the whole proof is searched for what its reader must not know. */
async function ask(who: Person | null, route: Route, question: Question, headers = {}): Promise<Answer> {
  const { answer, asked } = await askRoute(world.ask, who, route, question, headers)
  const home = people.find((one) => one.who === who)?.home
  const strangers = home ? [housesOf(home)[1]] : [acme, globex]
  for (const stranger of strangers)
    expect(leaksIn(answer, stranger, asked), `${who} ${route.method} ${asked}`).toEqual([])
  return answer
}

/** All that a client can tell one answer from another by, when both were asked under one request id. */
function seen({ status, text, headers }: Answer): unknown {
  const told = [...headers].filter(([name]) => name !== 'date' && !/^x-ratelimit-(remaining|reset)$/.test(name))
  return { status, text, headers: Object.fromEntries(told) }
}
/** The proof asks with tokens, and some things no token may touch. */
/** A macro that is everybody's is changed only by who may change the settings; nothing else asks for a second permission. */
const isShared = ({ path }: Route, { status, body }: Answer) =>
  path.startsWith('/macros') && status === 403 && body.detail.includes('what is everybody’s')
const isForBrowsers = ({ status, body }: Answer) => status === 403 && /API token/.test(body.detail)

const sameId = { 'x-request-id': 'the-same' }
const states = async (...houses: House[]) => {
  const all: Record<string, string>[] = []
  for (const { orgId } of houses) all.push(await stateOf(world, orgId, tables))
  return all
}

test('the proof has something to look at: routes, tables with rows of both organisations, canaries in them', async () => {
  expect(guarded.length).toBeGreaterThan(15)
  expect(tables.length).toBeGreaterThan(14)
  for (const { orgId, canary, ids } of [acme, globex]) {
    const empty = Object.entries(await stateOf(world, orgId, tables)).filter(([, sum]) => sum.startsWith('0 '))
    expect(empty).toEqual([])
    expect((await tablesWith(world, orgId, tables, canary)).length).toBeGreaterThan(11)
    expect(ids.size).toBeGreaterThan(20)
  }
})

describe.each(guarded.map((route) => ({ name: `${route.method} ${route.path}`, route })))('$name', ({ route }) => {
  test('asks who is there', async () => {
    const params = await rowsFor(world, route, acme)
    const input = sampleInput(route, await knownOf(world, route, acme, params))
    const before = await states(acme, globex)
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
    for (const headers of [{}, bearer('dkt_guessed'), bearer("' or true --"), { cookie: 'docket_session=guessed' }]) {
      const { status, body } = await ask(null, route, { params, input }, headers)
      expect([status, body.code]).toEqual([401, 'unauthenticated'])
    }
    expect(await states(acme, globex)).toEqual(before)
  })

  const refused = people.filter(({ role, home }) => home === 'acme' && !isAllowed(route, role))
  test.each(refused)('refuses a $role and changes nothing', async ({ who }) => {
    const params = await rowsFor(world, route, acme)
    const input = sampleInput(route, await knownOf(world, route, acme, params))
    const before = await states(acme, globex)
    for (const tried of [input, {}, { ...input, role: 'admin', roles: ['admin'], permissions: [route.may] }]) {
      const { status, body } = await ask(who, route, { params, input: tried })
      expect([status, body.code]).toEqual([403, 'forbidden'])
    }
    expect(await states(acme, globex)).toEqual(before)
  })

  test.each(permitted(route))(
    'answers $who ($role of $home) for a foreign id as for a missing one',
    async ({ who, home }) => {
      const [own, other] = housesOf(home)
      const places = placesOf(route)
      const [mine, theirs] = [await rowsFor(world, route, own), await rowsFor(world, route, other)]
      const known = await knownOf(world, route, own, mine)
      const input = sampleInput(route, known)
      const [before] = await states(other)
      let compared = 0
      for (const choice of foreignChoices(places)) {
        const missing = choice.map(() => newId(world.store.clock()))
        const asked = (foreign: string[]) =>
          ask(who, route, { params: pick(choice, { mine, theirs: foreign, missing }), input }, sameId)
        const [foreign, absent] = [await asked(theirs), await asked(missing)]
        expect(seen(foreign)).toEqual(seen(absent))
        if (!isForBrowsers(foreign)) expect(foreign.status).toBe(404)
        compared++
      }
      for (const name of idFields(route)) {
        const row = await fieldRow(world, route, other.orgId, name)
        const asked = (id: string) =>
          ask(who, route, { params: mine, input: { ...sampleInput(route, known), [name]: id } }, sameId)
        expect(seen(await asked(row.id))).toEqual(seen(await asked(newId(world.store.clock()))))
        compared++
      }
      expect(compared).toBeGreaterThanOrEqual(places.filter((place) => 'sql' in place).length)
      expect(await states(other)).toEqual([before])
    },
  )

  test.each(permitted(route))(
    'lets no field that $who invents reach a row, of whatever organisation',
    async ({ who, home }) => {
      const [own, other] = housesOf(home)
      const params = await rowsFor(world, route, own)
      const poison = newId(world.store.clock())
      const roles = `select id, role, active from app_user order by id`
      const [before] = await states(other)
      const rolesBefore = await seenBy(world, own.orgId, roles)
      const invented = Object.entries({
        ...{ org_id: other.orgId, orgId: other.orgId, organisation_id: other.orgId, tenant_id: other.orgId },
        ...{
          id: poison,
          user_id: poison,
          ticket_id: poison,
          message_id: poison,
          author_user_id: poison,
          mailbox_id: poison,
        },
        ...{ requester_id: poison, contact_id: poison, created_at: poison, direction: poison, from_address: poison },
        ...{
          role: 'admin',
          roles: ['admin'],
          permissions: [poison],
          active: false,
          held: poison,
          password_hash: poison,
        },
        ...{ token_hash: poison, envelope_from: poison, envelope_to: [poison], raw: poison, stitch_reason: poison },
      }).filter(([name]) => !(name in fieldsOf(route)))
      const input = sampleInput(route, await knownOf(world, route, own, params))
      const query = { org_id: other.orgId, role: 'admin', author_user_id: poison }
      await ask(who, route, { params, input: { ...Object.fromEntries(invented), ...input } })
      if (route.method !== 'GET') await ask(who, route, { params, input, query })
      expect(await states(other)).toEqual([before])
      expect(await tablesWith(world, own.orgId, tables, poison)).toEqual([])
      expect(await tablesWith(world, own.orgId, tables, other.orgId)).toEqual([])
      if (!('role' in fieldsOf(route) || 'active' in fieldsOf(route)))
        expect(await seenBy(world, own.orgId, roles)).toEqual(rolesBefore)
    },
  )

  test.each(permitted(route))(
    'answers $who ($role of $home) from the own organisation, and breaks on nothing',
    async ({ who, home }) => {
      const [own] = housesOf(home)
      const params = await rowsFor(world, route, own)
      const input = sampleInput(route, await knownOf(world, route, own, params))
      const before = await states(own)
      const answer = await ask(who, route, { params, input })
      // What belongs to one person is missing for the others.
      const isMissing = isPersonal(route) && answer.status === 404
      if (!isMissing && !isForBrowsers(answer) && !isShared(route, answer))
        expect([200, 201, 202, 204, 409, 422], answer.text).toContain(answer.status)
      if (route.method !== 'GET' || isMissing) return
      expect([answer.status, await states(own)]).toEqual([200, before])
      if (leaksIn(answer, { canary: own.canary, ids: new Set() }, '').length) saidOwnCanary.add(route)
    },
  )

  if ('cursor' in fieldsOf(route))
    test.each(permitted(route))('pages $who through the own rows only, by whosever cursor', async ({ who, home }) => {
      const params = await rowsFor(world, route, housesOf(home)[0])
      const shown = async (reader: Person, cursor?: string) =>
        ask(reader, route, { params, input: { limit: 1, ...(cursor ? { cursor } : {}) } })
      const cursors: string[] = []
      for (const reader of home === 'acme' ? (['Gina', who] as const) : (['Ana', who] as const)) {
        let page = await shown(reader)
        for (; page.body.next_cursor; page = await shown(reader, page.body.next_cursor))
          cursors.push(page.body.next_cursor)
      }
      for (const cursor of cursors) expect((await shown(who, cursor)).status).toBe(200)
    })
})

test('an owner finds the own canary where a stranger found nothing: the search for leaks sees', () => {
  expect(saidOwnCanary.size).toBeGreaterThan(9)
})

test.each(entrances)('$method $path tells nobody anything of any organisation', async (route) => {
  const browser = openBrowser(world)
  const { csrf_token } = (await browser.ask('GET', '/auth/csrf')).body
  const cookie = { cookie: `docket_csrf=${csrf_token}`, 'x-csrf-token': csrf_token }
  const params = placesOf(route).map(() => newId(world.store.clock()))
  const input = sampleInput(route, () => undefined)
  const before = await states(acme, globex)
  for (const tried of [input, {}, { ...input, org_id: acme.orgId, role: 'admin' }, { ...input, email: `x' or '1'='1` }])
    expect((await ask(null, route, { params, input: tried }, cookie)).status).toBeLessThan(500)
  expect(await states(acme, globex)).toEqual(before)
})

test('no header makes a reader somebody else', async () => {
  const claims = {
    'x-org-id': globex.orgId,
    'x-user-id': 'gina@globex.example',
    'x-forwarded-user': 'gina@globex.example',
  }
  const me = routes.find(({ method, path }) => method === 'GET' && path === '/me')!
  const { body } = await ask('Kim', me, { params: [], input: {} }, { ...claims, 'x-http-method-override': 'DELETE' })
  expect(body).toMatchObject({ user: { role: 'agent' }, org: { id: acme.orgId } })
})

type Pick = 'word' | 'mine' | 'theirs' | 'missing'

/** Every mixture of own, foreign and missing rows in a path with something foreign in it. */
function foreignChoices(places: readonly Place[]): Pick[][] {
  let choices: Pick[][] = [[]]
  for (const place of places) {
    const next: Pick[] = 'word' in place ? ['word'] : ['mine', 'theirs', 'missing']
    choices = choices.flatMap((choice) => next.map((one) => [...choice, one]))
  }
  return choices.filter((choice) => choice.includes('theirs'))
}

const pick = (choice: Pick[], from: { mine: string[]; theirs: string[]; missing: string[] }): string[] =>
  choice.map((one, i) => (one === 'word' ? from.mine : from[one])[i]!)
