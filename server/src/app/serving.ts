import { join } from 'node:path'
import { auditRefusal, authenticate, isSetUp, may } from '../auth/index.ts'
import { smtpServer, startIngester, startSender, startSyncing } from '../mail/index.ts'
import { measurer } from '../ops/index.ts'
import type { Config } from '../platform/config.ts'
import { openHttp } from '../platform/http.ts'
import { mustOpenSecrets } from '../platform/installation.ts'
import type { Store } from '../platform/store.ts'
import { openTracing } from '../platform/tracing.ts'
import { demo, ensureDemo } from './demo.ts'
import { openStore } from './opening.ts'
import { giveBackAtRest } from './resting.ts'
import { hooks, routes } from './routes.ts'
import { runSchedule } from './schedule.ts'

const pages = join(import.meta.dirname, '../../../web/dist')

type Part = { name: string; ready?(): Promise<void> | void; close(): Promise<unknown> }

/** Serves the roles asked for until a signal comes; then drains and leaves nothing running. */
export async function serve(config: Config): Promise<void> {
  const say = (line: string) => process.stdout.write(`${line}\n`)
  const stopped = untilSignal()
  const tracing = await openTracing(config)
  const { store, ownerUrl, trouble, close } = await openStore(config, { progress: say })
  const parts: Part[] = []
  try {
    await mustOpenSecrets(store)
    const signIn = config.demo && ownerUrl ? await ensureDemo(store, ownerUrl) : undefined
    const port = await startParts(store, parts, trouble)
    if (signIn) {
      say(`  sign in     ${demo.email}  ${signIn.password}`)
      if (config.smtpPort)
        say(
          `  first mail  curl --url smtp://localhost:${config.smtpPort} --mail-from ada@example.com --mail-rcpt ${demo.mailbox} -T first.eml`,
        )
    }
    if (!signIn && !(await isSetUp(store)))
      say(`  set up      Open ${config.publicUrl}/setup to make the first administrator.`)
    say(`Docket is ready at ${port ? config.publicUrl : 'work (no web role here)'}`)
    await stopped
    say('Stopping: finishing what is under way.')
  } finally {
    // The way in closes first, what finishes the work last.
    for (const part of parts.reverse())
      await part.close().catch((err) => store.log.error({ err, part: part.name }, 'did not stop cleanly'))
    await close()
    await tracing.close()
  }
}

async function startParts(store: Store, parts: Part[], trouble: () => string | undefined): Promise<boolean> {
  const { config } = store
  const resting = giveBackAtRest()
  parts.push({ name: 'rest', close: async () => resting.stop() })
  const working = config.roles.includes('worker')
  if (working) {
    await store.jobs.work(store)
    parts.push({
      name: 'worker',
      ready: () => mustBe(store.jobs.isWorking(), 'no worker runs'),
      close: () => store.jobs.stop(),
    })
    const schedule = runSchedule(store)
    parts.push({ name: 'schedule', close: () => schedule.stop() })
    const ingester = startIngester(store)
    parts.push({ name: 'ingest', close: () => ingester.close() })
    const sender = startSender(store)
    parts.push({ name: 'send', close: () => sender.close() })
    const syncer = startSyncing(store)
    parts.push({ name: 'sync', close: () => syncer.close() })
  }
  if (!config.roles.includes('web')) return false
  if (config.smtpPort) {
    const smtp = await smtpServer(store)
    parts.push({ name: 'smtp', ready: () => mustBe(smtp.isListening(), 'not listening'), close: () => smtp.close() })
  }

  store.live.open()
  const database = async () => {
    const said = trouble()
    if (said) throw new Error(said)
    await store.pool.query('select 1')
    if (store.presence.fullSince) await mustHaveRoom(store)
  }
  const ready = Object.fromEntries([
    ['database', database],
    ['blobs', () => store.blobs.check()],
    ...parts.flatMap(({ name, ready }) => (ready ? [[name, ready]] : [])),
  ])
  const measure = measurer(store)
  const rateMax = config.requestsMax
  const http = await openHttp(store, {
    routes,
    hooks,
    authenticate,
    may,
    refused: auditRefusal,
    pages,
    ready,
    measure,
    rateMax,
  })
  await http.listen({ host: config.host, port: config.port })
  parts.push({ name: 'http', close: () => http.close() })
  return true
}

/** Reading goes on when the disk is full, so it is written; asked only after something did not fit, because each time leaves a little behind. */
async function mustHaveRoom({ pool, presence }: Store): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin; create temporary table room_for on commit drop as select 1 as it; commit')
    presence.hasRoom()
  } catch (error) {
    await client.query('rollback')
    throw new Error(`its disk is full: ${(error as Error).message}`, { cause: error })
  } finally {
    client.release()
  }
}

function mustBe(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise)
}

/** A terminal sends Ctrl-C to the whole group and a launcher passes it on: a second signal within two seconds is the same one. */
function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    let first: number | undefined
    const heard = () => {
      if (first === undefined) {
        first = performance.now()
        resolve()
      } else if (performance.now() - first > 2_000) process.exit(130)
    }
    process.on('SIGINT', heard)
    process.on('SIGTERM', heard)
  })
}
