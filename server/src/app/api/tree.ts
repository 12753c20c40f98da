import { html, type Markup, prose } from './markup.ts'
import { type Components, membersOf, nameOf, resolved, type Schema } from './schemas.ts'

const deepest = 5

/** A shape as a list of its members; what a member is made of opens beneath it. */
export function treeOf(schema: Schema, components: Components, depth = 0): Markup {
  const members = [...membersOf(schema, components)]
  if (members.length === 0) return html`<p class="type">${typeOf(schema, components)}</p>`
  return html`<ul class="tree">${members.map(([name, member]) =>
    memberOf(name, member.schema, member.required, components, depth),
  )}</ul>`
}

/** `text`, `integer, 1 to 200`, `TicketRow[] or null`: in one line what a value is. */
export function typeOf(schema: Schema, components: Components): string {
  const name = nameOf(schema)
  const target = resolved(schema, components)
  const choices: Schema[] | undefined = schema.anyOf ?? schema.oneOf
  if (choices) return choices.map((one) => typeOf(one, components)).join(' or ')
  if (target.enum) return [target.enum.join(' | '), ...limitsOf(schema)].join(', ')
  if (target.const !== undefined) return JSON.stringify(target.const)
  if (name) return name
  if (Array.isArray(schema.type))
    return schema.type.map((type: string) => typeOf({ ...schema, type }, components)).join(' or ')
  if (schema.prefixItems) return `[${schema.prefixItems.map((one: Schema) => typeOf(one, components)).join(', ')}]`
  if (schema.type === 'array') return `${typeOf(schema.items ?? {}, components)}[]`
  if (schema.type === 'object') return 'object'
  return [schema.format ?? words[schema.type] ?? schema.type ?? 'anything', ...limitsOf(schema)].join(', ')
}

/** Name, type, and what there is to say of it, on one line. */
export function memberLine(name: string, schema: Schema, required: boolean, components: Components): Markup {
  const said = schema.description ?? resolved(schema, components).description
  return html`<code>${name}</code> <span class="type">${typeOf(schema, components)}</span>
${!required && html` <span class="soft">optional</span>`}
${schema.deprecated && html` <span class="soft">older name</span>`}
${said && html` <span class="said">${prose(said)}</span>`}`
}

function memberOf(name: string, schema: Schema, required: boolean, components: Components, depth: number): Markup {
  const line = memberLine(name, schema, required, components)
  const inner = insideOf(schema, components)
  if (!inner || depth >= deepest) return html`<li>${line}</li>`
  return html`<li><details><summary>${line}</summary>${treeOf(inner, components, depth + 1)}</details></li>`
}

/** The object within: itself, the items of a list, the one choice that is not null. */
function insideOf(schema: Schema, components: Components): Schema | undefined {
  const target = resolved(schema, components)
  if (target.items) return insideOf(target.items, components)
  const choices: Schema[] = (target.anyOf ?? target.oneOf ?? []).filter(({ type }: Schema) => type !== 'null')
  if (choices.length > 0) return choices.map((one) => insideOf(one, components)).find(Boolean)
  return membersOf(target, components).size > 0 ? target : undefined
}

const words: Record<string, string> = { string: 'text', boolean: 'true | false' }

function limitsOf({ minimum, maximum, maxLength, default: usual }: Schema): string[] {
  return [
    ...(minimum !== undefined && maximum !== undefined ? [`${minimum} to ${maximum}`] : []),
    ...(maxLength === undefined ? [] : [`at most ${maxLength.toLocaleString('en')} characters`]),
    ...(usual === undefined || usual === '' ? [] : [`else ${usual}`]),
  ]
}
