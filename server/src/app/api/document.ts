import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { allRefusals } from '../../platform/problem.ts'
import { type Route, raw, takesBytes } from '../../platform/routes.ts'
import { exampleOf } from './examples.ts'
import { refusalResponses, refusalsOf } from './refusals.ts'
import { type Components, membersOf, type Schema, schemaOf, without } from './schemas.ts'

export type Operation = Schema & { operationId: string; summary: string; tags: [string] }
export type Document = Schema & {
  info: Schema & { title: string; version: string; description: string }
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Components; responses: Record<string, Schema> } & Record<string, Schema>
}

/** Where a path belongs, the first that fits; a path that none of them knows goes by its first word. */
const chapters: readonly [belongs: RegExp, name: string, says: string][] = [
  [/^\/setup/, 'Setup', 'Making the first organisation; closes behind itself.'],
  [/^\/me\//, 'Oneself', 'Name, password, second factor, sessions and notifications of whoever asks.'],
  [/^\/(auth\/|me$)/, 'Signing in', 'Who is asking. Programs send a bearer token; browsers sign in and get a cookie.'],
  [/^\/tickets\/:id\/(messages|attachments)\//, 'Messages', 'What stands behind a message: its HTML, source, files.'],
  [/^\/tickets/, 'Tickets', 'Opening, reading, changing and answering.'],
  [/^\/new-mails/, 'New mails', 'Mails to somebody who has not written, while they are written.'],
  [/^\/(uploads|recipients|sending)/, 'Sending', 'What a mail of ours is made of: files, recipients, limits.'],
  [/^\/(tokens|roles|audit)/, 'Access', 'Tokens for programs, what each role may do, and who did what about access.'],
  [/^\/users/, 'Users', 'The people who sign in and work here.'],
  [/^\/mailboxes/, 'Mailboxes', 'The addresses that mail comes to, and where it is fetched from.'],
  [/^\/senders/, 'Senders', 'Whose mail goes to spam.'],
  [/^\/(outbox|system-mails)/, 'Outbox', 'The mails that go out, and what became of each.'],
  [/^\/settings\//, 'Settings', 'What an organisation decides for all of its mail.'],
  [/^\/ops\//, 'Operations', 'What an administrator looks after.'],
  [/^\/(signature|macros)/, 'Writing', 'Words that stand ready: signatures and macros.'],
  [/^\/acknowledging/, 'Mailboxes', 'What mailboxes do by themselves.'],
  [/^\/(openapi\.json|docs)/, 'This document', 'The API described by itself; anyone may read it.'],
]

/** OpenAPI 3.1 of these routes. It says nothing that the table does not say. */
export function documentOf(routes: readonly Route[]): Document {
  const schemas: Components = {}
  const responses: Record<string, Schema> = {}
  const paths: Document['paths'] = {}
  const tags = new Map<string, string>()
  for (const route of routes) {
    const [name, says] = chapterOf(route)
    tags.set(name, says)
    paths[templateOf(route)] ??= {}
    paths[templateOf(route)]![route.method.toLowerCase()] = operationOf(route, name, { schemas, responses })
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Docket', version, description: introduction, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/api' }],
    tags: [...tags].map(([name, description]) => ({ name, description })),
    paths,
    components: { schemas: sorted(schemas), responses: sorted(responses), ...shared },
    'x-docket-problems': allRefusals().map(({ code, status, title }) => ({
      type: `urn:docket:problem:${code}`,
      code,
      status,
      title,
    })),
  }
}

/** Its name in the document and in the client: the verb's own, unless the route gives one. */
function operationIdOf(route: Route): string {
  const verb = route.may === 'nobody yet' ? route.enter.name : route.run.name
  if (route.name ?? !/^(run|enter)?$/.test(verb)) return route.name ?? verb
  const words = route.path.split(/[/:_-]+/).filter(Boolean)
  return route.method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

function operationOf(
  route: Route,
  tag: string,
  components: { schemas: Components; responses: Record<string, Schema> },
) {
  const { schemas } = components
  const input = schemaOf(route.in, 'input', schemas)
  const members = membersOf(input, schemas)
  const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name!)
  const isRead = route.method === 'GET'
  const isBytes = takesBytes(route)
  const inQuery = isRead || isBytes ? [...members.keys()].filter((name) => !inPath.includes(name)) : []
  const takesBody = !isRead && !isBytes && members.size > inPath.length
  const place = route.path.split(/[/:]+/).filter(Boolean)
  const parameter = (where: 'path' | 'query') => (name: string) => {
    const { schema = { type: 'string' }, required = true } = members.get(name) ?? {}
    const { description, ...rest } = schema
    const example = exampleOf(schema, [...place, where, name], schemas)
    return {
      name,
      in: where,
      required: where === 'path' || required,
      ...(description ? { description } : {}),
      schema: rest,
      ...(example === null ? {} : { example }),
    }
  }
  const kinds = refusalsOf(route, { takesInput: members.size > 0, takesBody, hasId: inPath.length > 0 })
  return {
    operationId: operationIdOf(route),
    tags: [tag] as [string],
    summary: route.says,
    'x-docket-permission': route.may === 'nobody yet' ? null : route.may,
    security: securityOf(route),
    parameters: [
      ...inPath.map(parameter('path')),
      ...inQuery.map(parameter('query')),
      ...(route.idempotent ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
      { $ref: '#/components/parameters/RequestId' },
    ],
    ...(takesBody ? { requestBody: bodyOf(without(input, new Set(inPath), schemas), place, schemas) } : {}),
    ...(isBytes ? { requestBody: anyBytes } : {}),
    responses: { ...answerOf(route, place, schemas), ...refusalResponses(kinds, components) },
  }
}

const anyBytes = {
  required: true,
  content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
}

function bodyOf(schema: Schema, place: readonly string[], schemas: Components): Schema {
  const required = [...membersOf(schema, schemas).values()].some((member) => member.required)
  return { required, content: { 'application/json': { schema, example: exampleOf(schema, place, schemas) } } }
}

function answerOf(
  { out, status = 200, sends, redirects, says }: Route,
  place: readonly string[],
  schemas: Components,
): Schema {
  const headers = { 'X-Request-ID': { $ref: '#/components/headers/RequestId' } }
  if (out === null) return { 204: { description: 'Done; there is nothing to say.', headers } }
  if (out === raw) {
    const bytes = { description: says, headers, content: { [sends ?? '*/*']: { schema: {} } } }
    const location = { description: 'Good for a short while.', schema: { type: 'string', format: 'uri' } }
    const elsewhere = { description: 'The bytes are to be had there.', headers: { ...headers, Location: location } }
    return { 200: bytes, ...(redirects ? { 302: elsewhere } : {}) }
  }
  const schema = schemaOf(out as Exclude<typeof out, typeof raw>, 'output', schemas)
  const example = exampleOf(schema, place, schemas)
  return { [status]: { description: says, headers, content: { 'application/json': { schema, example } } } }
}

/** A token alone, or the session's cookie, which changes nothing without the token that only our own page can read. */
function securityOf({ may, method }: Route): Schema[] {
  const fromPage = method === 'GET' ? {} : { csrf: [] }
  if (may === 'nobody yet') return method === 'GET' ? [] : [fromPage]
  return [{ token: [] }, { session: [], ...fromPage }]
}

function chapterOf({ path }: Route): [name: string, says: string] {
  const known = chapters.find(([belongs]) => belongs.test(path))
  if (known) return [known[1], known[2]]
  const word = path.split('/')[1]!.replaceAll('-', ' ')
  return [word.charAt(0).toUpperCase() + word.slice(1), '']
}

const templateOf = ({ path }: Route) => path.replace(/:(\w+)/g, '{$1}')
const sorted = <T>(named: Record<string, T>) =>
  Object.fromEntries(Object.entries(named).sort(([a], [b]) => (a < b ? -1 : 1)))
const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../../package.json'), 'utf8'))

const introduction = `Programs send a bearer token (\`docket token create\`). Lists are \`{items, next_cursor}\`;
send next_cursor as cursor for the page after. Refusals are RFC 9457 problems: look at \`code\`, show \`detail\`.
A request with an Idempotency-Key may be sent again: it is done once. Answers may gain members; nothing that is there
goes away.`

const shared = {
  parameters: {
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description: 'Any text of your own, new for each deed: the same request sent again with it is done once.',
      schema: { type: 'string' },
      example: 'printer-2026-03-02',
    },
    RequestId: {
      name: 'X-Request-ID',
      in: 'header',
      required: false,
      description: 'Names the request in logs and answers; one is made when it is missing.',
      schema: { type: 'string', pattern: '^[\\w.:-]{1,100}$' },
      example: 'nightly-sync-17',
    },
  },
  headers: {
    RequestId: { description: 'The id of this request, as it stands in the logs.', schema: { type: 'string' } },
    RetryAfter: { description: 'How many seconds to wait.', required: true, schema: { type: 'integer', minimum: 1 } },
  },
  securitySchemes: {
    token: { type: 'http', scheme: 'bearer', description: 'Made by `docket token create`; acts as one user.' },
    session: { type: 'apiKey', in: 'cookie', name: 'docket_session', description: 'Set by signing in.' },
    csrf: { type: 'apiKey', in: 'header', name: 'x-csrf-token', description: 'From GET /auth/csrf, for browsers.' },
  },
}
