import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { newDataDir, removeDataDir } from '../e2e/server.ts'
import { openLedger } from '../server/src/app/torturing/ledger.ts'
import { type Balance, balanceWhenQuiet } from './counting.ts'
import { pause } from './ending.ts'
import { mailOf } from './mail.ts'
import { smtpChannel } from './smtp.ts'
import { Victim } from './victim.ts'

export type Full = {
  disk: 'blobs' | 'database'
  fullSeconds: number
  promisedWhileFull: number
  /** From the full disk until /readyz said so, and what it said. */
  redMs: number | undefined
  saidByReadyz: string
  /** From the room that was made until /readyz is well and a new mail is a ticket. */
  healedMs: number
  heard: Record<string, number>
  balance: Balance
  fell: string[]
  seconds: number
}

/** Only root may mount, and only Linux has these small disks. */
export const missing =
  process.platform === 'linux' && process.getuid?.() === 0 ? undefined : 'a small disk of its own needs Linux and root'

const sizes = { blobs: '6m', database: '320m' }
const redMaxMs = 60_000

/** R3: the disk of the blobs, or of the database, is full for a while, as mail goes on coming in. */
export async function drillFullDisk(disk: Full['disk'], fullSeconds: number, say = (_: string) => {}): Promise<Full> {
  const began = performance.now()
  const home = newDataDir()
  const [small, large] = [join(home, 'small'), join(home, 'large')]
  for (const folder of [small, large]) {
    mkdirSync(folder)
    chmodSync(folder, 0o755)
  }
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizes[disk]},mode=755`, 'none', small])
  const ledger = openLedger(join(home, 'ledger'))
  const run = `torture-${randomBytes(4).toString('hex')}`
  let victim: Victim | undefined
  try {
    const [dataDir, blobs] = disk === 'database' ? [small, large] : [large, small]
    victim = await Victim.open(dataDir, { BLOB_URL: `file:${blobs}` })
    const channel = await smtpChannel.open({ victim, ledger, run, random: Math.random, write: withAttachment })
    try {
      channel.allow(40)
      await channel.settled()
      const ballast = join(small, 'ballast')
      fill(ballast)
      const full = performance.now()
      say(`r3: the disk of the ${disk} is full`)
      const before = channel.promised
      let red: { ms: number; said: string } | undefined
      for (let waited = 0; waited < fullSeconds * 1_000 || (!red && waited < redMaxMs); waited += 250) {
        // A few at a time: some room is left here and there, and it is used up.
        channel.allow(2)
        fill(ballast)
        const { isReady, said } = await readiness(victim.url)
        if (!isReady) red ??= { ms: Math.round(performance.now() - full), said }
        await pause(250)
      }
      const promisedWhileFull = channel.promised - before
      rmSync(ballast)
      const roomy = performance.now()
      say(
        `r3: red after ${red?.ms} ms (${red?.said}); ${promisedWhileFull} mails were promised meanwhile; ` +
          'there is room again',
      )
      while (!(await readiness(victim.url)).isReady) await pause(100)
      channel.allow(1)
      await channel.settled()
      const balance = await balanceWhenQuiet(victim, ledger, run)
      return {
        ...{ disk, fullSeconds, promisedWhileFull, balance },
        redMs: red?.ms,
        saidByReadyz: red?.said ?? '',
        healedMs: Math.round(performance.now() - roomy),
        heard: await channel.saw(),
        fell: victim.fell,
        seconds: Math.round((performance.now() - began) / 1000),
      }
    } finally {
      await channel.close()
    }
  } finally {
    await victim?.close()
    ledger.close()
    execFileSync('umount', ['-l', small])
    removeDataDir(home)
  }
}

/** What is left on the disk, to the last byte. */
function fill(path: string): void {
  const file = openSync(path, 'a')
  try {
    for (const size of [1 << 20, 4096, 1]) {
      const bytes = Buffer.alloc(size, 1)
      for (;;) if (writeSync(file, bytes) < size) break
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    closeSync(file)
  }
}

async function readiness(url: string): Promise<{ isReady: boolean; said: string }> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) })
    const parts = Object.entries((await answer.json()) as Record<string, string>)
    const unwell = parts.filter(([, said]) => said !== 'ok').map(([part, said]) => `${part}: ${said.slice(0, 120)}`)
    return { isReady: answer.status === 200, said: unwell.join('; ') }
  } catch (error) {
    return { isReady: false, said: String(error) }
  }
}

/** Its attachment is a blob of its own. */
function withAttachment(nonce: string): { from: string; bytes: Buffer } {
  const { from, bytes } = mailOf(nonce)
  const [head = ''] = bytes.toString().split('MIME-Version')
  const file = randomBytes(60_000).toString('base64').replaceAll(/.{76}/g, '$&\r\n')
  const lines = [
    `${head}MIME-Version: 1.0`,
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    `It is about ${nonce}.`,
    '--b',
    'Content-Type: application/octet-stream; name=scan.bin',
    'Content-Disposition: attachment; filename=scan.bin',
    'Content-Transfer-Encoding: base64',
    '',
    file,
    '--b--',
    '',
  ]
  return { from, bytes: Buffer.from(lines.join('\r\n')) }
}
