import type { Operation } from './document.ts'
import { type Components, resolved, type Schema } from './schemas.ts'

/** The operation's example as one command of the shell, as docs/api.md writes them. */
export function curlOf(method: string, path: string, operation: Operation, components: Components): string {
  const parameters: Schema[] = operation.parameters.filter((one: Schema) => !one.$ref)
  const address = path.replace(/\{(\w+)\}/g, (_, name) => parameters.find((one) => one.name === name)!.example)
  const asked = parameters.filter((one) => one.in === 'query' && (one.required || one.name === 'limit'))
  const query = asked.map(({ name, example }) => `${name}=${encodeURIComponent(example)}`).join('&')
  const body = operation.requestBody?.content['application/json']
  const isOnce = operation.parameters.some((one: Schema) => one.$ref?.endsWith('/IdempotencyKey'))
  const isOpen = operation['x-docket-permission'] === null
  const isBytes = operation.requestBody?.content['application/octet-stream'] !== undefined
  const isUsual = method === (body || isBytes ? 'POST' : 'GET')
  return [
    `curl --fail-with-body ${isUsual ? '' : `-X ${method} `}"$DOCKET_URL/api${address}${query && `?${query}`}"`,
    ...(isOpen ? [] : ['-H "Authorization: Bearer $DOCKET_TOKEN"']),
    ...(isOnce ? [`-H 'Idempotency-Key: printer-2026-03-02'`] : []),
    ...(body ? [`-H 'Content-Type: application/json'`, `-d ${quoted(shown(body, components))}`] : []),
    ...(isBytes ? [`--data-binary @plan.pdf`] : []),
    ...(isOpen && method !== 'GET' ? ['-b cookies -c cookies', '-H "x-csrf-token: $CSRF_TOKEN"'] : []),
  ].join(' \\\n  ')
}

/** What must be there, and what makes the example clear; the rest is in the table. */
function shown({ schema, example }: Schema, components: Components): unknown {
  const { required = [] } = resolved(schema, components)
  const members = Object.entries(example as object).filter(([name]) => required.includes(name) || !name.endsWith('_id'))
  return Object.fromEntries(members)
}

const quoted = (value: unknown) =>
  `'${JSON.stringify(value, null, 2).replaceAll('\n', '\n  ').replaceAll("'", `'\\''`)}'`
