import type { Config } from '../../platform/config.ts'
import { keyName, keyOpens } from '../../platform/installation.ts'
import type { Store } from '../../platform/store.ts'
import { type Finding, good, look, wrong } from './finding.ts'

const skewMs = 5_000
const backupDays = 7

export async function checkInstallation(store: Store): Promise<Finding[]> {
  return [await checkKey(store), await checkClock(store), await checkBackup(store)]
}

async function checkKey(store: Store): Promise<Finding> {
  const opens = await keyOpens(store)
  if (opens === undefined) return good('key', 'No secret was sealed yet: the first docket serve tries the key.')
  if (opens) return good('key', `${keyName(store)} opens the secrets in the database.`)
  return wrong(
    'key',
    `${keyName(store)} is not the key that this database's secrets were sealed with.`,
    'Set the right key; docket restore --print-key shows the one in a backup.',
  )
}

/** Deadlines are written by this clock and may be read by another machine's. */
async function checkClock({ pool, clock }: Store): Promise<Finding> {
  const before = clock().getTime()
  const { rows } = await pool.query<{ at: Date }>('select clock_timestamp() as at')
  const after = clock().getTime()
  const off = rows[0]!.at.getTime() - (before + after) / 2
  if (Math.abs(off) <= skewMs) return good('clock', 'The clocks of this machine and of the database agree.')
  return look(
    'clock',
    `The clock of the database is ${Math.round(Math.abs(off) / 1000)} s ${off > 0 ? 'ahead of' : 'behind'} this machine's.`,
    'Let both be set by NTP: mails and deadlines are dated by them.',
  )
}

async function checkBackup({ pool, clock }: Store): Promise<Finding> {
  const { rows } = await pool.query<{ at: Date | null }>('select backed_up_at as at from installation')
  const at = rows[0]?.at
  if (!at)
    return look('backup', 'No backup was taken yet.', 'docket backup writes one; a schedule should run it daily.')
  const days = Math.floor((clock().getTime() - at.getTime()) / 86_400_000)
  const says = `The last backup is of ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC.`
  return days < backupDays
    ? good('backup', says)
    : look('backup', `${says} That is ${days} days ago.`, 'Look why the schedule does not run docket backup.')
}

/** What people and their mail programs are sent to. */
export function checkPublicUrl({ publicUrl, host, roles }: Config): Finding {
  const { protocol, hostname } = new URL(publicUrl)
  const isLocal = (name: string) => /^(localhost|127\..*|\[?::1\]?)$/.test(name)
  if (!roles.includes('web')) return good('public-url', 'This process has no web role: PUBLIC_URL only stands in mail.')
  if (isLocal(hostname) && !isLocal(host))
    return look(
      'public-url',
      `Docket listens on ${host}, but links in mail lead to ${publicUrl}, which is everybody's own machine.`,
      'Set PUBLIC_URL to the address that people use.',
    )
  if (isLocal(hostname)) return good('public-url', `Docket is reached at ${publicUrl}, from this machine only.`)
  if (protocol === 'http:')
    return look(
      'public-url',
      `${publicUrl} is not encrypted: passwords and cookies can be read on the way.`,
      'Put a proxy with TLS in front, and set PUBLIC_URL to its https address.',
    )
  return good('public-url', `Docket is reached at ${publicUrl}, and cookies go over nothing else.`)
}
