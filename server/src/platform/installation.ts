import { seal, unseal } from './secrets.ts'
import type { Store } from './store.ts'

const place = { orgId: '', table: 'installation', column: 'probe', row: '1' }
const word = 'opened'

/** Whether this process's key is the one that the secrets of this database were sealed with. Unknown before the first start. */
export async function keyOpens({ pool, keys }: Store): Promise<boolean | undefined> {
  const { rows } = await pool.query<{ probe: string | null }>('select probe from installation')
  const probe = rows[0]?.probe
  if (!probe) return undefined
  try {
    return unseal(keys, place, probe) === word
  } catch {
    // GCM says no more than that it does not open, and that is the answer.
    return false
  }
}

/** The first start leaves a probe; a later one with another key is refused, before it seals with it what the right key cannot open. */
export async function mustOpenSecrets(store: Store): Promise<void> {
  await store.pool.query('update installation set probe = $1 where probe is null', [seal(store.keys, place, word)])
  if (await keyOpens(store)) return
  throw new Error(`${keyName(store)} is not the key that this database's secrets were sealed with: set the right one.`)
}

export const keyName = ({ config }: Store): string =>
  config.encryptionKey ? 'ENCRYPTION_KEY_BASE64' : `encryption.key under ${config.dataDir}`
