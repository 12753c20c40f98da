import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type {} from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { csrfCookie, csrfTokenBefore, csrfTokenOf, mustBeOurPage } from './csrf.ts'
import { answerOnce } from './idempotency.ts'
import { faultOf } from './keepable.ts'
import { forbidden, invalid } from './problem.ts'
import { type Raw, type Route, raw, type Session } from './routes.ts'
import { unauthenticated } from './speaking.ts'
import type { Store } from './store.ts'
import { inTx } from './tx.ts'
import type { Actor, Permission } from './work.ts'

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor | undefined
    byCookie: boolean
  }
}

/** What a route is answered by, beside itself. */
export type Asked = {
  may(actor: Actor, permission: Permission): boolean
  /** Told of each refusal for want of a permission. */
  refused?(store: Store, actor: Actor, route: Route, requestId: string): Promise<void>
}

export const sessionCookie = 'docket_session'

/** One request to one route: who may, what goes in, the unit of work, what comes out. */
export async function answer(
  store: Store,
  web: Asked,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  secure: boolean,
): Promise<unknown> {
  const { actor } = request
  if (route.may !== 'nobody yet' && !actor) throw unauthenticated()
  if (route.method !== 'GET' && request.byCookie) {
    const { publicUrl } = store.config
    mustBeOurPage(request, { keys: store.keys, publicUrl, session: actor && request.cookies[sessionCookie] })
  }
  const takes = 'takes' in route ? route.takes : undefined
  const body = takes ? undefined : (request.body as object | undefined)
  const input = { ...body, ...(request.query as object), ...(request.params as object) }
  if (
    !takes &&
    request.body !== undefined &&
    (request.body === null || typeof request.body !== 'object' || Array.isArray(request.body))
  ) {
    throw invalid('The body must be one JSON object.')
  }
  const fault = faultOf(input)
  if (fault) throw invalid(`${fault.field}: ${fault.message}`, { errors: [fault] })

  let said: unknown
  if (route.may === 'nobody yet') {
    const session = sessionOf(store, request, reply, secure)
    said = encode(route, await route.enter(store, route.in.parse(input) as never, session))
  } else if (actor) {
    if (route.may !== 'anyone' && !web.may(actor, route.may)) {
      await web.refused?.(store, actor, route, request.id)
      throw forbidden(`${actor.scopes ? 'This token' : 'Your role'} does not include ${route.may}.`)
    }
    const checked = route.in.parse(input)
    await route.before?.(store, actor)
    const taken = await takes?.(store, actor, checked as never, {
      bytes: (request.body as Readable | undefined) ?? Readable.from([]),
      contentType: request.headers['content-type'] ?? '',
    })
    // Encoded inside the unit of work: what an Idempotency-Key remembers is the answer itself.
    const run = async (tx: Parameters<typeof route.run>[0]) => {
      const answer = await route.run(tx, (taken ? { ...(checked as object), ...taken } : checked) as never, store)
      return typeof answer === 'function' ? answer : encode(route, answer)
    }
    const key = request.headers['idempotency-key']
    said = await inTx(
      store,
      actor,
      (tx) =>
        route.idempotent && typeof key === 'string'
          ? answerOnce(
              tx,
              {
                key,
                route: `${route.method} ${route.path}`,
                body: createHash('sha256').update(JSON.stringify(input)).digest('hex'),
              },
              () => run(tx),
            )
          : run(tx),
      request.id,
    )
    if (typeof said === 'function') said = encode(route, await said())
  }

  if (route.out === raw) return sendRaw(reply, said as Raw)
  if (route.out === null) return reply.code(204).send()
  return reply
    .code(route.status ?? 200)
    .header('cache-control', 'no-store')
    .send(said)
}

/** What an entrance may know of the browser, and set in it. The CSRF cookie follows the session's, whoever begins or ends one. */
function sessionOf(store: Store, request: FastifyRequest, reply: FastifyReply, secure: boolean): Session {
  const set = (name: string, value: string, until: Date | null, httpOnly: boolean) =>
    void reply.setCookie(name, value, {
      path: '/',
      httpOnly,
      secure,
      sameSite: 'lax',
      ...(until ? { expires: until } : {}),
    })
  return {
    cookies: request.cookies,
    ip: request.ip,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 400),
    requestId: request.id,
    setCookie(name, value, until, httpOnly) {
      set(name, value, until, httpOnly)
      if (name === sessionCookie) set(csrfCookie, value && csrfTokenOf(store.keys, value), until, false)
    },
    csrfToken() {
      const session = request.byCookie && request.actor ? request.cookies[sessionCookie] : undefined
      const token = session
        ? csrfTokenOf(store.keys, session)
        : csrfTokenBefore(store.keys, request.cookies[csrfCookie])
      set(csrfCookie, token, null, false)
      return token
    },
  }
}

function sendRaw(reply: FastifyReply, said: Raw): FastifyReply {
  if ('redirect' in said) return reply.header('cache-control', 'no-store').redirect(said.redirect, 302)
  const { type, bytes, headers } = said
  reply.headers(headers ?? {}).type(type)
  return reply.send(bytes instanceof Uint8Array ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) : bytes)
}

const encode = ({ out }: Route, said: unknown) => (out === null || out === raw ? said : out.parse(said))
