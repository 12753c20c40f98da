import { closeSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs'

export type Entry = { nonce: string; sha256: string }
/** What was promised to us, kept outside of the desk that promised it: a line is on the disk before `note` returns. */
export type Ledger = {
  path: string
  readonly size: number
  note(entry: Entry): void
  entries(): Entry[]
  close(): void
}

export function openLedger(path: string): Ledger {
  const file = openSync(path, 'ax', 0o600)
  let size = 0
  return {
    path,
    get size() {
      return size
    },
    note({ nonce, sha256 }) {
      writeSync(file, `${nonce} ${sha256}\n`)
      fdatasyncSync(file)
      size++
    },
    entries: () =>
      readFileSync(path, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => {
          const [nonce = '', sha256 = ''] = line.split(' ')
          return { nonce, sha256 }
        }),
    close: () => closeSync(file),
  }
}
