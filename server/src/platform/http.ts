import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import statics from '@fastify/static'
import websocket from '@fastify/websocket'
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify'
import { type Asked, answer, sessionCookie } from './answering.ts'
import { isOwnOrigin } from './csrf.ts'
import { mayReadMetrics, readiness } from './health.ts'
import { type Hook, openHooks } from './hooks.ts'
import { newId } from './ids.ts'
import { httpSeconds, registry } from './metrics.ts'
import { forbidden, notFound } from './problem.ts'
import { type Route, takesBytes } from './routes.ts'
import { speak } from './speaking.ts'
import type { Store } from './store.ts'
import { isTraceparent, span } from './tracing.ts'
import type { Actor } from './work.ts'

/** `quietly`: an open page is asked about, nobody does anything. */
type Credentials = { session?: string | undefined; bearer?: string | undefined; ip: string; quietly?: boolean }

export type Web = Asked & {
  routes: readonly Route[]
  /** What other services post to. */
  hooks?: readonly Hook[]
  authenticate(store: Store, credentials: Credentials): Promise<Actor | undefined>
  /** Named checks of /readyz; each throws a sentence when its part does not serve. */
  ready: Record<string, () => Promise<void> | void>
  /** Brings the gauges of /metrics up to date; it neither fails nor takes long. */
  measure?: () => Promise<void>
  /** The folder of the built web client. */
  pages: string
  /** Requests a minute and address; 0 is no limit. */
  rateMax?: number
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
      allowList: (request: FastifyRequest) => !isApi(request.url),
    })
  await app.register(websocket, { options: { maxPayload: 1024 } })

  app.decorateRequest('actor', undefined)
  app.decorateRequest('byCookie', false)
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    if (!isApi(request.url) && !request.url.startsWith('/ws')) return
    const credentials = credentialsOf(request)
    request.byCookie = !credentials.bearer
    request.actor = credentials.bearer || credentials.session ? await web.authenticate(store, credentials) : undefined
  })
  app.addHook('onResponse', async (request, reply) => {
    httpSeconds.observe(
      { method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode },
      reply.elapsedTime / 1000,
    )
    if (reply.statusCode >= 500 || /^\/(api|hooks)\//.test(request.url)) {
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
    if (request.method === 'GET' && !/^\/(api|ws|hooks|assets)(\/|$)/.test(request.url)) return page(web.pages, reply)
    return speak(store, notFound(), request, reply)
  })

  const open = (scope: FastifyInstance, one: Route) =>
    scope.route({
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
  for (const one of web.routes) if (!takesBytes(one)) open(app, one)
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    // Handed on as it comes: whoever takes it reads it piece by piece, and stops where it is too much.
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    for (const one of web.routes) if (takesBytes(one)) open(scope, one)
  })
  await openHooks(app, store, web.hooks ?? [])
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

/** What pages and programs ask. What providers post is admitted and limited where it is taken, under its former address as well. */
const isApi = (url: string) => url.startsWith('/api/') && !url.startsWith('/api/hooks/')

/** A bearer token before a cookie: who sends one means it. */
function credentialsOf(request: FastifyRequest): Credentials {
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  return { ...(bearer ? { bearer } : { session: request.cookies[sessionCookie] }), ip: request.ip }
}

function page(pages: string, reply: FastifyReply): FastifyReply {
  const index = join(pages, 'index.html')
  if (!existsSync(index))
    return reply.code(503).type('text/plain').send('The web client is not built yet; `npm start` builds it.')
  return reply.type('text/html').header('cache-control', 'no-cache').send(readFileSync(index))
}

const requestIdOf = (sent: unknown) => (typeof sent === 'string' && /^[\w.:-]{1,100}$/.test(sent) ? sent : undefined)
