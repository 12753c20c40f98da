import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export const registry = new Registry()
collectDefaultMetrics({ register: registry })

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export const httpSeconds = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'Time from request to answer.',
  labelNames: ['method', 'route', 'status'] as const,
  buckets: seconds,
  registers: [registry],
})
export const jobSeconds = new Histogram({
  name: 'docket_job_duration_seconds',
  help: 'Time one attempt of a job took.',
  labelNames: ['job', 'outcome'] as const,
  buckets: seconds,
  registers: [registry],
})
export const mailsTotal = new Counter({
  name: 'docket_mails_total',
  help: 'Mails by what became of them: kept (committed before the 250), taken_in (claimed and dealt with).',
  labelNames: ['outcome'] as const,
  registers: [registry],
})
export const deliveriesTotal = new Counter({
  name: 'docket_deliveries_total',
  help: 'Outgoing mails by the outcome of an attempt.',
  labelNames: ['outcome'] as const,
  registers: [registry],
})
export const ticketsCreated = new Counter({
  name: 'tickets_created_total',
  help: 'Tickets opened, by way in.',
  labelNames: ['channel'] as const,
  registers: [registry],
})
export const socketsOpen = new Gauge({ name: 'docket_sockets', help: 'Open live connections.', registers: [registry] })
