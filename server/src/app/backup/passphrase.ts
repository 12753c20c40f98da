import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Given } from '../commands/command.ts'

/** From the file that was named, else from the settings. Never from the command line, which every user of the machine can read. */
export function passphraseOf({ values, terminal, config }: Given): string | undefined {
  const file = values['passphrase-file']
  if (typeof file !== 'string') return config().backupPassphrase
  let text: string
  try {
    text = readFileSync(resolve(terminal.folder, file), 'utf8').replace(/\r?\n$/, '')
  } catch (error) {
    throw new Error(`The passphrase cannot be read: ${(error as Error).message}.`, { cause: error })
  }
  if (text.length < 12) throw new Error(`The passphrase in ${file} must have at least 12 characters.`)
  return text
}
