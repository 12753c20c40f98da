import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { type Document, documentOf } from '../src/app/api/document.ts'
import type { Schema } from '../src/app/api/schemas.ts'
import { routes } from '../src/app/routes.ts'

export const document: Document = documentOf(routes)

const ajv = new Ajv2020({ strict: false, allErrors: true })
formats.default(ajv)
ajv.addSchema({ $id: 'docket', components: document.components })
const compiled = new Map<Schema, ValidateFunction>()

/** What is wrong with a value, in words; empty when the document's schema allows it. */
export function faultsOf(schema: Schema, value: unknown): string[] {
  const check = compiled.get(schema) ?? ajv.compile(rooted(schema))
  compiled.set(schema, check)
  if (check(value)) return []
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`)
}

/** The one that a reference of the document names, or the thing itself. */
export function referred<T extends Schema>(thing: T): T {
  if (!thing.$ref) return thing
  const found = String(thing.$ref)
    .slice(2)
    .split('/')
    .reduce<Schema | undefined>((at, name) => at?.[name], document)
  if (!found) throw new Error(`${thing.$ref} leads nowhere`)
  return referred(found as T)
}

/** What the document does not allow in an answer of the API; an address it does not know may only be missing. */
export function undocumented(
  method: string,
  path: string,
  answer: { status: number; type: string; body: unknown; text: string },
): string[] {
  const { pathname } = new URL(path, 'http://docket')
  const template = pathname.startsWith('/api/') && templateOf(pathname.slice('/api'.length), method.toLowerCase())
  if (!template) return []
  const operation = document.paths[template]![method.toLowerCase()]!
  const where = `${method} ${template} answered ${answer.status}`
  const told = operation.responses[answer.status]
  if (!told) return [`${where}, which the document does not name`]
  const { content } = referred(told)
  if (!content) return answer.text === '' ? [] : [`${where} with a body`]
  const media = content[answer.type] ?? content[answer.type.replace(/\/.*/, '/*')] ?? content['*/*']
  if (!media) return [`${where} as ${answer.type}`]
  const codes = Object.keys(media.examples ?? {})
  const code = (answer.body as { code?: string } | undefined)?.code
  if (codes.length > 0 && !codes.includes(code!)) return [`${where} with the code ${code}, which it does not name`]
  return faultsOf(media.schema, answer.body).map((fault) => `${where}: ${fault}`)
}

/** The path as the document writes it; a fixed word goes before a parameter, as in the router. */
function templateOf(pathname: string, method: string): string | undefined {
  const words = pathname.split('/')
  const fits = (template: string) => {
    const parts = template.split('/')
    return parts.length === words.length && parts.every((part, i) => part.startsWith('{') || part === words[i])
  }
  return Object.keys(document.paths)
    .filter((template) => document.paths[template]![method] && fits(template))
    .sort((a, b) => a.split('{').length - b.split('{').length)[0]
}

/** References are of the whole document; a schema alone needs to know where that is. */
const rooted = (schema: Schema): Schema =>
  JSON.parse(JSON.stringify(schema), (key, value) => (key === '$ref' ? `docket${value}` : value))
