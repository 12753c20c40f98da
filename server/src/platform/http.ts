import { createHash, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import statics from '@fastify/static'
import websocket from '@fastify/websocket'
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify'
import { ZodError } from 'zod'
import { BlobsAway } from './blobs/blobs.ts'
import { csrfCookie, csrfTokenBefore, csrfTokenOf, isOwnOrigin, mustBeOurPage } from './csrf.ts'
import { isDatabaseAway } from './db/away.ts'
import { answerOnce } from './idempotency.ts'
import { newId } from './ids.ts'
import { faultOf } from './keepable.ts'
import { httpSeconds, registry } from './metrics.ts'
import { forbidden, invalid, notFound, Problem, problem } from './problem.ts'
import { type Raw, type Route, raw, type Session } from './routes.ts'
import type { Store } from './store.ts'
import { isTraceparent, span } from './tracing.ts'
import { inTx } from './tx.ts'
import type { Actor, Permission } from './work.ts'

export const unauthenticated = problem('unauthenticated', 401, 'Sign in first')
export const tooManyRequests = problem('too-many-requests', 429, 'Too many requests; wait a minute')
export const databaseAway = problem('database-away', 503, 'The database does not answer; nothing was changed')
export const blobsAway = problem('blobs-away', 503, 'The store of mails and attachments does not answer')
export const databaseBusy = problem('database-busy', 503, 'The database is busy; nothing was changed')
export const databaseFull = problem('database-full', 503, "The database's disk is full")
export const broken = problem('internal', 500, 'Something broke here; nothing was changed')
/** What a body can have wrong before anybody looks at its fields. */
export const unreadable = [
  problem('bad-request', 400, 'The request cannot be read'),
  problem('too-large', 413, 'The request is too large'),
  problem('not-json', 415, 'The body must be JSON'),
]

const sessionCookie = 'docket_session'

/** `quietly`: an open page is asked about, nobody does anything. */
type Credentials = { session?: string | undefined; bearer?: string | undefined; ip: string; quietly?: boolean }

export type Web = {
  routes: readonly Route[]
  authenticate(store: Store, credentials: Credentials): Promise<Actor | undefined>
  may(actor: Actor, permission: Permission): boolean
  /** Told of each refusal for want of a permission. */
  refused?(store: Store, actor: Actor, route: Route, requestId: string): Promise<void>
  /** Named checks of /readyz; each throws a sentence when its part does not serve. */
  ready: Record<string, () => Promise<void> | void>
  /** Brings the gauges of /metrics up to date; it neither fails nor takes long. */
  measure?: () => Promise<void>
  /** The folder of the built web client. */
  pages: string
  /** Requests a minute and address; 0 is no limit. */
  rateMax?: number
}

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor | undefined
    byCookie: boolean
  }
}

export async function openHttp(store: Store, web: Web): Promise<FastifyInstance> {
  const secure = store.config.publicUrl.startsWith('https:')
  const app = fastify({
    genReqId: (request: { headers: Record<string, unknown> }) =>
      requestIdOf(request.headers['x-request-id']) ?? newId(store.clock()),
    bodyLimit: 10 * 1024 * 1024,
    trustProxy: store.config.trustedProxies.length ? store.config.trustedProxies : false,
    loggerInstance: undefined,
    routerOptions: { maxParamLength: 200 },
  } as object) as FastifyInstance

  await app.register(cookie)
  await app.register(helmet, {
    strictTransportSecurity: secure,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
  })
  if (web.rateMax !== 0)
    await app.register(rateLimit, {
      global: true,
      max: web.rateMax ?? 3_000,
      timeWindow: '1 minute',
      allowList: (request: FastifyRequest) => !request.url.startsWith('/api/'),
    })
  await app.register(websocket, { options: { maxPayload: 1024 } })

  app.decorateRequest('actor', undefined)
  app.decorateRequest('byCookie', false)
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    if (!request.url.startsWith('/api/') && !request.url.startsWith('/ws')) return
    const credentials = credentialsOf(request)
    request.byCookie = !credentials.bearer
    request.actor = credentials.bearer || credentials.session ? await web.authenticate(store, credentials) : undefined
  })
  app.addHook('onResponse', async (request, reply) => {
    httpSeconds.observe(
      { method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode },
      reply.elapsedTime / 1000,
    )
    if (reply.statusCode >= 500 || request.url.startsWith('/api/')) {
      store.log.info(
        {
          request_id: request.id,
          org_id: request.actor?.orgId,
          user_id: request.actor?.id,
          method: request.method,
          route: request.routeOptions.url,
          status: reply.statusCode,
          ms: Math.round(reply.elapsedTime),
        },
        'request',
      )
    }
  })
  app.setErrorHandler((error, request, reply) => speak(store, error, request, reply))
  app.setNotFoundHandler((request, reply) => {
    if (request.method === 'GET' && !/^\/(api|ws|assets)(\/|$)/.test(request.url)) return page(web.pages, reply)
    return speak(store, notFound(), request, reply)
  })

  for (const one of web.routes) {
    app.route({
      method: one.method,
      url: `/api${one.path}`,
      handler: (request, reply) => {
        const { traceparent } = request.headers
        const parent = isTraceparent(traceparent) ? traceparent : undefined
        const attributes = {
          'http.request.method': one.method,
          'http.route': one.path,
          'docket.request_id': request.id,
        }
        return span(`${one.method} ${one.path}`, { kind: 'in', parent, attributes }, () =>
          answer(store, web, one, request, reply, secure),
        )
      },
    })
  }
  app.get('/ws', { websocket: true }, (socket, request) => {
    if (!request.actor || !isOwnOrigin(request.headers, store.config.publicUrl))
      return socket.close(4401, 'sign in first')
    const credentials = { ...credentialsOf(request), quietly: true }
    store.live.join(socket, request.actor, async () => (await web.authenticate(store, credentials)) !== undefined)
  })
  app.get('/metrics', async (request, reply) => {
    if (!store.config.metrics) throw notFound('ENABLE_PROMETHEUS_METRICS is false here.')
    if (!mayReadMetrics(request, store.config.metricsToken))
      throw forbidden('Metrics are read on this machine without a proxy, or with the bearer token of METRICS_TOKEN.')
    await web.measure?.()
    return reply.type(registry.contentType).send(await registry.metrics())
  })
  for (const url of ['/healthz', '/health']) app.get(url, async () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    const parts = await readiness(web.ready)
    return reply.code(Object.values(parts).every((said) => said === 'ok') ? 200 : 503).send(parts)
  })
  if (existsSync(join(web.pages, 'index.html'))) {
    await app.register(statics, { root: join(web.pages, 'assets'), prefix: '/assets/', immutable: true, maxAge: '1y' })
  }
  return app
}

/** A bearer token before a cookie: who sends one means it. */
function credentialsOf(request: FastifyRequest): Credentials {
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  return { ...(bearer ? { bearer } : { session: request.cookies.docket_session }), ip: request.ip }
}

async function answer(
  store: Store,
  web: Web,
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
  const input = { ...(request.body as object | undefined), ...(request.query as object), ...(request.params as object) }
  if (
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
    // Encoded inside the unit of work: what an Idempotency-Key remembers is the answer itself.
    const run = async (tx: Parameters<typeof route.run>[0]) => {
      const answer = await route.run(tx, checked as never, store)
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

/** The one place where a refusal becomes RFC 9457, and where everything else is a bug: logged once, answered without its inside. */
function speak(store: Store, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalOf(error, request.method === 'GET' || request.method === 'HEAD')
  // What the store said is for whoever runs this server, not for whoever asked.
  if (error instanceof BlobsAway) store.log.warn({ err: error, request_id: request.id }, 'blob store')
  if (!refusal)
    store.log.error({ err: error, request_id: request.id, route: request.routeOptions.url }, 'request failed')
  const { code, status, title, message, more } =
    refusal ?? broken(`Give request ${request.id} to whoever runs this server.`)
  return reply
    .code(status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: `urn:docket:problem:${code}`,
        code,
        title,
        status,
        detail: message,
        instance: request.id,
        ...more,
      }),
    )
}

function refusalOf(error: unknown, isReading: boolean): Problem | undefined {
  if (error instanceof Problem) return error.code === 'outcome-unknown' && isReading ? databaseIsAway() : error
  if (error instanceof ZodError) {
    const errors = error.issues.map(({ path, message }) => ({ field: path.join('.'), message }))
    return invalid(errors.map(({ field, message }) => (field ? `${field}: ${message}` : message)).join('; '), {
      errors,
    })
  }
  if (!(error instanceof Error)) return undefined
  const { statusCode } = error as { statusCode?: number }
  if (statusCode && statusCode >= 400 && statusCode < 500) {
    const kind = [...unreadable, tooManyRequests].find(({ status }) => status === statusCode)
    return kind?.(error.message) ?? new Problem('bad-request', statusCode, error.message)
  }
  if (error instanceof BlobsAway) return blobsAway('Nothing is lost; try again in a moment.')
  if (isDatabaseAway(error)) return databaseIsAway()
  const { code } = error as { code?: unknown }
  if (code === '55P03' || code === '57014') return databaseBusy('It took too long. Try again in a moment.')
  if (code === '53100') return databaseFull('Nothing was changed. Tell whoever runs this server.')
  return undefined
}

const databaseIsAway = () => databaseAway('The database does not answer; nothing was changed. Try again in a moment.')

/** A proxy on this machine brings the whole world from loopback: what carries its marks is not from here. */
function mayReadMetrics({ headers, socket }: FastifyRequest, token: string | undefined): boolean {
  if (token) {
    const [sent, wanted] = [headers.authorization ?? '', `Bearer ${token}`].map((text) =>
      createHash('sha256').update(text).digest(),
    )
    return timingSafeEqual(sent!, wanted!)
  }
  const isForwarded = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'].some((name) => headers[name] !== undefined)
  return !isForwarded && /^(::1|(::ffff:)?127\..*)$/.test(socket.remoteAddress ?? '')
}

async function readiness(checks: Web['ready']): Promise<Record<string, string>> {
  const said = Object.entries(checks).map(async ([name, check]) => {
    const late = new Promise<never>((_, reject) =>
      setTimeout(() => reject(new Error('no answer within 2 s')), 2_000).unref(),
    )
    return [
      name,
      await Promise.race([Promise.resolve().then(check), late]).then(
        () => 'ok',
        (error) => String(error.message ?? error),
      ),
    ] as const
  })
  return Object.fromEntries(await Promise.all(said))
}

function page(pages: string, reply: FastifyReply): FastifyReply {
  const index = join(pages, 'index.html')
  if (!existsSync(index))
    return reply.code(503).type('text/plain').send('The web client is not built yet; `npm start` builds it.')
  return reply.type('text/html').header('cache-control', 'no-cache').send(readFileSync(index))
}

const requestIdOf = (sent: unknown) => (typeof sent === 'string' && /^[\w.:-]{1,100}$/.test(sent) ? sent : undefined)
