import { type Draft, docket, type NewMail, type Problem, type TicketView } from '@docket/api'
import { hooksOf } from '@docket/api/hooks'

/** A refusal of the server, or of the network (status 0): a sentence for people and the facts behind it. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly fields: NonNullable<Problem['errors']>
  readonly requestId: string | null
  /** With a version conflict: the ticket as it stands now. */
  readonly current: TicketView | null
  /** When the ticket went on while one wrote: what came. */
  readonly newer: NewerMessage[]
  /** When a draft was changed elsewhere: as it stands now; null when it is gone. */
  readonly draft: Draft | NewMail | null
  constructor(sentence: string, { status, code, errors, instance, current, newer, draft }: Facts) {
    super(sentence)
    this.status = status
    this.code = code
    this.fields = errors ?? []
    this.requestId = instance ?? null
    this.current = current ?? null
    this.newer = newer ?? []
    this.draft = draft ?? null
  }
}

export type NewerMessage = {
  id: string
  direction: string
  author: { name: string } | string
  at: string
  preview: string
}
type Carried = { current?: TicketView; newer?: NewerMessage[]; draft?: Draft | NewMail | null }
type Facts = Partial<Problem> & { status: number; code: string } & Carried

/** The server's own client: every call either answers or throws an ApiError. */
export const api = docket({ fetch: (request) => reach(request) })
/** The same as queries; what was asked is their key. */
export const hooks = hooksOf(api)

/** How lists go on: each page names the next. */
export const nextPage = {
  // Not undefined: the hooks would ask for page 0.
  initialPageParam: null as string | null,
  getNextPageParam: (page: { next_cursor: string | null }) => page.next_cursor,
}

/** The answer of a call that has one. */
export async function answered<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T
}

/** The sentence to show for any failure. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ApiError) return error.message
  return error instanceof Error ? error.message : 'Something went wrong.'
}

/** What is wrong with a form: a sentence for each field, and one for all that belongs to no field. */
export function faultsOf(error: unknown): { of: (field: string) => string | undefined; rest: string | undefined } {
  const fields = error instanceof ApiError ? error.fields : []
  const words = new Map(fields.map(({ field, message }) => [field, sentence(message)]))
  return { of: (field) => words.get(field), rest: error && fields.length === 0 ? sentenceOf(error) : undefined }
}

const sentence = (words: string) =>
  `${words.slice(0, 1).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? '' : '.'}`

async function reach(request: Request): Promise<Response> {
  if (request.method === 'GET') return accepted(await send(request))
  // The body of one that must outlive the page cannot be kept for a second try.
  const again = request.keepalive ? undefined : request.clone()
  request.headers.set('x-csrf-token', csrfKept() ?? (await csrfFresh()))
  const refused = await refusalOf(await send(request))
  if (refused instanceof Response) return refused
  // Another window signed in meanwhile: the token belongs to a session that is no more.
  if (refused.code !== 'csrf' || !again) throw refused
  again.headers.set('x-csrf-token', await csrfFresh())
  return accepted(await send(again))
}

async function accepted(response: Response): Promise<Response> {
  const said = await refusalOf(response)
  if (said instanceof Response) return said
  throw said
}

async function send(request: Request): Promise<Response> {
  try {
    return await fetch(request)
  } catch (cause) {
    if (request.signal.aborted) throw cause
    throw new ApiError('The server cannot be reached. Check the connection and try again.', {
      status: 0,
      code: 'unreachable',
    })
  }
}

/** The response itself when it is not a refusal. */
async function refusalOf(response: Response): Promise<Response | ApiError> {
  if (response.ok) return response
  const isProblem = response.headers.get('content-type')?.includes('problem+json') ?? false
  const problem: Partial<Facts> = isProblem ? await response.json() : {}
  const fallback =
    response.status >= 500 ? 'The server failed to answer. Nothing was changed.' : 'That was not possible.'
  return new ApiError(problem.detail || problem.title || fallback, {
    instance: response.headers.get('x-request-id') ?? undefined,
    ...problem,
    status: response.status,
    code: problem.code ?? String(response.status),
  })
}

function csrfKept(): string | undefined {
  const kept = /(?:^|;\s*)docket_csrf=([^;]+)/.exec(document.cookie)?.[1]
  return kept && decodeURIComponent(kept)
}

/** What every changing request must carry, for those that are not made by the client. */
export const csrf = async () => csrfKept() ?? (await csrfFresh())

const csrfFresh = async () => (await answered(api.GET('/auth/csrf'))).csrf_token
