import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export const registry = new Registry()
collectDefaultMetrics({ register: registry })
// Gauges whose names end like counters; the same figures stand without _total beside them, by type.
for (const name of ['active_resources', 'active_handles', 'active_requests'])
  registry.removeSingleMetric(`nodejs_${name}_total`)

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const longer = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900]
const registers = [registry]

export const httpSeconds = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'Time from request to answer.',
  labelNames: ['method', 'route', 'status'] as const,
  buckets: seconds,
  registers,
})
export const jobSeconds = new Histogram({
  name: 'workflow_step_duration_seconds',
  help: 'Time one attempt of a step took; every step that follows from an event is a job.',
  labelNames: ['step', 'outcome'] as const,
  buckets: seconds,
  registers,
})
export const mailStageSeconds = new Histogram({
  name: 'docket_mail_stage_duration_seconds',
  help: 'Time a stage of taking in mail took: keep, claim, parse and join, once a batch.',
  labelNames: ['stage'] as const,
  buckets: seconds,
  registers,
})
export const processingSeconds = new Histogram({
  name: 'ticket_processing_duration_seconds',
  help: 'Time from the moment a mail was kept until its ticket was committed; without history.',
  buckets: longer,
  registers,
})
export const mailsTotal = new Counter({
  name: 'docket_mails_total',
  help: 'Mails by what became of them: kept (committed before the 250), taken_in (claimed and dealt with).',
  labelNames: ['outcome'] as const,
  registers,
})
export const postsTotal = new Counter({
  name: 'docket_mail_posts_total',
  help: 'Posts of providers to the addresses that take mail: taken (committed before the 200), refused.',
  labelNames: ['provider', 'outcome'] as const,
  registers,
})
export const deliveriesTotal = new Counter({
  name: 'docket_deliveries_total',
  help: 'Outgoing mails by the outcome of an attempt.',
  labelNames: ['outcome'] as const,
  registers,
})
export const ticketsCreated = new Counter({
  name: 'tickets_created_total',
  help: 'Tickets opened, by way in.',
  labelNames: ['channel'] as const,
  registers,
})
export const ticketsProcessed = new Counter({
  name: 'tickets_processed_total',
  help: 'Mails whose way to a ticket was committed; without history.',
  registers,
})
export const socketsOpen = new Gauge({ name: 'docket_sockets', help: 'Open live connections.', registers })

/** What is read from the database and the machine when somebody asks, by ops/measuring. */
export const gauges = {
  databaseUp: new Gauge({ name: 'docket_database_up', help: '1 when the database answers this process.', registers }),
  connections: new Gauge({
    name: 'docket_database_connections',
    help: 'Connections of this process to the database: busy, idle, and callers waiting for one.',
    labelNames: ['state'] as const,
    registers,
  }),
  queueDepth: new Gauge({
    name: 'docket_queue_jobs',
    help: 'Jobs that wait, by queue; all processes and organisations together.',
    labelNames: ['queue'] as const,
    registers,
  }),
  queueAge: new Gauge({
    name: 'docket_queue_oldest_seconds',
    help: 'For how long the oldest due job of a queue has waited.',
    labelNames: ['queue'] as const,
    registers,
  }),
  deadLetters: new Gauge({ name: 'docket_dead_letters', help: 'Jobs that were given up.', registers }),
  mails: new Gauge({
    name: 'docket_mails',
    help: 'Kept mails: waiting to be taken in, or failed and waiting for a person.',
    labelNames: ['state'] as const,
    registers,
  }),
  mailsAge: new Gauge({
    name: 'docket_mails_oldest_seconds',
    help: 'For how long the oldest due mail has waited; without history.',
    registers,
  }),
  deliveries: new Gauge({
    name: 'docket_deliveries',
    help: 'Outgoing mails: waiting, failed, or unsure and waiting for a person.',
    labelNames: ['state'] as const,
    registers,
  }),
  diskFree: new Gauge({
    name: 'docket_disk_free_bytes',
    help: 'Free space where DOCKET_DATA lies.',
    registers,
  }),
  diskSize: new Gauge({ name: 'docket_disk_size_bytes', help: 'Size of the disk where DOCKET_DATA lies.', registers }),
  alerts: new Gauge({ name: 'docket_alerts', help: 'Alerts that are open.', registers }),
}
