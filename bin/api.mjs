#!/usr/bin/env node
// Writes api/ from the routes: the document, its types, the client, the query hooks. --check only compares.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { ensureInstalled, main, pinnedNode, root, Sentence, underPinnedNode } from './runtime.mjs'

const made = '// Made by node bin/api.mjs from the routes of the server; do not edit.\n'

main(async () => {
  await ensureInstalled()
  if (pinnedNode() !== process.execPath) return underPinnedNode('bin/api.mjs', process.argv.slice(2))
  const files = await filesOf()
  const stale = Object.entries(files).filter(
    ([name, text]) => !existsSync(at(name)) || readFileSync(at(name), 'utf8') !== text,
  )
  if (!process.argv.includes('--check')) {
    for (const [name, text] of stale) writeFileSync(at(name), text)
    return console.log(
      stale.length > 0 ? `wrote ${stale.map(([name]) => `api/${name}`).join(', ')}` : 'api/ is up to date',
    )
  }
  if (stale.length > 0)
    throw new Sentence(
      `${stale.map(([name]) => `api/${name}`).join(', ')} differ from the routes: node bin/api.mjs writes them.`,
    )
  console.log(`api/ says what ${Object.keys(JSON.parse(files['openapi.json']).paths).length} paths of the routes say`)
})

async function filesOf() {
  const { routes } = await import('../server/src/app/routes.ts')
  const { documentOf } = await import('../server/src/app/api/document.ts')
  // They bring the TypeScript they need, and are installed beside it.
  const fromApi = createRequire(join(root, 'api', 'package.json'))
  const typescript = fromApi('openapi-typescript')
  const document = documentOf(routes)
  await mustBeOpenApi(document, createRequire(fromApi.resolve('openapi-typescript'))('@redocly/openapi-core'))
  const ast = await typescript.default(structuredClone(document), { defaultNonNullable: false })
  return {
    'openapi.json': `${JSON.stringify(document, null, 2)}\n`,
    'schema.ts': `${made}\n${typescript.astToString(ast)}`,
    'client.ts': client(Object.keys(document.components.schemas)),
    'hooks.ts': hooks(),
  }
}

/** The rules of OpenAPI itself: structure, references, parameters of paths, names used once, examples that fit. */
async function mustBeOpenApi(document, { createConfig, lintFromString }) {
  const config = await createConfig({ extends: ['recommended-strict'] })
  const faults = await lintFromString({ source: JSON.stringify(document), config })
  const lines = faults.map(({ ruleId, message, location: [at] }) => `${at?.pointer ?? ''} ${ruleId}: ${message}`)
  if (lines.length > 0)
    throw new Sentence(`The document made from the routes is not good OpenAPI:\n${lines.join('\n')}`)
}

function client(names) {
  return `${made}
import createClient, { type Client, type ClientOptions } from 'openapi-fetch'
import type { components, operations, paths } from './schema.ts'

export type { components, operations, paths }
type Schemas = components['schemas']
${names.map((name) => `export type ${name} = Schemas['${name}']`).join('\n')}

type Sent = { content: { 'application/json': unknown } }
/** What an operation takes: \`BodyOf<'openTicket'>\`. */
export type BodyOf<O extends keyof operations> = operations[O] extends { requestBody?: infer Body }
  ? NonNullable<Body> extends Sent
    ? NonNullable<Body>['content']['application/json']
    : never
  : never
/** What an operation asks for in its address: \`QueryOf<'listTickets'>\`. */
export type QueryOf<O extends keyof operations> = NonNullable<operations[O]['parameters']['query']>
/** What an operation answers: \`AnswerOf<'listTickets'>\`. */
export type AnswerOf<O extends keyof operations> = {
  [S in keyof operations[O]['responses']]: S extends 200 | 201 | 202
    ? operations[O]['responses'][S] extends Sent
      ? operations[O]['responses'][S]['content']['application/json']
      : never
    : never
}[keyof operations[O]['responses']]

export type Docket = Client<paths>

type Read = { [P in keyof paths]: paths[P] extends { get: { parameters: { path: infer Ids } } } ? Ids : never }
/** Where something lies that a page links to: \`addressOf('/ops/failed-mails/{id}/raw', { id })\`. */
export const addressOf = <P extends keyof Read>(path: P, ids: Read[P]): string =>
  \`/api\${path.replace(/\\{(\\w+)\\}/g, (_, name: string) => encodeURIComponent(String(ids[name as keyof Read[P]])))}\`

/** The typed client. In a page of Docket itself the address may be left out. */
export const docket = (options: ClientOptions = {}): Docket => createClient<paths>({ baseUrl: '/api', ...options })
`
}

function hooks() {
  return `${made}
import createHooks, { type OpenapiQueryClient } from 'openapi-react-query'
import type { Docket, paths } from './client.ts'

/** Every operation as a query or mutation of TanStack Query; the keys are \`[method, path, what was asked]\`. */
export const hooksOf = (client: Docket): OpenapiQueryClient<paths> => createHooks(client)
`
}

function at(name) {
  return join(root, 'api', name)
}
