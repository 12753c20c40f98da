import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { wholeOf } from '../server/src/mail/index.ts'
import { bytesOf, filesUnder, type Read, Score, sameWords, understand } from './corpus.ts'

/** stalwart/mail-parser's own expectations: every header and body of a mail as its JSON has them. */

type Address = { name: string | null; address: string | null }
type Value = {
  Address?: { List?: Address[]; Group?: { addresses: Address[] }[] }
  Text?: string
  TextList?: string[]
  DateTime?: Stamp
}
type Stamp = {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  tz_before_gmt: boolean
  tz_hour: number
  tz_minute: number
}
type Header = { name: string | { other: string }; value: Value | 'Empty' }
type Part = {
  headers: Header[]
  body: {
    Text?: string
    Html?: string
    Binary?: number[]
    InlineBinary?: number[]
    Message?: unknown
    Multipart?: number[]
  }
  offset_body: number
  offset_end: number
}
type Expected = { html_body: number[]; text_body: number[]; attachments: number[]; parts: Part[] }

export async function scoreStalwart(folder: string): Promise<Score> {
  const score = new Score()
  for (const path of filesUnder(folder, /\.eml$/)) {
    for (const ending of ['', '.crlf'] as const) {
      const json = path.replace(/\.eml$/, `${ending || ''}.json`)
      if (!existsSync(json)) continue
      const lf = Buffer.from(bytesOf(path))
      const bytes = ending ? Buffer.from(lf.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1') : lf
      const { read } = await understand(bytes)
      const where = `${path.slice(folder.length + 1)}${ending}`
      scoreMail(JSON.parse(readFileSync(json, 'utf8')) as Expected, read, bytes, (field, holds, detail) =>
        score.count(holds, () => `${where} ${field}: ${detail()}`),
      )
    }
  }
  return score
}

type Count = (field: string, holds: boolean, detail: () => string) => void

function scoreMail(expected: Expected, read: Read | undefined, bytes: Buffer, count: Count): void {
  const mail = read?.mail
  const root = expected.parts[0]
  if (!root) return
  const say = (wanted: unknown, got: unknown) => () =>
    `wanted ${JSON.stringify(wanted)?.slice(0, 200)}, got ${JSON.stringify(got)?.slice(0, 200)}`
  for (const field of ['from', 'to', 'cc', 'reply_to'] as const) {
    const wanted = valuesOf(root, field).map(addresses)
    if (wanted.length === 0) continue
    const got = field === 'from' ? (mail?.from ? [mail.from] : []) : (mail?.[field] ?? [])
    const merged = wanted.flat()
    const holds = [merged, ...wanted].some((list) => sameAddresses(field === 'from' ? list.slice(0, 1) : list, got))
    count(field, holds, say(merged, got))
  }
  for (const [field, got] of [
    ['message_id', list(mail?.message_id)],
    ['in_reply_to', list(mail?.in_reply_to)],
    ['references', mail?.references ?? []],
  ] as const) {
    const wanted = valuesOf(root, field).map(({ Text, TextList }) => TextList ?? (Text === undefined ? [] : [Text]))
    if (wanted.flat().length === 0) continue
    const own = (mail?.message_id ?? null) as string | null
    const clean = (ids: string[]) => [...new Set(ids)].filter((id) => field === 'message_id' || id !== own)
    const one = field === 'references' ? clean(wanted.flat()) : clean(wanted.flat()).slice(0, 1)
    count(field, JSON.stringify(one) === JSON.stringify(got), say(one, got))
  }
  const subjects = valuesOf(root, 'subject').flatMap(({ Text }) => Text ?? [])
  if (subjects.length > 0)
    count(
      'subject',
      subjects.some((text) => sameRead(text, mail?.subject ?? '')),
      say(subjects, mail?.subject),
    )
  const dates = valuesOf(root, 'date').flatMap(({ DateTime }) => (DateTime ? instant(DateTime) : []))
  if (dates.length > 0)
    count(
      'date',
      dates.includes(mail?.date ? Date.parse(mail.date) : Number.NaN),
      say(
        dates.map((at) => (Number.isNaN(at) ? at : new Date(at).toISOString())),
        mail?.date,
      ),
    )

  // Where a boundary is missing theirs stops reading and keeps the rest as a nameless text attachment; ours reads on and shows it.
  const all = expected.attachments.flatMap((index) => expected.parts[index] ?? [])
  const shown = mail?.text ?? ''
  const readOn = all.filter(
    (part) => part.body.Text !== undefined && !filename(part) && holdsWords(shown, part.body.Text),
  )
  const isReadOn = readOn.length > 0 && all.length - readOn.length === (mail?.attachments.length ?? 0)
  const parts = isReadOn ? all.filter((part) => !readOn.includes(part)) : all

  const texts = expected.text_body.flatMap((index) => expected.parts[index]?.body.Text ?? [])
  const wantedText = texts.join('\n')
  if (texts.length > 0)
    count('text', isReadOn ? holdsWords(shown, wantedText) : sameRead(wantedText, shown), say(wantedText, shown))
  const htmls = expected.html_body.filter((index) => expected.parts[index]?.body.Html !== undefined)
  if (!isReadOn) count('html', htmls.length > 0 === Boolean(mail?.html?.trim()), say(htmls.length, mail?.html))

  const got = mail?.attachments ?? []
  const names =
    parts.length === got.length && parts.every((part, at) => sameName(filename(part), got[at]?.filename ?? ''))
  count(
    'attachments',
    names,
    say(
      parts.map(named),
      got.map(({ content_type, filename }) => `${content_type} ${filename}`),
    ),
  )
  if (parts.length === 0) return
  const same = parts.map((part, at) => sameContent(part, contentOf(part, bytes), contentAt(read, at)))
  count(
    'contents',
    parts.length === got.length && same.every(Boolean),
    say(
      same,
      got.map(({ size }) => size),
    ),
  )
}

/** Boundaries and part headers in what they kept unread are no words. */
function holdsWords(shown: string, wanted: string): boolean {
  const lines = wanted.split(/\r?\n/).filter((line) => !/^(?:--|content-[\w-]+:)/i.test(line))
  return lines.every((line) => shown.includes(line.trim()))
}

const list = (one: string | null | undefined): string[] => (one ? [one] : [])
const nameOf = (header: Header): string =>
  typeof header.name === 'string' ? header.name : header.name.other.toLowerCase()
const valuesOf = (part: Part, name: string): Value[] =>
  part.headers
    .filter((header) => nameOf(header) === name && header.value !== 'Empty')
    .map((header) => header.value as Value)

function addresses({ Address }: Value): Address[] {
  return [...(Address?.List ?? []), ...(Address?.Group ?? []).flatMap((group) => group.addresses)]
}

function sameAddresses(wanted: Address[], got: readonly { name: string; address: string }[]): boolean {
  const kept = wanted.filter((one) => one.address || one.name)
  return (
    kept.length === got.length &&
    kept.every(
      (one, at) =>
        sameRead(one.name ?? '', got[at]?.name ?? '') && sameWords(one.address ?? '', got[at]?.address ?? ''),
    )
  )
}

function instant(at: Stamp): number {
  const zone = (at.tz_hour * 60 + at.tz_minute) * 60_000 * (at.tz_before_gmt ? 1 : -1)
  return Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute, at.second) + zone
}

function attribute(part: Part, header: string, name: string): string | undefined {
  const value = part.headers.find((one) => nameOf(one) === header)?.value as
    | { ContentType?: { attributes?: { name: string; value: string }[] | null } }
    | undefined
  return value?.ContentType?.attributes?.find((one) => one.name.toLowerCase() === name)?.value
}

const filename = (part: Part): string | undefined =>
  attribute(part, 'content_disposition', 'filename') ?? attribute(part, 'content_type', 'name')
const named = (part: Part | undefined) => ({ name: part && filename(part), kind: part && Object.keys(part.body)[0] })

function contentOf(part: Part, bytes: Buffer): Uint8Array {
  const { Text, Html, Binary, InlineBinary } = part.body
  if (Text !== undefined || Html !== undefined) return Buffer.from(Text ?? Html ?? '')
  return Binary || InlineBinary
    ? Uint8Array.from(Binary ?? InlineBinary ?? [])
    : bytes.subarray(part.offset_body, part.offset_end)
}

/** A text attachment is expected decoded; ours are bytes, in the charset that the part says. */
function isSameText(part: Part, wanted: Uint8Array, content: Uint8Array): boolean {
  const charset = attribute(part, 'content_type', 'charset') ?? 'utf-8'
  const decoded = ['utf-8', 'windows-1252', charset].map((name) =>
    new TextDecoder(/^utf-?7$/i.test(name) ? 'utf-8' : name).decode(content),
  )
  return decoded.some((text) => sameWords(Buffer.from(wanted).toString(), text))
}

function sameContent(part: Part, wanted: Uint8Array, content: Uint8Array | undefined): boolean {
  if (content === undefined) return false
  const decoded = Buffer.from(Buffer.from(wanted).toString('latin1'), 'base64')
  return sameBytes(wanted, content) || isSameText(part, wanted, content) || sameBytes(decoded, content)
}

function contentAt(read: Read | undefined, at: number): Uint8Array | undefined {
  const content = read?.contents[at]
  return content && wholeOf(content)
}

/** Characters that no file system bears are replaced in ours; an unnamed part gets a name of ours. */
function sameName(wanted: string | undefined, got: string): boolean {
  const plain = (name: string) => name.replace(/[/\\:*?"<>|_]/g, '')
  return wanted === undefined || sameRead(plain(wanted), plain(got))
}

/** Their U+FFFD stands where a header held bytes of no said charset, which we read as the likeliest one: any character matches it. */
function sameRead(wanted: string, got: string): boolean {
  if (!wanted.includes('\ufffd')) return sameWords(wanted, got)
  const [a, b] = [[...wanted.replace(/\s+/g, ' ').trim()], [...got.replace(/\s+/g, ' ').trim()]]
  return a.length === b.length && a.every((char, at) => char === '\ufffd' || char === b[at])
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => hash(a) === hash(b)
const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
