/**
 * Reads sanitised HTML as text: blocks as lines, lists with their marks, cells apart, links with their address, quotes with `>`.
 * Takes the sanitiser's output only: there `<` and `>` stand for tags and nothing else, so one pass is enough.
 */
export function htmlToText(sanitised: string): string {
  const page = new Page()
  for (const [index, piece] of sanitised.split('<').entries()) {
    const close = index === 0 ? -1 : piece.indexOf('>')
    const [, slash, name, attributes] =
      /^(\/?)([a-z][a-z0-9]{0,20})([\s\S]*)$/.exec(piece.slice(0, Math.max(0, close))) ?? []
    if (name !== undefined) slash ? page.close(name) : page.open(name, attributes ?? '')
    page.words(unescaped(piece.slice(close + 1)))
  }
  return page.text()
}

const paragraphs = new Set([
  'p',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'ul',
  'ol',
  'dl',
  'table',
  'pre',
  'blockquote',
  'figure',
])
const lines = new Set([
  'div',
  'center',
  'address',
  'article',
  'aside',
  'section',
  'header',
  'footer',
  'main',
  'figcaption',
  'details',
  'summary',
  'li',
  'dt',
  'dd',
  'tr',
  'caption',
  'thead',
  'tbody',
  'tfoot',
])

class Page {
  readonly #lines: string[] = []
  /** The line in pieces: a text joined with every word, and looked into, would be copied with every word. */
  #line: string[] = []
  /** A blank is owed before the next word. */
  #gap = false
  #emptyWanted = false
  #quotes = 0
  #pre = 0
  readonly #lists: { count: number | null }[] = []
  readonly #links: { href: string; at: number; lines: number }[] = []
  #cells = 0

  words(text: string): void {
    if (this.#pre > 0) {
      const [first = '', ...rest] = text.split('\n')
      this.#put(first)
      for (const line of rest) {
        this.#break(true)
        this.#put(line)
      }
      return
    }
    const trimmed = text.trim()
    if (text !== '' && /^\s/.test(text)) this.#gap = true
    if (trimmed === '') return
    this.#put(trimmed.replace(/\s+/g, ' '))
    this.#gap = /\s$/.test(text)
  }

  open(tag: string, attributes: string): void {
    if (tag === 'br') this.#break(true)
    else if (tag === 'hr') {
      this.#break()
      this.#put('----------')
      this.#break()
    } else if (tag === 'img') {
      const alt = attribute(attributes, 'alt').trim()
      if (alt) this.words(` ${alt} `)
    } else if (tag === 'a')
      this.#links.push({ href: attribute(attributes, 'href'), at: this.#line.length, lines: this.#lines.length })
    else if (tag === 'td' || tag === 'th') {
      if (this.#cells++ > 0 && this.#line.length > 0) this.#put(' | ', false)
    } else if (paragraphs.has(tag) || lines.has(tag)) this.#openBlock(tag, attributes)
  }

  close(tag: string): void {
    if (tag === 'a') this.#closeLink()
    else if (paragraphs.has(tag)) {
      this.#break()
      if (tag === 'blockquote') this.#quotes = Math.max(0, this.#quotes - 1)
      if (tag === 'pre') this.#pre = Math.max(0, this.#pre - 1)
      if (tag === 'ul' || tag === 'ol') this.#lists.pop()
      this.#emptyWanted = this.#lists.length === 0
    } else if (lines.has(tag)) this.#break()
  }

  text(): string {
    this.#break()
    return this.#lines.join('\n').trim()
  }

  #openBlock(tag: string, attributes: string): void {
    this.#break()
    if (paragraphs.has(tag) && this.#lists.length === 0) this.#emptyWanted = true
    if (tag === 'blockquote') this.#quotes = Math.min(this.#quotes + 1, 20)
    if (tag === 'pre') this.#pre++
    if (tag === 'tr') this.#cells = 0
    if (tag === 'ul') this.#lists.push({ count: null })
    if (tag === 'ol') this.#lists.push({ count: Number.parseInt(attribute(attributes, 'start'), 10) || 1 })
    if (tag !== 'li') return
    const list = this.#lists.at(-1)
    const mark = list && list.count !== null ? `${list.count++}.` : '-'
    this.#put(`${'  '.repeat(Math.min(Math.max(0, this.#lists.length - 1), 20))}${mark} `, false)
    this.#gap = false
  }

  #closeLink(): void {
    const link = this.#links.pop()
    if (!link || !/^(?:https?|mailto|tel):/i.test(link.href)) return
    const bare = link.href.replace(/^(?:mailto:|tel:)/i, '')
    const label = link.lines === this.#lines.length ? this.#since(link.at, bare.length + 100).trim() : ''
    // A link around an image alone has nothing to read: its address is all there is.
    if (label && same(label, bare)) return
    this.#gap = this.#line.length > 0
    this.#put(label || link.lines !== this.#lines.length ? `<${bare}>` : bare)
  }

  /** What was written on this line since a piece of it; enough of it to know that it is longer. */
  #since(at: number, charsMax: number): string {
    let text = ''
    for (let index = at; index < this.#line.length && text.length <= charsMax; index++) text += this.#line[index]
    return text
  }

  #put(text: string, gapped = true): void {
    if (text === '') return
    if (this.#line.length === 0 && this.#emptyWanted) {
      if (this.#lines.length > 0 && this.#lines.at(-1)?.replaceAll('>', '').trim() !== '') this.#lines.push('')
      this.#emptyWanted = false
    }
    if (gapped && this.#gap && this.#line.length > 0 && !this.#line.at(-1)?.endsWith(' ')) this.#line.push(' ')
    this.#line.push(text)
    this.#gap = false
  }

  #break(always = false): void {
    this.#gap = false
    if (this.#line.length === 0 && (!always || this.#lines.length === 0)) return
    this.#lines.push((this.#prefix() + this.#line.join('')).trimEnd())
    this.#line = []
  }

  #prefix(): string {
    return this.#quotes > 0 ? `${'>'.repeat(this.#quotes)} ` : ''
  }
}

function attribute(attributes: string, name: string): string {
  const start = attributes.indexOf(` ${name}="`)
  if (start < 0) return ''
  const from = start + name.length + 3
  return unescaped(attributes.slice(from, attributes.indexOf('"', from)))
}

/** The sanitiser decodes every entity and writes these four. A no-break space reads as a blank. */
function unescaped(text: string): string {
  const plain = text.includes('&')
    ? text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
    : text
  return plain.replaceAll('\u00a0', ' ').replace(/\u034f|[\u00ad\u200b\u2060\ufeff]/g, '')
}

function same(label: string, address: string): boolean {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/^https?:\/\/(?:www\.)?|^www\./, '')
      .replace(/\/$/, '')
  return plain(label) === plain(address)
}
