import { basename, dirname, join } from 'node:path'
import { wholeOf } from '../server/src/mail/index.ts'
import { bytesOf, filesUnder, type Read, Score, sameWords, understand } from './corpus.ts'

/** Apache mime4j's decoded bodies: each must be found again, as words shown, as an attachment, or inside an attached mail. */
export async function scoreMime4j(folder: string): Promise<Score> {
  const score = new Score()
  for (const path of filesUnder(folder, /\.msg$/)) {
    const stem = basename(path, '.msg')
    const bodies = filesUnder(dirname(path), /_decoded_[\d_]+\.(?:txt|bin)$/).filter((name) =>
      new RegExp(`^${escaped(stem)}_decoded_[\\d_]+\\.(?:txt|bin)$`).test(basename(name)),
    )
    if (bodies.length === 0) continue
    const { read } = await understand(bytesOf(path))
    const found = read ? await everythingIn(read) : { texts: [], contents: [] }
    for (const body of bodies) {
      const wanted = Buffer.from(bytesOf(join(body)))
      score.count(holds(found, wanted), () => `${basename(body)}: ${wanted.toString('latin1', 0, 120)}`)
    }
  }
  return score
}

type Everything = { texts: string[]; contents: Buffer[] }

async function everythingIn({ mail, contents }: Read, depth = 0): Promise<Everything> {
  const all: Everything = { texts: [mail.text, mail.html ?? ''], contents: contents.map(wholeOf) }
  for (const [index, { content_type }] of mail.attachments.entries()) {
    if (content_type !== 'message/rfc822' || depth > 10) continue
    const { read } = await understand(wholeOf(contents[index]!)).catch(() => ({ read: undefined }))
    if (!read) continue
    const inner = await everythingIn(read, depth + 1)
    all.texts.push(...inner.texts)
    all.contents.push(...inner.contents)
  }
  return all
}

function holds({ texts, contents }: Everything, wanted: Buffer): boolean {
  // Files in the text are taken out of ours and stay in theirs.
  const bare = wanted.toString('latin1').replace(/^begin \d{3} [\s\S]*?^end\r?$/gm, '')
  if (bare.length < wanted.length) return holds({ texts, contents }, Buffer.from(bare, 'latin1'))
  if (contents.some((one) => one.equals(wanted) || sameLines(one, wanted))) return true
  return ['utf-8', 'windows-1252', 'iso-8859-15'].some((charset) => {
    const text = new TextDecoder(charset).decode(wanted)
    return texts.some((shown) => sameWords(shown, text) || words(shown).includes(words(text)))
  })
}

const sameLines = (a: Buffer, b: Buffer): boolean => sameWords(a.toString('latin1'), b.toString('latin1'))
const words = (text: string): string =>
  text
    .replace(/<[^>]*>/g, ' ')
    .replace(/&\w+;/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
