import { z } from 'zod'
import { badCsrf } from '../../platform/csrf.ts'
import { keyReused } from '../../platform/idempotency.ts'
import { forbidden, invalid, notFound, type Refusal } from '../../platform/problem.ts'
import { type Route, raw } from '../../platform/routes.ts'
import {
  blobsAway,
  broken,
  databaseAway,
  databaseBusy,
  databaseFull,
  tooManyRequests,
  unauthenticated,
  unreadable,
} from '../../platform/speaking.ts'
import { outcomeUnknown } from '../../platform/tx.ts'
import { exampleOf } from './examples.ts'
import { type Components, type Schema, schemaOf } from './schemas.ts'

/** RFC 9457, as every refusal is spoken. */
const Problem = z
  .object({
    type: z.string().meta({ description: 'A URN that ends with the code.' }),
    code: z.string().meta({ description: 'What a program looks at. New codes may come.' }),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().meta({ description: 'A sentence for people.' }),
    instance: z.string().meta({ description: 'The id of the request, as in X-Request-ID.' }),
    errors: z
      .array(z.object({ field: z.string(), message: z.string() }))
      .optional()
      .meta({ description: 'With code invalid: what is wrong with which field.' }),
  })
  .meta({ id: 'Problem' })

/** All that this route can answer besides what was asked for. */
export function refusalsOf(
  route: Route,
  { takesInput, takesBody, hasId }: { takesInput: boolean; takesBody: boolean; hasId: boolean },
): Refusal[] {
  const changes = route.method !== 'GET'
  return [
    ...(takesBody ? unreadable : []),
    ...(route.may === 'nobody yet' ? [] : [unauthenticated]),
    ...(route.may === 'nobody yet' || route.may === 'anyone' ? [] : [forbidden]),
    ...(changes ? [badCsrf] : []),
    ...(hasId ? [notFound] : []),
    ...(takesInput ? [invalid] : []),
    ...(route.idempotent ? [keyReused] : []),
    ...(route.refuses ?? []),
    ...(route.out === raw ? [blobsAway] : []),
    tooManyRequests,
    broken,
    databaseAway,
    databaseBusy,
    ...(changes ? [databaseFull, outcomeUnknown] : []),
  ]
}

/** One answer for each status, shared by all routes that refuse alike; its examples are its codes. */
export function refusalResponses(
  refusals: readonly Refusal[],
  components: { schemas: Components; responses: Record<string, Schema> },
): Record<string, Schema> {
  const byStatus = Map.groupBy(refusals, ({ status }) => status)
  const statuses = [...byStatus.keys()].sort((a, b) => a - b)
  return Object.fromEntries(
    statuses.map((status) => {
      const kinds = byStatus.get(status)!
      const name = kinds.map(({ code }) => code.split('-').map(capital).join('')).join('Or')
      components.responses[name] ??= responseOf(kinds, components.schemas)
      return [status, { $ref: `#/components/responses/${name}` }]
    }),
  )
}

/** The whole of a problem as it travels. */
function problemExample({ code, title, status, carries }: Refusal, schemas: Components): Record<string, unknown> {
  const more = Object.entries(carries).map(([name, shape]) => [
    name,
    exampleOf(schemaOf(shape, 'output', schemas), [name], schemas),
  ])
  const errors = [{ field: 'subject', message: 'is required' }]
  return {
    type: `urn:docket:problem:${code}`,
    code,
    title,
    status,
    detail: code === invalid.code ? 'subject: is required' : `${title}.`,
    instance: '0199a3d0-1c59-70c7-b138-42d3be60a1b9',
    ...(code === invalid.code ? { errors } : {}),
    ...Object.fromEntries(more),
  }
}

function responseOf(kinds: readonly Refusal[], schemas: Components): Schema {
  const base = schemaOf(Problem, 'output', schemas)
  const carried = kinds.flatMap(({ carries }) =>
    Object.entries(carries).map(([name, shape]) => [name, schemaOf(shape, 'output', schemas)]),
  )
  const schema =
    carried.length > 0 ? { allOf: [base, { type: 'object', properties: Object.fromEntries(carried) }] } : base
  const examples = kinds.map((kind) => [kind.code, { summary: kind.title, value: problemExample(kind, schemas) }])
  const waits = kinds.some(({ status }) => status === 429)
  return {
    description: kinds.map(({ title }) => `${title}.`).join(' Or: '),
    headers: {
      'X-Request-ID': { $ref: '#/components/headers/RequestId' },
      ...(waits ? { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } : {}),
    },
    content: { 'application/problem+json': { schema, examples: Object.fromEntries(examples) } },
  }
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
