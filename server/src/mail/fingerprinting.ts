import { createHash } from 'node:crypto'

export type Identity = {
  messageId: string | null
  /** Decoded. */
  subject: string
  from: string | null
  date: string | null
  /** Each leaf as decoded, before anything of ours touched it: a new sanitiser must not make an old mail a new one. */
  leaves: readonly (string | Uint8Array)[]
  rawSha256: string
}

/**
 * Which mail this is, whatever road it came by: trace headers, re-encoding and line ends do not count. A mail without
 * Message-ID is known by its bytes alone, so that fetching it again is not a second mail.
 */
export function fingerprint(mail: Identity): string {
  if (mail.messageId === null) return sha256(`raw\n${mail.rawSha256}`)
  const leaves = mail.leaves.map(leafHash).sort()
  return sha256(JSON.stringify([mail.messageId, mail.subject, mail.from, mail.date, leaves]))
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

function leafHash(leaf: string | Uint8Array): string {
  if (typeof leaf === 'string') return sha256(trimmed(Buffer.from(leaf.replace(/\r\n?/g, '\n'))))
  const buffer = Buffer.from(leaf.buffer, leaf.byteOffset, leaf.byteLength)
  if (!buffer.includes(13)) return sha256(trimmed(buffer))
  return sha256(trimmed(Buffer.from(buffer.toString('latin1').replace(/\r\n?/g, '\n'), 'latin1')))
}

/** Whether the last line break belongs to the part or to the boundary is read in two ways. */
function trimmed(buffer: Buffer): Buffer {
  let end = buffer.length
  while (end > 0 && buffer[end - 1] === 10) end--
  return buffer.subarray(0, end)
}
