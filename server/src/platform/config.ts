import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { blobPlace, type Place } from './blobs/place.ts'
import { isNetwork } from './networks.ts'

/** What a person reads about a setting; docs/config.md and .env.example are made of it. */
export type Setting = {
  env: string
  says: string
  /** The default in words, where it is not simply the value. */
  unset?: string
  example?: string
}

const about = z.registry<Setting>()

const flag = z.enum(['true', 'false']).transform((text) => text === 'true')
const port = z.coerce
  .number('must be a port number')
  .int('must be a port number')
  .min(0)
  .max(65535, 'must be a port number')
const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
)

/** Every setting that does something. The environment is for the machine; what an administrator changes lives in the database. */
const settings = z.object({
  databaseUrl: postgresUrl.optional().register(about, {
    env: 'DATABASE_URL',
    says: 'A PostgreSQL (15 or newer) of your own, as the role that serves: it owns nothing and cannot bypass row security.',
    unset: 'an embedded PostgreSQL 18 under `DOCKET_DATA`',
    example: 'postgres://docket_app:secret@db.example.com/docket',
  }),
  databaseOwnerUrl: postgresUrl.optional().register(about, {
    env: 'DATABASE_OWNER_URL',
    says: 'The same database as the role that owns the schema; only `docket migrate` uses it, and it makes the serving role when it may.',
    unset: 'none',
    example: 'postgres://docket_owner:secret@db.example.com/docket',
  }),
  publicUrl: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .optional()
    .register(about, {
      env: 'PUBLIC_URL',
      says: 'Where people reach Docket: links in mail, and with https cookies that are sent over nothing else.',
      unset: '`http://127.0.0.1:` and the port',
      example: 'https://help.example.com',
    }),
  trustedProxies: list.default([]).register(about, {
    env: 'TRUSTED_PROXIES',
    says: 'Addresses or networks, separated by commas, whose `X-Forwarded-*` headers are believed.',
    unset: 'none',
    example: '10.0.0.0/8,127.0.0.1',
  }),
  dataDir: z
    .string()
    .default('.docket')
    .transform((path) => resolve(path))
    .register(about, {
      env: 'DOCKET_DATA',
      says: 'The folder for everything that the embedded default makes: database, attachments, keys.',
      unset: '`./.docket`',
      example: '/var/lib/docket-data',
    }),
  host: z.string().default('127.0.0.1').register(about, {
    env: 'DOCKET_HOST',
    says: 'The address that the web server listens on.',
  }),
  port: port.default(3000).register(about, {
    env: 'DOCKET_PORT',
    says: 'The port of web app, API, `/ws`, `/metrics`, `/healthz` and `/readyz`; 0 takes a free one.',
  }),
  smtpHost: z.string().default('127.0.0.1').register(about, {
    env: 'DOCKET_SMTP_HOST',
    says: 'The address that the SMTP server listens on.',
  }),
  smtpPort: port.default(2525).register(about, {
    env: 'DOCKET_SMTP_PORT',
    says: 'The port that mail arrives at; 0 turns the SMTP server off.',
  }),
  smtpTlsCert: z.string().optional().register(about, {
    env: 'DOCKET_SMTP_TLS_CERT',
    says: 'The file with the certificate (and its chain, PEM) that the SMTP server offers STARTTLS with; read again when it changes.',
    unset: 'none: no STARTTLS is offered',
    example: '/etc/letsencrypt/live/mx.example.com/fullchain.pem',
  }),
  smtpTlsKey: z.string().optional().register(about, {
    env: 'DOCKET_SMTP_TLS_KEY',
    says: 'The file with the key of that certificate.',
    unset: 'none',
    example: '/etc/letsencrypt/live/mx.example.com/privkey.pem',
  }),
  mailBytesMax: z.coerce
    .number('must be a number of bytes')
    .int('must be a whole number of bytes')
    .min(1024, 'must be at least 1024 bytes')
    .default(52_428_800)
    .register(about, { env: 'DOCKET_MAIL_BYTES_MAX', says: 'Mail larger than this many bytes is refused.' }),
  mailOutBytesMax: z.coerce
    .number('must be a number of bytes')
    .int('must be a whole number of bytes')
    .min(65_536, 'must be at least 65536 bytes')
    .max(104_857_600, 'must be at most 104857600 bytes')
    .default(26_214_400)
    .register(about, {
      env: 'DOCKET_MAIL_OUT_BYTES_MAX',
      says: 'A mail of ours that would be larger than this many bytes, files and all, is refused before it is sent.',
    }),
  trustedRelays: list
    .pipe(z.array(z.string().refine(isNetwork, 'must be addresses or networks such as 10.0.0.0/8')))
    .default([])
    .register(about, {
      env: 'TRUSTED_RELAYS',
      says: 'Addresses or networks, separated by commas, of your own mail servers that hand mail on to Docket: SPF is not asked about them, and what they found out about a sender may be believed.',
      unset: 'none',
      example: '10.0.0.25,192.0.2.0/28',
    }),
  trustedAuthservIds: list.default([]).register(about, {
    env: 'TRUSTED_AUTHSERV_IDS',
    says: 'The names, separated by commas, under which those servers write `Authentication-Results`; they must take such headers out of mail from outside.',
    unset: 'none: such headers are believed of nobody',
    example: 'mx.example.com',
  }),
  roles: list
    .pipe(
      z
        .array(z.enum(['web', 'worker'], 'must be web, worker or both, separated by a comma'))
        .min(1, 'must name web or worker'),
    )
    .default(['web', 'worker'])
    .register(about, {
      env: 'DOCKET_ROLES',
      says: 'What this process does: `web` (HTTP and SMTP), `worker` (jobs), or both. Any number of each may share a database.',
      unset: '`web,worker`',
      example: 'web',
    }),
  blobUrl: z.string().optional().register(about, {
    env: 'BLOB_URL',
    says: 'Where raw mail and attachments lie: `file:` and a folder, or a bucket: `s3://bucket/prefix?endpoint=…&region=…&path_style=true`. With `public_endpoint=…` browsers are sent to another address than ours, with `redirect=false` downloads pass through Docket.',
    unset: '`blobs` under `DOCKET_DATA`',
    example: 's3://docket-mails?region=eu-central-1',
  }),
  blobUrlBefore: z.string().optional().register(about, {
    env: 'BLOB_URL_BEFORE',
    says: 'Where they lay before, written the same way: what is not yet at `BLOB_URL` is read there, until `docket blobs move` is done.',
    unset: 'none',
  }),
  awsAccessKeyId: z.string().optional().register(about, {
    env: 'AWS_ACCESS_KEY_ID',
    says: 'The key for an `s3://` bucket that names none itself.',
    unset: 'none',
  }),
  awsSecretAccessKey: z.string().optional().register(about, {
    env: 'AWS_SECRET_ACCESS_KEY',
    says: 'The secret of that key.',
    unset: 'none',
  }),
  encryptionKey: z
    .base64('must be base64')
    .transform((text) => Buffer.from(text, 'base64'))
    .refine((key) => key.length === 32, 'must be 32 bytes in base64: openssl rand -base64 32')
    .optional()
    .register(about, {
      env: 'ENCRYPTION_KEY_BASE64',
      says: 'The 32 bytes that secrets in the database are sealed with. Required with `DATABASE_URL`; losing it loses them.',
      unset: 'made once as `encryption.key` under `DOCKET_DATA`',
    }),
  backupPassphrase: z.string().min(12, 'must be at least 12 characters').optional().register(about, {
    env: 'DOCKET_BACKUP_PASSPHRASE',
    says: 'What `docket backup` seals the keys in a backup with, and `docket restore` opens them with; `--passphrase-file` wins.',
    unset: 'none',
  }),
  smtpUrl: z
    .string()
    .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
    .optional()
    .register(about, {
      env: 'SMTP_URL',
      says: 'Where outgoing mail is handed over.',
      unset: 'none: outgoing mail is written to the outbox page',
      example: 'smtps://user:secret@smtp.example.com',
    }),
  googleClientId: z.string().optional().register(about, {
    env: 'GOOGLE_CLIENT_ID',
    says: 'The OAuth client that Gmail mailboxes are connected with; `docs/gmail.md` says how to make one.',
    unset: 'none: no Gmail mailbox can be connected',
    example: '1234-abcd.apps.googleusercontent.com',
  }),
  googleClientSecret: z.string().optional().register(about, {
    env: 'GOOGLE_CLIENT_SECRET',
    says: 'The secret of that client.',
    unset: 'none',
  }),
  googlePubsubTopic: z
    .string()
    .regex(/^projects\/[^/\s]{1,100}\/topics\/[^/\s]{1,300}$/, 'must look like projects/PROJECT/topics/TOPIC')
    .optional()
    .register(about, {
      env: 'GOOGLE_PUBSUB_TOPIC',
      says: 'The Pub/Sub topic that Gmail tells of new mail, so that it is here within seconds. Needs `GOOGLE_PUSH_ACCOUNT`.',
      unset: 'none: Gmail is asked once a minute',
      example: 'projects/acme-helpdesk/topics/gmail',
    }),
  googlePushAccount: z.email('must be the address of a service account').optional().register(about, {
    env: 'GOOGLE_PUSH_ACCOUNT',
    says: 'The service account that the push subscription of that topic signs its calls as; calls of nobody else are believed.',
    unset: 'none',
    example: 'gmail-push@acme-helpdesk.iam.gserviceaccount.com',
  }),
  googleApiUrl: z
    .string()
    .regex(
      /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d{1,5}$/,
      'is for tests: it must be http:// with an address and port of this machine',
    )
    .optional()
    .register(about, {
      env: 'GOOGLE_API_URL',
      says: 'For tests alone: a stand-in for Google on this machine. Another machine is refused, so that no token can be led astray.',
      unset: 'Google itself',
    }),
  nylasClientId: z.string().optional().register(about, {
    env: 'NYLAS_CLIENT_ID',
    says: 'The application at Nylas that mailboxes are connected through; `docs/inbound.md` says how to make one.',
    unset: 'none: no mailbox can be connected through Nylas',
    example: '2b7c1f9e-5a04-4d88-837e-6a1c90b2f4d3',
  }),
  nylasApiKey: z.string().optional().register(about, {
    env: 'NYLAS_API_KEY',
    says: 'The API key of that application.',
    unset: 'none',
  }),
  nylasApiUrl: z
    .string()
    .regex(/^(?:https:\/\/[\w.-]{1,253}|http:\/\/127\.0\.0\.1:\d{1,5})$/, 'must be https:// and a host, without a path')
    .default('https://api.us.nylas.com')
    .register(about, { env: 'NYLAS_API_URI', says: 'Where Nylas keeps it: `https://api.eu.nylas.com` for Europe.' }),
  nylasWebhookSecret: z.string().optional().register(about, {
    env: 'NYLAS_WEBHOOK_SECRET',
    says: 'What Nylas signs its calls with, shown when the webhook is made: new mail is here within seconds.',
    unset: 'none: Nylas is asked once a minute',
  }),
  requestsMax: z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(0, 'must not be negative')
    .default(3_000)
    .register(about, {
      env: 'DOCKET_REQUESTS_MAX',
      says: 'Requests of the API that one address may make in a minute; 0 sets no limit.',
    }),
  logLevel: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'must be a level of pino, such as info')
    .default('info')
    .register(about, {
      env: 'LOG_LEVEL',
      says: 'The least important log line that is written: fatal, error, warn, info, debug, trace or silent.',
    }),
  metrics: flag.default(true).register(about, {
    env: 'ENABLE_PROMETHEUS_METRICS',
    says: 'Serves `/metrics` for Prometheus.',
    unset: '`true`',
    example: 'false',
  }),
  metricsToken: z.string().min(16, 'must have at least 16 characters').optional().register(about, {
    env: 'METRICS_TOKEN',
    says: 'The bearer token that reads `/metrics`; without it only this machine may, and not through a proxy.',
    unset: 'none: this machine only',
    example: 'a-long-random-word',
  }),
  tracing: flag.default(false).register(about, {
    env: 'ENABLE_OTEL_TRACING',
    says: 'Sends OpenTelemetry traces; when off, nothing of it is loaded.',
    unset: '`false`',
    example: 'true',
  }),
  tracesEndpoint: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .default('http://127.0.0.1:4318/v1/traces')
    .register(about, {
      env: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
      says: 'Where traces are sent, as OTLP over HTTP.',
      example: 'https://otel.example.com/v1/traces',
    }),
  tracesService: z.string().default('docket').register(about, {
    env: 'OTEL_SERVICE_NAME',
    says: 'The name of this service in traces.',
  }),
  alertWebhookUrl: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .optional()
    .register(about, {
      env: 'ALERT_WEBHOOK_URL',
      says: 'Told by POST when something needs a person: JSON with `text`, as Slack takes it, and the alerts one by one.',
      unset: 'none',
      example: 'https://hooks.slack.com/services/T000/B000/XXXX',
    }),
  alertMailTo: list.default([]).register(about, {
    env: 'ALERT_MAIL_TO',
    says: 'Addresses, separated by commas, that are told the same by mail through `SMTP_URL`.',
    unset: 'none',
    example: 'oncall@example.com',
  }),
  alertMailFrom: z.string().optional().register(about, {
    env: 'ALERT_MAIL_FROM',
    says: 'The address that such mails come from.',
    unset: 'the first of `ALERT_MAIL_TO`',
    example: 'docket@example.com',
  }),
  alertRepeatHours: z.coerce
    .number('must be a number of hours')
    .min(0.01, 'must be more than nothing')
    .default(12)
    .register(about, {
      env: 'ALERT_REPEAT_HOURS',
      says: 'An alert that stays open is told again after this many hours.',
    }),
  demo: flag.default(true).register(about, {
    env: 'DOCKET_DEMO',
    says: 'Makes the demo organisation when the database is empty, and shows its sign-in.',
    unset: '`true`',
    example: 'false',
  }),
})

type Parsed = z.output<typeof settings>
export type Config = Omit<Parsed, 'publicUrl'> & { publicUrl: string }

/** All that is wrong with the settings, one readable line each. */
export class ConfigFaults extends Error {
  readonly faults: string[]
  constructor(faults: string[]) {
    super(
      `The settings have ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    )
    this.faults = faults
  }
}

/** The settings of an environment. An empty value counts as not set. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(described().map(({ key, env: name }) => [key, env[name]?.trim() || undefined]))
  const { data, error } = settings.safeParse(given)
  const faults = (error?.issues ?? []).map((issue) => `${envName(String(issue.path[0]))} ${issue.message}`)
  faults.push(...misspelt(env))
  if (given.databaseUrl && !given.encryptionKey)
    faults.push('ENCRYPTION_KEY_BASE64 is required with DATABASE_URL: openssl rand -base64 32 makes one')
  if (data?.alertMailTo.length && !given.smtpUrl) faults.push('ALERT_MAIL_TO is set, but SMTP_URL is not')
  if (Boolean(given.googleClientId) !== Boolean(given.googleClientSecret))
    faults.push('GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET belong together: one of them is not set')
  if (Boolean(given.googlePubsubTopic) !== Boolean(given.googlePushAccount))
    faults.push('GOOGLE_PUBSUB_TOPIC and GOOGLE_PUSH_ACCOUNT belong together: one of them is not set')
  if (Boolean(given.smtpTlsCert) !== Boolean(given.smtpTlsKey))
    faults.push('DOCKET_SMTP_TLS_CERT and DOCKET_SMTP_TLS_KEY belong together: one of them is not set')
  if (Boolean(given.nylasClientId) !== Boolean(given.nylasApiKey))
    faults.push('NYLAS_CLIENT_ID and NYLAS_API_KEY belong together: one of them is not set')
  if (data) faults.push(...faultsOfPlaces(data))
  if (given.databaseOwnerUrl && !given.databaseUrl) faults.push('DATABASE_OWNER_URL is set, but DATABASE_URL is not')
  if (faults.length > 0 || !data) throw new ConfigFaults(faults)
  return { ...data, publicUrl: (data.publicUrl ?? `http://127.0.0.1:${data.port}`).replace(/\/{1,9}$/, '') }
}

/** The settings of this process: `.env` of the working folder is read when it is there; the real environment wins. */
export function loadConfig(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return readConfig(process.env)
}

/** The given key, or the one that was made under the data folder at the first start. */
export function encryptionKeyOf({ encryptionKey, dataDir }: Pick<Config, 'encryptionKey' | 'dataDir'>): Buffer {
  if (encryptionKey) return encryptionKey
  const path = join(dataDir, 'encryption.key')
  mkdirSync(dataDir, { recursive: true })
  try {
    // `wx`: of two first starts, one makes the key and the other reads it.
    writeFileSync(path, `${randomBytes(32).toString('base64')}\n`, { flag: 'wx', mode: 0o600, flush: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const key = Buffer.from(readFileSync(path, 'utf8'), 'base64')
  if (key.length !== 32) throw new Error(`${path} should hold 32 bytes in base64, but holds ${key.length}.`)
  return key
}

/** Where mails and attachments lie by these settings, and where they lay before. */
export const blobPlaceOf = (config: BlobSettings): Place => placeOf(config, config.blobUrl)
export const blobPlaceBefore = (config: BlobSettings): Place | undefined =>
  config.blobUrlBefore === undefined ? undefined : placeOf(config, config.blobUrlBefore)

type BlobSettings = Pick<Config, 'blobUrl' | 'blobUrlBefore' | 'dataDir' | 'awsAccessKeyId' | 'awsSecretAccessKey'>

const placeOf = ({ dataDir, awsAccessKeyId, awsSecretAccessKey }: BlobSettings, url: string | undefined) =>
  blobPlace(url, { dataDir, accessKeyId: awsAccessKeyId, secretAccessKey: awsSecretAccessKey })

function faultsOfPlaces(data: BlobSettings): string[] {
  const urls: [string, string | undefined][] = [
    ['BLOB_URL', data.blobUrl],
    ['BLOB_URL_BEFORE', data.blobUrlBefore],
  ]
  return urls.flatMap(([name, url]) => {
    try {
      placeOf(data, url)
      return []
    } catch (error) {
      return [`${name} ${(error as Error).message}`]
    }
  })
}

export function described(): (Setting & { key: string; unset: string })[] {
  return Object.entries(settings.shape).map(([key, schema]) => {
    const setting = about.get(schema)
    if (!setting) throw new Error(`The setting ${key} has no description.`)
    return { key, unset: `\`${defaultOf(schema)}\``, ...setting }
  })
}

/** Names that begin like ours and belong to the tests, or to who calls the API from the same shell. */
const foreign = ['DOCKET_CHROMIUM', 'DOCKET_URL', 'DOCKET_TOKEN']

function misspelt(env: NodeJS.ProcessEnv): string[] {
  const names = described().map((setting) => setting.env)
  return Object.keys(env)
    .filter((name) => name.startsWith('DOCKET_') && !names.includes(name) && !foreign.includes(name))
    .map((name) => `${name} is no setting; the nearest is ${nearest(name, names)}`)
}

/** The one a mistyped name most likely meant. */
export function nearest(name: string, names: string[]): string {
  const [first] = names.map((other) => ({ other, far: distance(name, other) })).sort((a, b) => a.far - b.far)
  return first?.other ?? ''
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]!
}

function envName(key: string): string {
  return described().find((setting) => setting.key === key)?.env ?? key
}

function defaultOf(schema: z.ZodType): string {
  return String(schema.parse(undefined) ?? '')
}
