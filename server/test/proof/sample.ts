import { z } from 'zod'
import type { Route } from '../../src/platform/routes.ts'

type Json = {
  type?: string
  format?: string
  enum?: unknown[]
  const?: unknown
  default?: unknown
  minLength?: number
  minimum?: number
  anyOf?: Json[]
  oneOf?: Json[]
  allOf?: Json[]
  items?: Json
  properties?: Record<string, Json>
  required?: string[]
}

/** The value of a field the shape alone cannot tell: an id, a version. Undefined: the shape is enough. */
export type Known = (name: string) => unknown

export const paramsOf = ({ path }: Route): string[] => [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!)

/** The fields a route takes, path parameters aside. */
export function fieldsOf(route: Route): Record<string, Json> {
  const params = paramsOf(route)
  return Object.fromEntries(Object.entries(shapeOf(route).properties ?? {}).filter(([name]) => !params.includes(name)))
}

/** Input that a route accepts: every field for a changing one; for a reading one only what it must have. */
export function sampleInput(route: Route, known: Known): Record<string, unknown> {
  const { required = [] } = shapeOf(route)
  const wanted = Object.entries(fieldsOf(route)).filter(([name]) => route.method !== 'GET' || required.includes(name))
  return Object.fromEntries(wanted.map(([name, shape]) => [name, sample(shape, name, known)]))
}

/** The names of the fields that take an id, however deep they lie. */
export function idFields(route: Route): string[] {
  const found = new Set<string>()
  const look = (shape: Json, name: string): void => {
    if (shape.format === 'uuid') found.add(name)
    for (const one of [...(shape.anyOf ?? []), ...(shape.oneOf ?? []), ...(shape.allOf ?? [])]) look(one, name)
    if (shape.items) look(shape.items, name)
    for (const [inner, one] of Object.entries(shape.properties ?? {})) look(one, inner)
  }
  for (const [name, shape] of Object.entries(fieldsOf(route))) look(shape, name)
  return [...found]
}

function shapeOf(route: Route): Json {
  const { $defs = {}, ...schema } = z.toJSONSchema(route.in, { io: 'input', unrepresentable: 'any' })
  const shape = whole(schema, $defs as Record<string, object>)
  return {
    ...shape,
    properties: Object.assign({}, ...[shape, ...(shape.allOf ?? [])].map(({ properties }) => properties)),
  }
}

/** With the shapes that have a name where they are used. */
const whole = (schema: object, named: Record<string, object>): Json =>
  JSON.parse(JSON.stringify(schema), (_, value) => {
    const name = /^#\/\$defs\/(.+)$/.exec(value?.$ref)?.[1]
    return name === undefined ? value : { ...whole(named[name]!, named), ...value }
  })

function sample(shape: Json, name: string, known: Known): unknown {
  const told = known(name)
  const isList = [shape, ...(shape.anyOf ?? [])].some(({ type }) => type === 'array')
  if (told !== undefined) return isList ? [told] : told
  if (shape.const !== undefined) return shape.const
  if (shape.enum) return shape.enum[0]
  const choices = shape.anyOf ?? shape.oneOf ?? shape.allOf
  if (choices) return sample(choices.find(({ type }) => type !== 'null') ?? choices[0]!, name, known)
  switch (shape.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(shape.properties ?? {}).map(([inner, one]) => [inner, sample(one, inner, known)]),
      )
    case 'array':
      return shape.items ? [sample(shape.items, name, known)] : []
    case 'integer':
    case 'number':
      return shape.default ?? Math.max(shape.minimum ?? 1, 1)
    case 'boolean':
      return true
    case 'string':
      return text(shape, name)
    default:
      return 'sample'
  }
}

function text({ format, minLength = 0 }: Json, name: string): string {
  if (format === 'uuid') throw new Error(`${name} takes an id: say in test/proof/places.ts which table it is of.`)
  if (format === 'email' || /email|mailbox|address/.test(name)) return 'sample@customer.example'
  if (format === 'date-time') return '2031-05-06T07:08:09.000Z'
  if (format === 'date') return '2031-05-06'
  if (format === 'uri') return 'https://customer.example/'
  return 'sample words'.padEnd(minLength, '.')
}
