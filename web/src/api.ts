import type { TicketView } from './api-types.ts'

export type FieldError = { field: string; message: string }

/** A refusal of the server, or of the network (status 0): a sentence for people and the facts behind it. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly fields: FieldError[]
  readonly requestId: string | null
  /** With a version conflict: the ticket as it stands now. */
  readonly current: TicketView | null
  constructor(sentence: string, facts: { status: number; code: string; requestId: string | null } & Partial<Problem>) {
    super(sentence)
    this.status = facts.status
    this.code = facts.code
    this.fields = facts.errors ?? []
    this.requestId = facts.requestId
    this.current = facts.current ?? null
  }
}

type Query = Record<string, string | number | undefined>
type Options = { query?: Query; body?: unknown; key?: string; signal?: AbortSignal; keepalive?: boolean }

export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) => call<T>('GET', path, { query, signal }),
  post: <T>(path: string, body?: unknown, options: Options = {}) =>
    call<T>('POST', path, { ...options, body: body ?? {} }),
  put: <T>(path: string, body: unknown, options: Options = {}) => call<T>('PUT', path, { ...options, body }),
  patch: <T>(path: string, body: unknown) => call<T>('PATCH', path, { body }),
}

/** The sentence to show for any failure. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ApiError) return error.message
  return error instanceof Error ? error.message : 'Something went wrong.'
}

type Problem = { type: string; title: string; detail: string; errors: FieldError[]; current: TicketView }

async function call<T>(method: string, path: string, options: Options): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (method !== 'GET') headers['x-csrf-token'] = await csrfToken()
  if (options.body !== undefined) headers['content-type'] = 'application/json'
  if (options.key) headers['idempotency-key'] = options.key

  const response = await reach(`/api${path}${queryString(options.query)}`, {
    method,
    headers,
    body: options.body === undefined ? undefined : JSON.stringify(options.body),
    signal: options.signal,
    keepalive: options.keepalive,
  })
  if (!response.ok) throw await refusal(response)
  if (response.status === 204) return undefined as T
  return (await response.json()) as T
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (cause) {
    if (init.signal?.aborted) throw cause
    throw new ApiError('The server cannot be reached. Check the connection and try again.', {
      status: 0,
      code: 'unreachable',
      requestId: null,
    })
  }
}

async function refusal(response: Response): Promise<ApiError> {
  const text = await response.text()
  const isProblem = response.headers.get('content-type')?.includes('json') ?? false
  const problem: Partial<Problem> = isProblem && text ? JSON.parse(text) : {}
  const code = problem.type?.split(/[/#:]/).at(-1) ?? String(response.status)
  const fallback =
    response.status >= 500 ? 'The server failed to answer. Nothing was changed.' : 'That was not possible.'
  return new ApiError(problem.detail || problem.title || fallback, {
    ...problem,
    status: response.status,
    code,
    requestId: response.headers.get('x-request-id'),
  })
}

async function csrfToken(): Promise<string> {
  const kept = /(?:^|;\s*)docket_csrf=([^;]+)/.exec(document.cookie)?.[1]
  if (kept) return decodeURIComponent(kept)
  return (await call<{ csrf_token: string }>('GET', '/auth/csrf', {})).csrf_token
}

function queryString(query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  if (given.length === 0) return ''
  return `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`
}
