import { cast } from './cast.ts'
import { type Components, nameOf, type Schema } from './schemas.ts'

/** What such a value looks like: its own example, else the cast's under its name, else the plainest that fits. */
export function exampleOf(schema: Schema, path: readonly string[], components: Components): unknown {
  if (schema.examples) return schema.examples[0]
  const name = nameOf(schema)
  const told = fromCast(path)
  if (told !== undefined && fits(told, schema, components)) return told
  if (name) return exampleOf(components[name]!, withName(path, name), components)
  if ('const' in schema) return schema.const
  if (schema.enum) return schema.enum[0]
  if ('default' in schema) return schema.default
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part: Schema) => exampleOf(part, path, components)))
  const choices: Schema[] | undefined = schema.anyOf ?? schema.oneOf
  if (choices) {
    const chosen = choices.find((one) => one.type !== 'null' && !isWithin(one, path)) ?? choices.at(-1)!
    return exampleOf(chosen, path, components)
  }
  switch (kindOf(schema)) {
    case 'object':
      return exampleObject(schema, path, components)
    case 'array':
      if (isWithin(schema.items, path)) return []
      return (schema.prefixItems ?? [schema.items ?? {}]).map((one: Schema) => exampleOf(one, path, components))
    case 'string':
      return exampleText(schema, path)
    case 'integer':
    case 'number':
      return schema.minimum ?? 1
    case 'boolean':
      return false
    default:
      return null
  }
}

function exampleObject(schema: Schema, path: readonly string[], components: Components): Record<string, unknown> {
  const isRequired = (name: string) => schema.required?.includes(name)
  const members = Object.entries((schema.properties ?? {}) as Record<string, Schema>)
  const shown = members
    .filter(([name, member]) => !member.deprecated && (fromCast([...path, name]) !== null || isRequired(name)))
    .map(([name, member]) => [name, exampleOf(member, [...path, name], components)] as const)
  const others = (schema.required ?? []).filter((name: string) => !(name in (schema.properties ?? {})))
  return Object.fromEntries([
    ...shown.filter(([name, value]) => value !== null || isRequired(name)),
    ...others.map((name: string) => [name, exampleOf(schema.additionalProperties || {}, [...path, name], components)]),
  ])
}

function exampleText({ format, minLength = 0 }: Schema, path: readonly string[]): string {
  if (format === 'uuid') return String(cast.id)
  if (format === 'date-time') return String(cast.at)
  if (format === 'date') return String(cast.at).slice(0, 10)
  if (format === 'email') return String(cast.email)
  if (format === 'uri' || format === 'url') return 'https://acme.example/hook'
  return (path.at(-1) ?? 'text').replaceAll('_', ' ').padEnd(minLength, '.')
}

function fromCast(path: readonly string[]): unknown {
  const last = path.at(-1)
  if (last === undefined) return undefined
  for (const before of path.slice(0, -1).reverse()) if (`${before}.${last}` in cast) return cast[`${before}.${last}`]
  return cast[last]
}

/** A word of the cast is only taken where it is of the right kind: `mailbox` is a text here and an object there. */
function fits(value: unknown, schema: Schema, components: Components): boolean {
  const name = nameOf(schema)
  if (name) return fits(value, components[name]!, components)
  const choices: Schema[] | undefined = schema.anyOf ?? schema.oneOf
  if (choices) return choices.some((one) => fits(value, one, components))
  if ('const' in schema) return value === schema.const
  if (schema.enum) return schema.enum.includes(value)
  if (schema.format === 'uuid') return typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value)
  if (schema.format === 'date-time') return typeof value === 'string' && !Number.isNaN(Date.parse(value))
  const kinds = Array.isArray(schema.type) ? schema.type : [schema.type]
  return kinds.some((kind: string | undefined) => isOfKind(value, kind, schema, components))
}

function isOfKind(value: unknown, kind: string | undefined, schema: Schema, components: Components): boolean {
  switch (kind) {
    case undefined:
      return true
    case 'null':
      return value === null
    case 'array':
      return Array.isArray(value) && value.every((one) => fits(one, schema.items || {}, components))
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    case 'integer':
      return Number.isInteger(value)
    default:
      return typeof value === kind
  }
}

/** A shape that contains itself is shown once. */
const isWithin = (schema: Schema | undefined, path: readonly string[]) => path.includes(nameOf(schema ?? {}) ?? '')

const kindOf = ({ type }: Schema): string | undefined => (Array.isArray(type) ? type[0] : type)

/** The component's name stands before its members, and takes the place of the member it is the value of. */
const withName = (path: readonly string[], name: string) => [...path.slice(0, -1), name, ...path.slice(-1), name]
