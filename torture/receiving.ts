import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export type Received = {
  /** The Message-IDs that each reply came under, as often as it came. */
  ids: Map<string, string[]>
  /** What a strict reader finds wrong with their mails, one line each. */
  misshapen: string[]
}

/** The mail server that replies go out to; its ledger is written at `path`. */
export async function openReceiver(
  path: string,
): Promise<{ port: number; received(): Received; close(): Promise<void> }> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'receiver.ts'), [path], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return {
    port,
    received: () => receivedIn(path),
    async close() {
      const gone = once(child, 'exit')
      child.disconnect()
      await gone
    },
  }
}

function receivedIn(path: string): Received {
  const ids = new Map<string, string[]>()
  const misshapen: string[] = []
  if (!existsSync(path)) return { ids, misshapen }
  for (const line of readFileSync(path, 'utf8').split('\n').filter(Boolean)) {
    const [nonce = '', messageId = '', ...faults] = line.split(' ')
    ids.set(nonce, [...(ids.get(nonce) ?? []), messageId])
    if (faults.join('') !== '') misshapen.push(`${nonce}: ${faults.join(' ')}`)
  }
  return { ids, misshapen }
}

export const toldMisshapen = (misshapen: readonly string[]): string[] =>
  misshapen.length > 0
    ? [`${misshapen.length} mails are not as a strict reader takes them, one of them ${misshapen[0]}`]
    : []
