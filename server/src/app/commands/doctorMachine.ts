import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, rm, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Config } from '../../platform/config.ts'
import { because, type Finding, good, wrong } from './finding.ts'

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

/** Tried for real: written, synced and removed, in the folder that mails and attachments go to. */
export async function checkBlobs({ dataDir }: Config): Promise<Finding> {
  const folder = join(dataDir, 'blobs')
  const path = join(folder, `.doctor-${randomUUID()}`)
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const file = await open(path, 'wx', 0o600)
    try {
      await file.writeFile('written by docket doctor')
      await file.sync()
    } finally {
      await file.close()
    }
    await rm(path)
    return good('blobs', `${folder} can be written to.`)
  } catch (error) {
    return wrong(
      'blobs',
      `${folder} cannot be written to: ${because(error)}.`,
      'Give it to the user that runs Docket, or set DOCKET_DATA.',
    )
  }
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
