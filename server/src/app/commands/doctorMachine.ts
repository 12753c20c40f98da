import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Config } from '../../platform/config.ts'
import { type Finding, good, wrong } from './finding.ts'

const freeBytesMin = 1024 ** 3
const freeShareMin = 0.02

export function checkNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 18)
    ? good('node', `Node ${process.versions.node} runs Docket.`)
    : wrong(
        'node',
        `Node ${process.versions.node} is too old.`,
        'Docket needs 22.18 or newer; npm start brings its own.',
      )
}

export async function checkDisk({ dataDir }: Config): Promise<Finding> {
  let folder = dataDir
  while (!existsSync(folder)) folder = dirname(folder)
  const { bavail, blocks, bsize } = await statfs(folder)
  const free = bavail * bsize
  const says = `${(free / 1024 ** 3).toFixed(1)} GiB are free under ${folder}.`
  if (free >= freeBytesMin && bavail / blocks >= freeShareMin) return good('disk', says)
  return wrong('disk', says, 'Make room: mail that cannot be written is refused, and its sender keeps it.')
}
