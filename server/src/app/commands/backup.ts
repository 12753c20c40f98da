import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { passphraseOf } from '../backup/passphrase.ts'
import { type Taken, takeBackup } from '../backup/taking.ts'
import { type Command, json, Misuse } from './command.ts'
import { watch } from './progress.ts'
import { withStore } from './withStore.ts'

/** One file with everything, as it was at one instant. The file appears when it is whole, in the place of an older one of its name. */
export const command: Command = {
  takes: '<file>',
  takesWords: true,
  options: {
    'passphrase-file': { type: 'string' },
    'without-keys': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  about: {
    'passphrase-file': 'seal the keys with the passphrase in this file (else DOCKET_BACKUP_PASSPHRASE)',
    'without-keys': 'leave the keys out: whoever restores must have them from elsewhere',
    json: 'print {"file", "bytes", "rows", "blobs", "missing_blobs", "with_keys", "seconds"}',
  },
  example: 'docket backup /backups/docket-today.tar.zst --passphrase-file /etc/docket/passphrase',
  async run(given) {
    const { words, values, terminal } = given
    const [file, more] = words
    if (!file || more) throw new Misuse('Name the one file to write.')
    const passphrase = values['without-keys'] ? undefined : passphraseOf(given)
    if (passphrase === undefined && !values['without-keys'])
      throw new Misuse('Say how the keys are sealed: --passphrase-file, or --without-keys to leave them out.')
    const path = resolve(terminal.folder, file)
    return withStore(given, async (store, ownerUrl) => {
      if (!ownerUrl)
        throw new Error('docket backup needs DATABASE_OWNER_URL: only the owner of the schema may read all of it.')
      const began = performance.now()
      const taken: Taken = { rows: 0, blobs: 0, expected: undefined }
      const watched = watch(terminal, () => ({
        share: taken.blobs === 0 && taken.expected ? Math.min(0.99, taken.rows / taken.expected) : undefined,
        done: taken.rows + taken.blobs,
        text: `${taken.rows} rows, ${taken.blobs} blobs`,
      }))
      const manifest = await takeBackup(store, ownerUrl, { path, passphrase, taken }).finally(() => watched.stop())
      const { blobs } = manifest
      const said = {
        file: path,
        bytes: statSync(path).size,
        rows: taken.rows,
        blobs: blobs.count,
        missing_blobs: blobs.missing,
        with_keys: manifest.keys.sealed,
        seconds: Math.round((performance.now() - began) / 100) / 10,
      }
      await terminal.out(values.json ? json(said) : summary(said))
      if (blobs.missing > 0)
        terminal.say(
          `${blobs.missing} blobs that rows name are gone or damaged; everything else is in the backup. docket doctor says more.`,
        )
      return blobs.missing > 0 ? 1 : 0
    })
  },
}

function summary(said: {
  file: string
  bytes: number
  rows: number
  blobs: number
  with_keys: boolean
  seconds: number
}) {
  const keys = said.with_keys
    ? 'Its keys open with the passphrase, and with nothing else.'
    : 'It holds no keys: keep encryption.key elsewhere, without it the secrets in this backup are lost.'
  return `${said.file}: ${said.rows} rows and ${said.blobs} blobs in ${(said.bytes / 1024 ** 2).toFixed(1)} MiB, ${said.seconds} s.\n${keys}\n`
}
