import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Config } from '../../platform/config.ts'
import { missingMigrations } from '../../platform/db/migrate.ts'
import { checkServingRole } from '../../platform/db/roles.ts'
import type { Store } from '../../platform/store.ts'
import { inTx, systemActor } from '../../platform/tx.ts'
import { openStore } from '../opening.ts'
import { checkNamedBlobs } from './doctorBlobs.ts'
import { checkDomains } from './doctorDomains.ts'
import { checkGmail } from './doctorGmail.ts'
import { checkInstallation } from './doctorInstallation.ts'
import { checkReplays } from './doctorReplays.ts'
import { because, type Finding, good, look, wrong } from './finding.ts'
import { organisations } from './organisations.ts'

/** Reachable, as the right role, at this version, with a queue; and what in it waits for a person. */
export async function checkDatabase(config: Config, say: (line: string) => void): Promise<Finding[]> {
  const findings = config.databaseUrl ? await checkOwn(config.databaseUrl) : checkEmbedded(config)
  if (findings.some(({ state }) => state === 'wrong') || !hasDatabase(config)) return findings
  try {
    const opened = await openStore({ ...config, logLevel: 'silent' }, { progress: say })
    try {
      if (!config.databaseUrl)
        findings.push(good('database', 'The embedded PostgreSQL answers, and its schema is up to date.'))
      const { store } = opened
      findings.push(...(await checkInstallation(store)), await checkNamedBlobs(store))
      const work = [await checkQueue(store), ...(await checkWork(store)), ...(await checkGmail(store))]
      return [...findings, ...work, await checkReplays(store), ...(await checkDomains(store))]
    } finally {
      await opened.close()
    }
  } catch (error) {
    const todo = config.databaseUrl
      ? 'Check DATABASE_URL and that the server runs.'
      : `Its log lies under ${config.dataDir}.`
    return [...findings, wrong('database', `The database cannot be opened: ${because(error)}`, todo)]
  }
}

const hasDatabase = ({ databaseUrl, dataDir }: Config) => Boolean(databaseUrl) || existsSync(join(dataDir, 'postgres'))

function checkEmbedded(config: Config): Finding[] {
  if (hasDatabase(config)) return []
  return [good('database', `There is no database under ${config.dataDir} yet: the first docket serve makes it.`)]
}

async function checkOwn(url: string): Promise<Finding[]> {
  try {
    await checkServingRole(url)
  } catch (error) {
    return [
      wrong(
        'role',
        `The role of DATABASE_URL cannot serve: ${because(error)}`,
        'docket migrate makes a role that can.',
      ),
    ]
  }
  const findings = [good('role', 'The database answers, and row security binds the role of DATABASE_URL.')]
  try {
    const missing = await missingMigrations(url)
    if (missing.length === 0) return [...findings, good('migrations', 'The schema is up to date.')]
    return [...findings, wrong('migrations', `The schema lacks ${missing.join(', ')}.`, 'Run docket migrate.')]
  } catch (error) {
    return [
      ...findings,
      wrong('migrations', because(error), 'Run the version of Docket that the database was migrated with.'),
    ]
  }
}

async function checkQueue({ pool, clock }: Store): Promise<Finding> {
  try {
    const lateBefore = new Date(clock().getTime() - 600_000)
    const { rows } = await pool.query<{ waiting: number; late: number; dead: number }>(
      `select count(*) filter (where state in ('created', 'retry') and name <> 'dead') as waiting,
        count(*) filter (where state in ('created', 'retry') and name <> 'dead' and start_after < $1) as late,
        count(*) filter (where name = 'dead') as dead from pgboss.job`,
      [lateBefore],
    )
    const { waiting, late, dead } = rows[0]!
    if (late > 0)
      return look(
        'queue',
        `${late} jobs have been due for more than ten minutes.`,
        'docket serve with the worker role does them: is one running, and is it enough?',
      )
    if (dead > 0)
      return look('queue', `The job queue answers; ${dead} jobs were given up.`, 'The log says why each failed.')
    return good('queue', `The job queue answers; ${waiting} jobs wait.`)
  } catch (error) {
    return wrong('queue', `The job queue cannot be read: ${because(error)}.`, 'Run docket migrate.')
  }
}

async function checkWork(store: Store): Promise<Finding[]> {
  let [failed, unsure, late] = [0, 0, 0]
  const lateBefore = new Date(store.clock().getTime() - 60_000)
  for (const { orgId } of await organisations(store)) {
    const counts = await inTx(store, systemActor(orgId, 'doctor'), async (tx) => {
      const { rows } = await sql<{ failed: number; unsure: number; late: number }>`
        select (select count(*) from occurrence where state = 'failed') as failed,
          (select count(*) from delivery where status in ('unsure', 'failed')) as unsure,
          (select count(*) from occurrence where state = 'kept' and next_try_at < ${lateBefore}) as late`.execute(tx.db)
      return rows[0]!
    })
    failed += counts.failed
    unsure += counts.unsure
    late += counts.late
  }
  return [
    failed === 0
      ? good('failed-mails', 'No mail stands under failed mails.')
      : look(
          'failed-mails',
          `${failed} mails could not be understood and are kept.`,
          'Read or retry them under failed mails.',
        ),
    unsure === 0
      ? good('deliveries', 'No reply failed, and of none it is unsure whether it went out.')
      : look(
          'deliveries',
          `${unsure} replies failed, or it is unsure whether they went out.`,
          'Open their tickets and send again, or not.',
        ),
    late === 0
      ? good('ingest', 'No mail waits to be taken in.')
      : look(
          'ingest',
          `${late} mails have waited for more than a minute.`,
          'docket serve with the worker role takes them in.',
        ),
  ]
}
