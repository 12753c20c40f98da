import { lostLines, understand } from '../conformance/corpus.ts'

/** What must hold for any bytes: R6's time, and an answer that PostgreSQL can hold and that loses no line. */
export const cpuMsMax = 2_000

export type Checked = { refused: string | undefined; cpuMs: number }

/** Throws a sentence when a guarantee does not hold. */
export async function check(bytes: Uint8Array, isReadTwice: boolean): Promise<Checked> {
  const began = process.cpuUsage()
  const { read, refused } = await understand(bytes)
  const spent = process.cpuUsage(began)
  const cpuMs = (spent.user + spent.system) / 1000
  if (cpuMs > cpuMsMax) throw new Error(`It took ${Math.round(cpuMs)} ms of a processor.`)
  if (refused !== undefined && !/^[A-Z].{10,300}\.$/s.test(refused))
    throw new Error(`It was refused without a sentence: ${refused}`)
  if (!read) return { refused, cpuMs }
  const { mail, headers, contents, fingerprint } = read
  const flaw = flawOf(mail, 'mail') ?? flawOf([...headers], 'headers') ?? flawOf(refused, 'sentence')
  if (flaw) throw new Error(flaw)
  const lost = lostLines(mail.text, `${mail.reply_text}\n${mail.quoted_text}`)[0]
  if (lost !== undefined) throw new Error(`A line is neither in the reply nor in what is quoted: “${lost}”`)
  if (mail.attachments.length !== contents.length) throw new Error('Attachments and contents are not in step.')
  if (isReadTwice) {
    const again = await understand(bytes)
    if (JSON.stringify([mail, fingerprint]) !== JSON.stringify([again.read?.mail, again.read?.fingerprint]))
      throw new Error('Read again, the same bytes are another mail.')
  }
  return { refused, cpuMs }
}

/** Where a string stands that PostgreSQL cannot hold. */
function flawOf(value: unknown, path: string): string | null {
  if (typeof value === 'string') {
    if (value.includes('\0')) return `A NUL stands in ${path}.`
    return value.isWellFormed() ? null : `A lone surrogate stands in ${path}.`
  }
  if (value === null || typeof value !== 'object') return null
  for (const [key, inner] of Object.entries(value)) {
    const flaw = flawOf(inner, `${path}.${key}`)
    if (flaw) return flaw
  }
  return null
}
