import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bytesOf, Score, understand } from './corpus.ts'

/**
 * What a person newly wrote, of published reply texts. Each expectation was read and judged by a person; kept as the number of its
 * lines and a hash of its words, because the texts belong to others.
 */
export async function scoreReplies(corpus: string, sets: readonly string[]): Promise<Score> {
  const score = new Score()
  const expected = JSON.parse(readFileSync(join(import.meta.dirname, 'replies.json'), 'utf8')) as Record<string, string>
  for (const [file, wanted] of Object.entries(expected)) {
    if (!sets.some((set) => file.startsWith(`${set}/`)) || !existsSync(join(corpus, file))) continue
    const reply = await replyOf(join(corpus, file))
    score.count(digest(reply) === wanted, () => `${file}: wanted ${wanted}, got ${digest(reply)}: ${reply.slice(-80)}`)
  }
  return score
}

/** The file as the body of a mail. */
export async function replyOf(path: string): Promise<string> {
  const type = path.endsWith('.html') ? 'text/html' : 'text/plain'
  const head = `From: ada@acme.example\nSubject: x\nMessage-ID: <1@acme.example>\nContent-Type: ${type}; charset=utf-8\n\n`
  const { read } = await understand(Buffer.concat([Buffer.from(head), bytesOf(path)]))
  return read?.mail.reply_text ?? ''
}

export function digest(reply: string): string {
  const words = reply.replace(/\s+/g, ' ').trim()
  return `${reply === '' ? 0 : reply.split('\n').length} ${createHash('sha256').update(words).digest('hex').slice(0, 16)}`
}
