import { type Bodies, bodiesOf } from './bodies.ts'
import { bodyBytesMax, bodyMegabytesMax, boundedHtml, htmlCharsMax, mebi } from './bounding.ts'
import { decodeText } from './charsets.ts'
import { cleanText } from './cleaning.ts'
import { divide } from './contents.ts'
import { decodeTransfer } from './decoding.ts'
import { type Embedded, extractEmbedded } from './embedded.ts'
import { unflow } from './flowing.ts'
import { htmlToText } from './htmlText.ts'
import type { Leaf } from './listFooters.ts'
import { noticeDifference, noticeUnseen } from './noticing.ts'
import type { Part } from './parts.ts'
import { nothingUnseen, sanitizeHtml, type Unseen } from './sanitizing.ts'
import { readTnef } from './tnef.ts'

/**
 * What a person reads of a mail. `html` is sanitised, null when no part is HTML; `leaves` are the texts as
 * decoded and the hashes of what was cut off them; `contentIds` are the pictures that the HTML shows.
 */
export type Reading = {
  text: string
  html: string | null
  leaves: Leaf[]
  embedded: Embedded[]
  attached: Part[]
  contentIds: ReadonlySet<string>
}

type Page = { html: string; text: string }

type Opened = Pick<Reading, 'leaves' | 'embedded' | 'attached'> & { bodies: Bodies; texts: Map<Part, string> }

/** What the mail says by itself, before anything of ours touched it. */
export function openBodies(root: Part, problems: string[]): Opened {
  const bodies = bodiesOf(root)
  const texts = new Map<Part, string>()
  const embedded: Embedded[] = []
  const rests: Leaf[] = []
  const bytesLeft = { text: bodyBytesMax, html: bodyBytesMax }
  for (const part of new Set([...bodies.text, ...bodies.html])) {
    if (!part.type.startsWith('text/')) continue
    const charset = part.params.get('charset')
    const isHtml = part.type === 'text/html'
    const kind = isHtml ? 'html' : 'text'
    const most = bodyMegabytesMax(charset)
    const { head, rest } = divide(part, Math.min(bytesLeft[kind], most * mebi))
    bytesLeft[kind] -= head.length
    if (rest !== null) {
      problems.push(isHtml ? htmlCut : `The text is longer than ${most} MiB and is cut; the source has all of it.`)
      rests.push({ hash: rest })
    }
    const { text, fault } = decodeText(head, charset ?? null)
    if (fault) problems.push(`A ${part.type} part ${fault}.`)
    const clean = cleanText(text)
    if (isHtml) texts.set(part, clean)
    else {
      const plain = extractEmbedded(clean, embedded)
      texts.set(part, isFlowed(part) ? unflow(plain, part.params.get('delsp')?.toLowerCase() === 'yes') : plain)
    }
  }
  const outlook = openWinmail(bodies, embedded)
  if (outlook.words && [...texts.values()].every((text) => text.trim() === '')) texts.set(outlook.words, outlook.text)
  const leaves = [...[...texts.values()].filter((text) => text !== ''), ...rests]
  return { bodies, texts, leaves, embedded, attached: outlook.attached }
}

/** The words of all bodies in their order: none is lost because another is of a different kind. */
export function readBodies(root: Part, problems: string[]): Reading {
  const { bodies, texts, ...opened } = openBodies(root, problems)
  const pages = new Map<Part, Page>()
  const unseen = nothingUnseen()
  let charsLeft = htmlCharsMax
  for (const [part, text] of texts) {
    if (part.type !== 'text/html' || text.trim() === '') continue
    pages.set(part, pageOf(text, charsLeft, unseen, problems))
    charsLeft = Math.max(0, charsLeft - text.length)
  }
  problems.push(...noticePages(bodies, texts, pages, unseen))
  return {
    ...opened,
    text: readText(bodies, texts, pages),
    html: readHtml(bodies, texts, pages, problems),
    contentIds: unseen.contentIds,
  }
}

type Outlook = { attached: Part[]; words: Part | null; text: string }

/** A winmail.dat gives way to what is in it; its text counts when the mail has none outside. */
function openWinmail(bodies: Bodies, embedded: Embedded[]): Outlook {
  const outlook: Outlook = { attached: [], words: null, text: '' }
  for (const part of bodies.attached) {
    const tnef = /^application\/(?:vnd\.)?ms-tnef$/.test(part.type)
      ? readTnef(decodeTransfer(part.body, part.encoding))
      : null
    if (!tnef || tnef.files.length === 0) outlook.attached.push(part)
    if (!tnef) continue
    embedded.push(...tnef.files)
    const text = tnef.html ? decodeText(tnef.html, 'utf-8').text : (tnef.text ?? '')
    if (text.trim() === '' || outlook.words) continue
    outlook.words = { ...part, type: tnef.html ? 'text/html' : 'text/plain' }
    outlook.text = cleanText(text)
    bodies.text.push(outlook.words)
    bodies.html.push(outlook.words)
  }
  return outlook
}

const isFlowed = ({ params }: Part): boolean => params.get('format')?.toLowerCase() === 'flowed'

const htmlCut = 'The HTML is too long or too deep and is cut; the source has all of it.'

function pageOf(html: string, charsMax: number, unseen: Unseen, problems: string[]): Page {
  const bounded = boundedHtml(html, charsMax)
  if (bounded.length < html.length) problems.push(htmlCut)
  const clean = sanitizeHtml(bounded, { unseen })
  return { html: clean, text: htmlToText(clean, unseen.hidden) }
}

function noticePages(
  { text, html }: Bodies,
  texts: Map<Part, string>,
  pages: Map<Part, Page>,
  unseen: Unseen,
): string[] {
  const plain = text.filter((part) => !html.includes(part)).map((part) => texts.get(part) ?? '')
  const shown = html.filter((part) => !text.includes(part)).map((part) => pages.get(part)?.text ?? '')
  const all = [...texts.keys()].map((part) => pages.get(part)?.text ?? texts.get(part))
  return [...noticeUnseen(unseen, all.join(' ')), ...noticeDifference(plain.join(' '), shown.join(' '))]
}

function readText({ text, html }: Bodies, texts: Map<Part, string>, pages: Map<Part, Page>): string {
  const words = (parts: Part[]) =>
    parts.flatMap((part) => pages.get(part)?.text ?? texts.get(part) ?? []).filter((one) => one.trim() !== '')
  const plain = words(text)
  return (plain.length > 0 ? plain : words(html)).map(asBlock).join('')
}

/** Several texts stand one below the other. */
const asBlock = (text: string, index: number, all: string[]): string =>
  index < all.length - 1 && !text.endsWith('\n') ? `${text}\n` : text

function readHtml(
  { html }: Bodies,
  texts: Map<Part, string>,
  pages: Map<Part, Page>,
  problems: string[],
): string | null {
  if (!html.some((part) => pages.has(part))) return null
  return html
    .flatMap(
      (part) => pages.get(part)?.html ?? (texts.get(part)?.trim() ? preformatted(texts.get(part) ?? '', problems) : []),
    )
    .join('\n')
}

/** A mark makes six characters of one. */
const preformattedCharsMax = 1024 * 1024

function preformatted(text: string, problems: string[]): string {
  if (text.length > preformattedCharsMax)
    problems.push('A text beside the HTML is long and is cut there; as plain text it is whole.')
  const escaped = cleanText(text.slice(0, preformattedCharsMax))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
  return `<div style="white-space:pre-wrap">${escaped}</div>`
}
