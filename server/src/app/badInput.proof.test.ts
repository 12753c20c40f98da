import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askRoute, knownOf, openProof, type Proof, rowsFor } from '../../test/proof/asking.ts'
import { renew } from '../../test/proof/filling.ts'
import { leaksIn } from '../../test/proof/leaks.ts'
import { placesOf } from '../../test/proof/places.ts'
import { fieldsOf, sampleInput } from '../../test/proof/sample.ts'
import { stateOf } from '../../test/proof/tables.ts'
import { type Route, takesBytes } from '../platform/routes.ts'
import { routes } from './routes.ts'

/** S1: what recurs in helpdesks' CVEs, tried on every field of every route. Each answer is a refusal or harmless; none is a 5xx. */

let proof: Proof
beforeAll(async () => {
  proof = await openProof()
})
afterAll(() => proof.world.close())

const injections = [
  `' or '1'='1`,
  `'; drop table ticket; --`,
  `x') or true --`,
  `1 union select password_hash from app_user`,
  `$1`,
  `%`,
  `\\'; select pg_sleep(10); --`,
]
const malformed = [
  '\0',
  'a\0b',
  '\ud800',
  '\u202e\u2028',
  '../../../../etc/passwd',
  '{{7*7}}<%= 7*7 %>',
  'é'.repeat(5_000),
  '',
]
const notText: unknown[] = [
  null,
  [],
  {},
  { $ne: null },
  [`' or 1=1`],
  Number.POSITIVE_INFINITY,
  -1,
  true,
  { toString: 'x' },
]

test('a search for everything by trickery finds nothing', async () => {
  const { world } = proof
  for (const q of injections.filter((one) => one !== '$1')) {
    const { status, body } = await world.ask('Ana', 'GET', `/api/tickets?q=${encodeURIComponent(q)}`)
    expect([q, status, body.items]).toEqual([q, 200, []])
  }
})

const withFields = routes.filter((route) => route.may !== 'nobody yet' && Object.keys(fieldsOf(route)).length > 0)

describe.each(withFields.map((route) => ({ name: `${route.method} ${route.path}`, route })))('$name', ({ route }) => {
  test('takes no word for a command, breaks on no value, and shows nothing foreign', async () => {
    const { world, tables, acme, globex } = proof
    await renew(world, acme)
    const before = await stateOf(world, globex.orgId, tables)
    const params = await rowsFor(world, route, acme)
    const sample = sampleInput(route, await knownOf(world, route, acme, params))
    for (const field of Object.keys(fieldsOf(route))) {
      for (const value of [
        ...injections,
        ...malformed,
        ...(route.method === 'GET' || takesBytes(route) ? [] : notText),
      ]) {
        const { answer, asked } = await askRoute(world.ask, 'Ana', route, {
          params,
          input: { ...sample, [field]: value },
        })
        expect(answer.status, `${field} ${JSON.stringify(value)}: ${answer.text}`).toBeLessThan(500)
        expect(leaksIn(answer, globex, asked)).toEqual([])
      }
    }
    expect(await stateOf(world, globex.orgId, tables)).toEqual(before)
  })
})

const withIds = routes.filter((route) => route.may !== 'nobody yet' && placesOf(route).length > 0)

test.each(withIds)('$method $path takes nothing but an id for an id', async (route: Route) => {
  const { world, acme, globex } = proof
  const sample = sampleInput(route, () => crypto.randomUUID())
  for (const value of [
    ...injections,
    ...malformed.filter(Boolean),
    '1',
    'null',
    '*',
    crypto.randomUUID().slice(0, -1),
  ]) {
    const question = { params: placesOf(route).map(() => value.slice(0, 150)), input: sample }
    const { answer, asked } = await askRoute(world.ask, 'Ana', route, question).catch((error) => {
      // Half a surrogate pair cannot stand in an address at all.
      if (error instanceof URIError) return { answer: undefined, asked: '' }
      throw error
    })
    if (!answer) continue
    expect([400, 403, 404, 414, 422], `${value}: ${answer.text}`).toContain(answer.status)
    for (const house of [acme, globex]) expect(leaksIn(answer, { ...house, ids: new Set() }, asked)).toEqual([])
  }
})

test.each(['idempotency-key', 'x-request-id', 'authorization', 'cookie', 'x-forwarded-for', 'if-match'])(
  'the header %s is never a command',
  async (name) => {
    const { world, acme } = proof
    const body = { subject: 's', body: 'b', requester: { email: 'x@customer.example' } }
    for (const value of [...injections, '\u00e9'.repeat(50), 'a'.repeat(4_000), '../..', ';;;=,']) {
      const { status } = await world.ask('Ana', 'POST', '/api/tickets', body, { [name]: value })
      expect([name, value, status < 500]).toEqual([name, value, true])
    }
    expect((await world.rows(acme.orgId, 'select from ticket limit 1')).length).toBe(1)
  },
)

test('no path leads to another site', async () => {
  const paths = [
    '//evil.example',
    '/\\evil.example',
    '/%2f%2fevil.example',
    '/%5cevil.example',
    '/..//evil.example',
    '/sign-in?next=//evil.example',
    '/api//evil.example',
    '/%0d%0aLocation:%20https://evil.example',
  ]
  for (const path of paths) {
    const { status, headers } = await proof.world.ask(null, 'GET', path)
    expect([path, status >= 300 && status < 400, headers.get('location')]).toEqual([path, false, null])
  }
})

test('a draft is its writer’s alone: a colleague neither sees nor replaces it', async () => {
  const { world, acme } = proof
  const [ticket] = await rowsFor(world, routes.find(({ path }) => path === '/tickets/:id')!, acme)
  const at = `/api/tickets/${ticket}`
  const drafts = async (who: 'Ana' | 'Kim') =>
    (await world.ask(who, 'GET', at)).body.drafts.map((one: { body: string }) => one.body)
  await world.ask('Kim', 'PUT', `${at}/drafts/reply`, { body: 'Kim is not done yet' })
  expect(await drafts('Ana')).not.toContain('Kim is not done yet')
  await world.ask('Ana', 'PUT', `${at}/drafts/reply`, { body: 'Ana writes too', user_id: 'kim' })
  await world.ask('Ana', 'PUT', `${at}/drafts/reply`, { body: '' })
  expect(await drafts('Kim')).toContain('Kim is not done yet')
})

test.each(['', 'a-key'])('a body as deep as it is long is refused, under the Idempotency-Key %j', async (key) => {
  const deep = `{"subject":"s","body":"b","requester":{"email":"x@customer.example"},"more":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
  const json = { 'content-type': 'application/json', ...(key ? { 'idempotency-key': key } : {}) }
  const { status } = await proof.world.ask('Ana', 'POST', '/api/tickets', deep, json)
  expect(status).toBe(422)
})
