import { z } from 'zod'

// biome-ignore lint/suspicious/noExplicitAny: a JSON schema is read by what it says, key by key.
export type Schema = { [key: string]: any }
export type Components = Record<string, Schema>

const refTo = (name: string) => `#/components/schemas/${name}`
const told = new Set(['uuid', 'email', 'date-time'])

/** The JSON schema of what travels. Shapes with an id become named components and are referred to. */
export function schemaOf(shape: z.ZodType, io: 'input' | 'output', components: Components): Schema {
  const {
    $schema: _,
    $defs,
    ...schema
  } = z.toJSONSchema(shape, {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => plain(jsonSchema as Schema, io),
  }) as Schema
  const names = new Map<string, string>()
  for (const [name, definition] of Object.entries(($defs ?? {}) as Components)) {
    // A default makes a member optional on the way in and certain on the way out: two shapes, two names.
    const other = components[name] && JSON.stringify(components[name]) !== JSON.stringify(relinked(definition))
    const mine = other ? `${name}${io === 'input' ? 'Input' : 'Output'}` : name
    names.set(name, mine)
    components[mine] = definition
  }
  for (const name of names.values()) components[name] = relinked(components[name]!, names)
  return relinked(schema, names)
}

/** The schema a reference leads to. */
export function resolved(schema: Schema, components: Components): Schema {
  const name = nameOf(schema)
  return name ? resolved(components[name]!, components) : schema
}

export const nameOf = (schema: Schema): string | undefined => schema.$ref?.slice(refTo('').length)

/** What remains of an object when some members travel elsewhere. */
export function without(schema: Schema, names: ReadonlySet<string>, components: Components): Schema {
  if (names.size === 0) return schema
  const { properties, required, ...rest } = resolved(schema, components)
  const kept = Object.entries(properties ?? {}).filter(([name]) => !names.has(name))
  const left = (required ?? []).filter((name: string) => !names.has(name))
  for (const several of ['allOf', 'anyOf', 'oneOf'])
    if (rest[several]) rest[several] = rest[several].map((one: Schema) => without(one, names, components))
  return {
    ...rest,
    ...(properties ? { properties: Object.fromEntries(kept) } : {}),
    ...(left.length > 0 ? { required: left } : {}),
  }
}

/** Every member an object may have, with whether it must be there: of several shapes only what all of them demand. */
export function membersOf(schema: Schema, components: Components): Map<string, { schema: Schema; required: boolean }> {
  const { properties = {}, required = [], allOf = [], anyOf, oneOf } = resolved(schema, components)
  const members = new Map<string, { schema: Schema; required: boolean }>()
  const choices = (anyOf ?? oneOf ?? []).map((one: Schema) => membersOf(one, components)) as (typeof members)[]
  for (const choice of choices)
    for (const [name, member] of choice)
      members.set(name, { ...member, required: choices.every((other) => other.get(name)?.required) })
  for (const part of allOf) for (const [name, member] of membersOf(part, components)) members.set(name, member)
  for (const [name, member] of Object.entries(properties as Record<string, Schema>))
    members.set(name, { schema: member, required: required.includes(name) })
  return members
}

/** A format says more than the pattern that checks it; an answer may gain members that older clients do not know. */
function plain(schema: Schema, io: 'input' | 'output'): void {
  if (told.has(schema.format)) delete schema.pattern
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
  if (io === 'output' && schema.additionalProperties === false) delete schema.additionalProperties
}

/** The same schema with references into the components. */
function relinked(schema: Schema, names: ReadonlyMap<string, string> = new Map()): Schema {
  return JSON.parse(JSON.stringify(schema), (key, value) => {
    if (key !== '$ref' || value.startsWith('#/components/')) return value
    if (!value.startsWith('#/$defs/') || value.startsWith('#/$defs/__'))
      throw new Error('A shape that contains itself needs a name in the document: .meta({ id }).')
    const name = value.slice('#/$defs/'.length)
    return refTo(names.get(name) ?? name)
  })
}
