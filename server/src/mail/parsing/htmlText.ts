import { isSeen, plainSight, type Sight, sightOf } from './seeing.ts'
import { Sheet } from './textSheet.ts'
import { layRow, type Table } from './textTables.ts'

/**
 * Reads sanitised HTML as text: blocks as lines, lists with their marks, cells apart, links with their address, quotes with `>`.
 * Takes the sanitiser's output only: there `<` and `>` stand for tags and nothing else, and every element is closed, so one pass
 * is enough. Words too small to be seen, or in the colour of what is under them, are left out; `hidden` gets them.
 */
export function htmlToText(sanitised: string, hidden: string[] = []): string {
  const reader = new Reader(hidden)
  for (const [index, piece] of sanitised.split('<').entries()) {
    const close = index === 0 ? -1 : piece.indexOf('>')
    const [, slash, name, attributes] =
      /^(\/?)([a-z][a-z0-9]{0,20})([\s\S]*)$/.exec(piece.slice(0, Math.max(0, close))) ?? []
    if (name !== undefined) slash ? reader.close(name) : reader.open(name, attributes ?? '')
    reader.words(readable(piece.slice(close + 1)))
  }
  return reader.text()
}

const named = (names: string): ReadonlySet<string> => new Set(names.split(' '))
const empty = named('br hr img wbr col')
const paragraphs = named('p h1 h2 h3 h4 h5 h6 dl table pre figure')
const lines = named(
  'div center address article aside section header footer main figcaption details summary dt dd caption thead tbody tfoot',
)

/** What an element hands down to those in it, and how it ends. */
type Element = {
  isPre: boolean
  sight: Sight
  isUnseen: boolean
  end: 'none' | 'line' | 'paragraph' | 'item'
  level: number
}
const plain: Element = { isPre: false, sight: plainSight, isUnseen: false, end: 'none', level: 0 }

class Reader {
  readonly #elements: Element[] = [plain]
  readonly #sheets: Sheet[] = [new Sheet()]
  readonly #tables: Table[] = []
  readonly #hidden: string[]
  #isAfterPre = false

  constructor(hidden: string[]) {
    this.#hidden = hidden
  }

  get #sheet(): Sheet {
    return this.#sheets.at(-1)!
  }

  get #element(): Element {
    return this.#elements.at(-1) ?? plain
  }

  words(text: string): void {
    if (text === '') return
    if (this.#element.isUnseen) {
      this.#hidden.push(text)
      return
    }
    // The line break behind <pre> belongs to the tag.
    const said = this.#isAfterPre && text.startsWith('\n') ? text.slice(1) : text
    this.#isAfterPre = false
    if (this.#element.isPre) this.#sheet.preformatted(said.replaceAll('\u00a0', ' '))
    else this.#sheet.words(said)
  }

  open(tag: string, attributes: string): void {
    if (empty.has(tag)) this.#once(tag, attributes)
    else {
      const element = elementOf(tag, attributes, this.#element)
      this.#elements.push(element)
      if (tag === 'pre') this.#isAfterPre = true
      this.#begin(tag, attributes, element)
    }
  }

  close(tag: string): void {
    if (this.#elements.length < 2) return
    const { end, level } = this.#elements.pop() ?? plain
    const sheet = this.#sheet
    if (tag === 'a') sheet.closeLink()
    else if (tag === 'blockquote') sheet.quote(-1)
    else if (tag === 'ul' || tag === 'ol') sheet.closeList()
    else if (tag === 'li') sheet.closeItem()
    else if (tag === 'td' || tag === 'th') this.#closeCell()
    else if (tag === 'tr') this.#closeRow()
    else if (tag === 'table') this.#closeTable()
    else if (end === 'item') sheet.closeWordItem(level)
    else if (end === 'paragraph') sheet.paragraph()
    else if (end === 'line') sheet.breakLine()
  }

  text(): string {
    return this.#sheets[0]!.text()
  }

  #once(tag: string, attributes: string): void {
    if (tag === 'br') this.#sheet.br()
    else if (tag === 'img') this.#sheet.words(` ${readable(attribute(attributes, 'alt')).trim()} `)
    else if (tag === 'hr') {
      this.#sheet.breakLine()
      this.#sheet.put('----------')
      this.#sheet.breakLine()
    }
  }

  #begin(tag: string, attributes: string, { end }: Element): void {
    const sheet = this.#sheet
    if (tag === 'a') sheet.openLink(readable(attribute(attributes, 'href')))
    else if (tag === 'blockquote') sheet.quote(1)
    else if (tag === 'ul') sheet.openList(null)
    else if (tag === 'ol') sheet.openList(Number.parseInt(attribute(attributes, 'start'), 10) || 1)
    else if (tag === 'li') sheet.openItem()
    else if (tag === 'td' || tag === 'th') this.#openCell(tag)
    else if (tag === 'tr') this.#closeRow()
    else if (end === 'paragraph') sheet.paragraph()
    else if (end !== 'none') sheet.breakLine()
    if (tag === 'table') this.#tables.push({ isRuled: /[1-9]/.test(attribute(attributes, 'border')), row: [] })
  }

  #openCell(tag: string): void {
    if (tag === 'th') this.#table().isRuled = true
    this.#sheets.push(new Sheet())
  }

  #closeCell(): void {
    if (this.#sheets.length > 1) this.#table().row.push(this.#sheets.pop()!)
  }

  #closeRow(): void {
    const table = this.#tables.at(-1)
    if (table) layRow(table, this.#sheet)
  }

  #closeTable(): void {
    this.#closeRow()
    this.#tables.pop()
    this.#sheet.paragraph()
  }

  /** A cell that stands outside any table makes one. */
  #table(): Table {
    if (this.#tables.length === 0) this.#tables.push({ isRuled: false, row: [] })
    return this.#tables.at(-1)!
  }
}

function elementOf(tag: string, attributes: string, parent: Element): Element {
  const style = attribute(attributes, 'style')
  const isPre =
    tag === 'pre' || (style.includes('white-space:') ? /white-space:(?:pre|break)/.test(style) : parent.isPre)
  const sight = sightOf(tag, (name) => readable(attribute(attributes, name)), parent.sight)
  const isUnseen = sight === parent.sight ? parent.isUnseen : !isSeen(sight)
  const element: Element = { isPre, sight, isUnseen, end: 'none', level: 0 }
  if (lines.has(tag)) element.end = 'line'
  if (paragraphs.has(tag)) element.end = tag === 'p' && isTight(attributes, style) ? 'line' : 'paragraph'
  if (tag === 'p' && style.includes('text-indent:-')) {
    element.end = 'item'
    element.level = levelOf(style)
  }
  return element
}

/** Word's paragraphs, and those of people who press Enter for every line, have no distance from each other. */
function isTight(attributes: string, style: string): boolean {
  if (/^Mso/.test(attribute(attributes, 'class'))) return true
  const all = /margin:(\S+)(?: \S+)?(?: (\S+))?/.exec(style.replaceAll(';', '; '))
  const top = /margin-top:([^;]+)/.exec(style)?.[1] ?? all?.[1]
  const bottom = /margin-bottom:([^;]+)/.exec(style)?.[1] ?? all?.[2] ?? all?.[1]
  return top !== undefined && bottom !== undefined && Number.parseFloat(top) < 1 && Number.parseFloat(bottom) < 1
}

/** Word moves each level of a list half an inch to the right. */
function levelOf(style: string): number {
  const [, size = '', unit = ''] = /margin-left:(\d{0,5}(?:\.\d{0,5})?)(in|pt|px|cm)/.exec(style) ?? []
  const perLevel = { in: 0.5, pt: 36, px: 48, cm: 1.27 }[unit]
  return perLevel ? Math.min(Math.max(0, Math.round(Number(size) / perLevel) - 1), 8) : 0
}

function attribute(attributes: string, name: string): string {
  const start = attributes.indexOf(` ${name}="`)
  if (start < 0) return ''
  const from = start + name.length + 3
  return attributes.slice(from, attributes.indexOf('"', from))
}

/** The sanitiser decodes every entity and writes these four. What has no width says nothing, save between letters that it joins. */
function readable(text: string): string {
  const said = text.includes('&')
    ? text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
    : text
  const visible = said.replace(/[\u034f\u00ad\u200b\u2060\ufeff]/g, '')
  if (!/[\u200c-\u200f]/.test(visible)) return visible
  return visible
    .split(/(\s)/)
    .filter((word) => word === '' || !/^[\u200c-\u200f]+$/.test(word))
    .join('')
}
