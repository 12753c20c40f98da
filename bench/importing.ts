import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { mailOf } from './mails.ts'
import { type Cost, costOf, cpuOf, type Desk } from './measuring.ts'

const main = join(import.meta.dirname, '../server/src/main.ts')

/** `docket import` of an mbox beside the running server, to the last ticket. Its own processor time is not in the server's. */
export async function measureImport({ docket }: Desk, count: number): Promise<{ perSecond: number } & Cost> {
  const folder = mkdtempSync(join(tmpdir(), 'docket-bench-'))
  const mbox = join(folder, 'archive.mbox')
  try {
    await pipeline(Readable.from(archive(count)), createWriteStream(mbox))
    const before = cpuOf(docket)
    const child = spawn(process.execPath, [main, 'import', mbox, '--mailbox', 'support@demo.localhost', '--json'], {
      env: { ...process.env, DOCKET_DATA: docket.dataDir },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout.on('data', (chunk) => {
      said += chunk
    })
    const [code] = await once(child, 'close')
    const told = code === 0 ? (JSON.parse(said) as { new: number; tickets: number; seconds: number }) : undefined
    if (told?.new !== count || told.tickets !== count) throw new Error(`the import of ${count} mails said ${said}`)
    return { perSecond: count / told.seconds, ...costOf(before, cpuOf(docket), count) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function* archive(count: number): Generator<string> {
  const run = `import.${process.pid}.${Date.now()}`
  for (let i = 0; i < count; i++)
    yield `From ada@example.com Sat Nov 21 10:00:00 2026\n${mailOf(run, i).toString().replaceAll('\r\n', '\n')}\n`
}
