import { type Route, takesBytes } from '../../src/platform/routes.ts'
import { type Answer, openWorld, type Person, type World } from '../world.ts'
import { fill, type House, houseOf } from './filling.ts'
import { fieldPlace, placesOf } from './places.ts'
import { fieldsOf, idFields } from './sample.ts'
import { idsOf, plantEmpty, seenBy, stamp, type Table, tablesOf } from './tables.ts'

/** Two organisations on one server, a row of each in every table, their canary in every word. */
export type Proof = {
  world: World
  tables: Table[]
  acme: House & { ids: ReadonlySet<string> }
  globex: House & { ids: ReadonlySet<string> }
}

export async function openProof(): Promise<Proof> {
  const world = await openWorld()
  const tables = await tablesOf(world)
  const houses = [houseOf(world, 'acme'), houseOf(world, 'globex')] as const
  for (const house of houses) {
    await fill(world, house)
    await plantEmpty(world, house, tables)
    await stamp(world, house, tables)
  }
  const withIds = async (house: House) => ({ ...house, ids: await idsOf(world, house.orgId, tables) })
  return { world, tables, acme: await withIds(houses[0]), globex: await withIds(houses[1]) }
}

/** The rows that the parameters of a path name in one organisation; words are themselves. */
export async function rowsFor(world: World, route: Route, { orgId }: House): Promise<string[]> {
  const found: string[] = []
  for (const place of placesOf(route)) {
    if ('word' in place) found.push(place.word)
    else {
      const of = place.sql.includes('$1') ? found.slice(-1) : []
      const [row] = await seenBy<{ id: string }>(world, orgId, place.sql, of)
      if (!row) throw new Error(`${route.path}: no row for :${place.param}. Let test/proof/filling.ts make one.`)
      found.push(row.id)
    }
  }
  return found
}

/** What the shape of an input cannot tell: ids of this house, and the version that its ticket has now. */
export async function knownOf(world: World, route: Route, { orgId }: House, [first]: string[]) {
  const known: Record<string, unknown> = {}
  for (const name of idFields(route)) known[name] = (await fieldRow(world, route, orgId, name)).id
  if ('version' in fieldsOf(route)) {
    const [row] = await seenBy<{ version: number }>(world, orgId, 'select version from ticket where id = $1', [first])
    known.version = row?.version
  }
  return (name: string) => known[name]
}

export async function fieldRow(world: World, route: Route, orgId: string, name: string): Promise<{ id: string }> {
  const [row] = await seenBy<{ id: string }>(world, orgId, fieldPlace(route, name))
  if (!row) throw new Error(`${route.path}: no row for the field ${name}. Let test/proof/filling.ts make one.`)
  return row
}

export type Question = { params: string[]; input: Record<string, unknown>; query?: Record<string, string> }

/** Asks a route as its clients do. `asked` is all that the question itself said. */
export async function askRoute(
  ask: World['ask'],
  who: Person | null,
  route: Route,
  { params, input, query = {} }: Question,
  headers: Record<string, string> = {},
): Promise<{ answer: Answer; asked: string }> {
  let next = 0
  const path = route.path.replace(/:\w+/g, () => encodeURIComponent(params[next++]!))
  const isReading = route.method === 'GET'
  const isBytes = takesBytes(route)
  const search = new URLSearchParams((isReading || isBytes ? { ...input, ...query } : query) as Record<string, string>)
  const url = `/api${path}${search.size ? `?${search}` : ''}`
  const answer = await ask(
    who,
    route.method,
    url,
    isReading ? undefined : isBytes ? Buffer.from('bytes') : input,
    headers,
  )
  return { answer, asked: url + JSON.stringify(input) }
}
