import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Checked, checkBackup } from '../backup/checking.ts'
import { passphraseOf } from '../backup/passphrase.ts'
import { restoreBackup } from '../backup/restoring.ts'
import { type Command, type Given, json, Misuse } from './command.ts'
import { whyUnreadable } from './mailFiles.ts'
import { watch } from './progress.ts'

/** The whole file is checked before anything is changed; then it comes in whole, or not at all. */
export const command: Command = {
  takes: '<file>',
  takesWords: true,
  options: {
    'passphrase-file': { type: 'string' },
    check: { type: 'boolean' },
    'print-key': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  about: {
    'passphrase-file': 'open the keys with the passphrase in this file (else DOCKET_BACKUP_PASSPHRASE)',
    check: 'only check that the file is whole and its passphrase right; needs no database',
    'print-key': 'only print the encryption key in it, for ENCRYPTION_KEY_BASE64',
    json: 'print {"made_at", "rows", "blobs", "with_keys", "seconds"}',
  },
  example: 'DOCKET_DATA=/var/lib/docket-new docket restore docket-today.tar.zst --passphrase-file passphrase',
  async run(given) {
    const { words, values, terminal, config } = given
    const [file, more] = words
    if (!file || more) throw new Misuse('Name the one file to restore.')
    const path = resolve(terminal.folder, file)
    const began = performance.now()
    const checked = await check(given, path)
    const { manifest, secrets } = checked
    if (values['print-key']) {
      if (!secrets) throw new Error(`${path} holds no keys.`)
      await terminal.out(`${secrets.encryption_key}\n`)
      return 0
    }
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
    if (!values.check) await fill(given, path, checked, rows)
    const said = {
      made_at: manifest.made_at,
      rows,
      blobs: manifest.blobs.count,
      with_keys: manifest.keys.sealed,
      seconds: Math.round((performance.now() - began) / 100) / 10,
    }
    const done = values.check
      ? 'is whole'
      : `was restored ${config().databaseUrl ? '' : `into ${config().dataDir} `}`.trim()
    const text = `The backup of ${said.made_at} ${done}: ${rows} rows, ${said.blobs} blobs, ${said.seconds} s.\n`
    await terminal.out(values.json ? json(said) : text)
    return 0
  },
}

async function check(given: Given, path: string): Promise<Checked> {
  let size: number
  try {
    size = statSync(path).size
  } catch (error) {
    throw new Error(`${path} cannot be read: ${whyUnreadable(error)}.`, { cause: error })
  }
  let read = 0
  const mib = () => Math.floor(read / 1024 ** 2)
  const watched = watch(given.terminal, () => ({
    share: size === 0 ? undefined : read / size,
    done: mib(),
    text: `checking, ${mib()} MiB`,
  }))
  const took = (bytes: number) => {
    read += bytes
  }
  return checkBackup(path, { passphrase: passphraseOf(given), took }).finally(() => watched.stop())
}

async function fill({ terminal, config }: Given, path: string, checked: Checked, rows: number): Promise<void> {
  const restored = { rows: 0, blobs: 0 }
  const all = rows + checked.manifest.blobs.count
  const watched = watch(terminal, () => ({
    share: all === 0 ? undefined : (restored.rows + restored.blobs) / all,
    done: restored.rows + restored.blobs,
    text: `${restored.rows} rows, ${restored.blobs} blobs`,
  }))
  await restoreBackup(config(), path, checked, { restored, progress: terminal.say }).finally(() => watched.stop())
}
