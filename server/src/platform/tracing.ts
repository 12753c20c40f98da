import { type Attributes, type Context, context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { Config } from './config.ts'

/** What a span is to the outside: work of our own, a request that came in, one that goes out, or a job taken from a queue. */
const kinds = {
  own: SpanKind.INTERNAL,
  in: SpanKind.SERVER,
  out: SpanKind.CLIENT,
  job: SpanKind.CONSUMER,
}

type About = {
  kind?: keyof typeof kinds
  /** A traceparent (W3C) that came with the request, job or mail; without it the span stands in the one under way. */
  parent?: string | undefined
  attributes?: Attributes
  /** Only as part of a trace: alone it would say nothing. */
  isPart?: boolean
}

let isOn = false

/** Whether spans are made at all; when not, `span` only calls its work. */
export const isTracing = () => isOn

/** Work as a span. What is thrown marks it as failed; messages are not written, since they may quote a customer. */
export async function span<R>(name: string, about: About, work: () => Promise<R>): Promise<R> {
  if (!isOn || (about.isPart && !trace.getActiveSpan())) return work()
  const { kind = 'own', parent, attributes = {} } = about
  const around = remote(parent) ?? context.active()
  const one = tracer().startSpan(name, { kind: kinds[kind], attributes }, around)
  try {
    return await context.with(trace.setSpan(around, one), work)
  } catch (error) {
    one.setAttribute('error.type', error instanceof Error ? error.name : 'unknown')
    one.setStatus({ code: SpanStatusCode.ERROR })
    throw error
  } finally {
    one.end()
  }
}

/** Adds what became known on the way to the span under way. */
export function noteOnSpan(attributes: Attributes): void {
  if (isOn) trace.getActiveSpan()?.setAttributes(attributes)
}

/** Spans of many mails over one piece of work that deals with all of them: each stands in its own mail's trace. */
export function spanForEach(name: string, parents: readonly (string | undefined | null)[]): () => void {
  if (!isOn) return () => {}
  const spans = parents.flatMap((parent) => {
    const around = remote(parent ?? undefined)
    return around ? [tracer().startSpan(name, {}, around)] : []
  })
  return () => {
    for (const one of spans) one.end()
  }
}

/** The span under way as a traceparent, to be carried by a row or a job. */
export function traceparent(): string | undefined {
  return isOn ? printed(trace.getActiveSpan()) : undefined
}

/** For log lines. */
export function traceId(): string | undefined {
  return isOn ? trace.getActiveSpan()?.spanContext().traceId : undefined
}

const pattern = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/

export const isTraceparent = (text: unknown): text is string => typeof text === 'string' && pattern.test(text)

/** Loads OpenTelemetry and sends spans as OTLP over HTTP; when it is off, nothing of it is loaded. */
export async function openTracing(config: Config): Promise<{ close(): Promise<void> }> {
  if (!config.tracing) return { close: async () => {} }
  const [{ BatchSpanProcessor, TracerProvider }, { OTLPTraceExporter }, { resourceFromAttributes }, manager] =
    await Promise.all([
      import('@opentelemetry/sdk-trace'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/context-async-hooks'),
    ])
  const exporter = new OTLPTraceExporter({ url: config.tracesEndpoint })
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': config.tracesService }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  })
  context.setGlobalContextManager(new manager.AsyncLocalStorageContextManager().enable())
  trace.setGlobalTracerProvider(provider)
  isOn = true
  return {
    async close() {
      isOn = false
      await provider.shutdown()
      trace.disable()
      context.disable()
    },
  }
}

const tracer = () => trace.getTracer('docket')

function remote(parent: string | undefined): Context | undefined {
  const [, traceId, spanId, flags] = pattern.exec(parent ?? '') ?? []
  if (!traceId || !spanId) return undefined
  const from = { traceId, spanId, traceFlags: Number.parseInt(flags ?? '0', 16) & 1, isRemote: true }
  return trace.setSpanContext(context.active(), from)
}

function printed(one: Span | undefined): string | undefined {
  if (!one) return undefined
  const { traceId, spanId, traceFlags } = one.spanContext()
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`
}
