type Line = { text: string; depth: number }
type List = { count: number | null; width: number; isInItem: boolean }

/** Text laid out in lines as blocks, lists, quotes and breaks ask for it. A cell of a table is a sheet of its own. */
export class Sheet {
  readonly #lines: Line[] = []
  #line = ''
  /** A blank is owed before the next word. */
  #gap = false
  /** An empty line is owed before the next word. */
  #emptyWanted = false
  /** A no-break space is all that stands in this line: somebody wanted it empty. */
  #spaced = false
  #quotes = 0
  #mark = ''
  readonly #lists: List[] = []
  readonly #links: { href: string; label: string; line: number }[] = []
  /** Known without looking: to look into a line that is still growing copies it, each time. */
  #endsBlank = false
  /** Whether it began with a paragraph, which keeps its distance from what is above. */
  isSpacedBefore = false

  words(text: string): void {
    const trimmed = text.trim()
    if (trimmed === '') {
      if (text !== '') this.#gap = true
      if (this.#line === '' && text.includes('\u00a0')) this.#spaced = true
      return
    }
    if (/^\s/.test(text)) this.#gap = true
    this.put(trimmed.replace(/\s+/g, ' '))
    this.#gap = /\s$/.test(text)
  }

  preformatted(text: string): void {
    for (const [index, line] of text.split('\n').entries()) {
      if (index > 0) this.breakLine(true)
      this.#gap = false
      this.put(line)
    }
  }

  put(text: string): void {
    if (text === '') return
    const blank = this.#line !== '' && this.#gap && !this.#endsBlank ? ' ' : ''
    if (this.#line === '') this.#begin()
    this.#line += blank + text
    const link = this.#links.at(-1)
    if (link) link.label += blank + text
    this.#endsBlank = text.endsWith(' ')
    this.#gap = false
  }

  /** Two empty lines are somebody's way to part things; more of them only push the text off the screen. */
  br(): void {
    if (this.#line !== '') this.breakLine()
    else if (this.#lines.at(-2)?.text !== '' || this.#lines.at(-1)?.text !== '') this.breakLine(true)
  }

  breakLine(isAlways = false): void {
    this.#gap = false
    if (this.#line !== '') {
      this.#push(this.#line.trimEnd(), this.#quotes)
      this.#line = ''
    } else if (isAlways) {
      if (this.#lines.length > 0) this.#push('', this.#quotes)
    } else if (this.#spaced) this.#empty()
    this.#spaced = false
  }

  paragraph(): void {
    this.breakLine()
    if (this.#lists.length === 0) this.#emptyWanted = true
    if (this.#lines.length === 0 && this.#lists.length === 0) this.isSpacedBefore = true
  }

  quote(by: 1 | -1): void {
    this.paragraph()
    this.#emptyWanted = true
    this.#quotes = Math.min(Math.max(0, this.#quotes + by), 20)
  }

  openList(start: number | null): void {
    this.paragraph()
    this.#lists.push({ count: start, width: 2, isInItem: false })
  }

  closeList(): void {
    this.breakLine()
    this.#mark = ''
    this.#lists.pop()
    if (this.#lists.length === 0) this.#emptyWanted = true
  }

  openItem(): void {
    this.breakLine()
    const list = this.#lists.at(-1)
    const mark = list && list.count !== null ? `${list.count++}. ` : '- '
    this.#mark = indentOf(this.#lists.slice(0, -1)) + mark
    if (!list) return
    list.width = mark.length
    list.isInItem = true
  }

  closeItem(): void {
    this.breakLine()
    this.#mark = ''
    const list = this.#lists.at(-1)
    if (list) list.isInItem = false
  }

  /** Word writes a list as paragraphs that hang out to the left, with a bullet of its own before the words. */
  closeWordItem(level: number): void {
    const said = this.#line.trimStart()
    const item = wordBullet.test(said) ? `- ${said.replace(wordBullet, '')}` : said
    if (item !== '') this.#line = '  '.repeat(level) + item
    this.breakLine()
  }

  openLink(href: string): void {
    this.#links.push({ href, label: '', line: this.#lines.length })
  }

  closeLink(): void {
    const link = this.#links.pop()
    const around = this.#links.at(-1)
    if (link && around) around.label += link.label
    if (!link || !/^(?:https?|mailto|tel):/i.test(link.href)) return
    const isOneLine = link.line === this.#lines.length
    const label = isOneLine ? link.label.trim() : ''
    const bare = link.href.replace(/^(?:mailto:|tel:)/i, '')
    if (label && isSame(label, bare)) return
    this.#gap = this.#line !== ''
    // A link around an image alone has nothing to read: its address is all there is.
    this.put(label || !isOneLine ? `<${bare}>` : bare)
  }

  /** The finished sheet of a cell, or several of them, below what stands here. */
  append(other: Sheet): void {
    const lines = other.finish()
    if (lines.length === 0) return
    this.breakLine()
    if (other.isSpacedBefore || lines.length > 1) this.#emptyWanted = this.#lines.length > 0
    if (this.#lines.length === 0) this.isSpacedBefore ||= other.isSpacedBefore
    for (const { text, depth } of lines) {
      if (text !== '') this.#begin()
      this.#push(text === '' ? '' : this.#line + text, this.#quotes + depth)
      this.#line = ''
    }
    this.#emptyWanted = other.#emptyWanted || lines.length > 1
  }

  finish(): Line[] {
    this.breakLine()
    while (this.#lines.at(-1)?.text === '') this.#lines.pop()
    return this.#lines
  }

  text(): string {
    return this.finish()
      .map(({ text, depth }) => (depth > 0 ? `${'>'.repeat(depth)} ${text}`.trimEnd() : text))
      .join('\n')
      .trim()
  }

  #begin(): void {
    if (this.#emptyWanted) this.#empty()
    this.#emptyWanted = false
    this.#line = this.#mark || indentOf(this.#lists)
    this.#mark = ''
    this.#gap = false
    this.#spaced = false
  }

  /** One empty line, however often it is asked for. */
  #empty(): void {
    const last = this.#lines.at(-1)
    if (last && last.text !== '') this.#push('', Math.min(last.depth, this.#quotes))
  }

  #push(text: string, depth: number): void {
    this.#lines.push({ text, depth })
  }
}

const wordBullet = /^[·•▪▫◦‣§ØüvoÜ\uf0b7\uf0a7\uf0d8\uf0fc–-] (?=\S)/

const indentOf = (lists: readonly List[]): string =>
  ' '.repeat(
    Math.min(
      lists.reduce((sum, { width }) => sum + width, 0),
      40,
    ),
  )

function isSame(label: string, address: string): boolean {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/^https?:\/\/(?:www\.)?|^www\./, '')
      .replace(/\/$/, '')
  return plain(label) === plain(address)
}
