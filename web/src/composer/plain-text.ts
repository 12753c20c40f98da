/** What the editor holds, as it says it itself. */
export type Node = {
  type?: string
  text?: string
  attrs?: Record<string, unknown>
  marks?: { type: string; attrs?: Record<string, unknown> }[]
  content?: Node[]
}

/** The same words for those who read plain text: lists and quotes by their signs, links with where they lead. */
export const textOf = (doc: Node): string =>
  linesOf(doc)
    .map((line) => (line === signatureMark ? line : line.trimEnd()))
    .join('\n')
    .replace(/^\n+|\n+$/g, '')

/** Nobody has written anything: neither words nor a picture, whatever stands below as a signature. */
export const isBlank = (doc: Node): boolean =>
  doc.type === 'signature' ||
  (doc.type !== 'image' && !doc.text?.trim() && (doc.content ?? []).every((child) => isBlank(child)))

/** RFC 3676: dash dash space, alone on its line. */
const signatureMark = '-- '

function linesOf(node: Node): string[] {
  const children = node.content ?? []
  const inner = () => children.flatMap(linesOf)
  switch (node.type) {
    case 'blockquote':
      return inner().map((line) => (line === '' || line.startsWith('>') ? `>${line}` : `> ${line}`))
    case 'bulletList':
      return children.flatMap((item) => itemOf(item, '- '))
    case 'orderedList': {
      const start = typeof node.attrs?.start === 'number' ? node.attrs.start : 1
      return children.flatMap((item, at) => itemOf(item, `${start + at}. `))
    }
    case 'signature':
      return [signatureMark, ...inner()]
    case 'horizontalRule':
      return ['----------']
    case 'image':
      return [wordsOf(node)]
    case 'doc':
      return inner()
    default:
      return children.map(wordsOf).join('').split('\n')
  }
}

function itemOf(item: Node, sign: string): string[] {
  return (item.content ?? [])
    .flatMap(linesOf)
    .map((line, at) => (at === 0 ? `${sign}${line}` : line && `${' '.repeat(sign.length)}${line}`))
}

function wordsOf({ type, text = '', marks, attrs }: Node): string {
  if (type === 'hardBreak') return '\n'
  if (type === 'image') return `[${String(attrs?.alt || 'picture')}]`
  const href = marks?.find((mark) => mark.type === 'link')?.attrs?.href
  if (typeof href !== 'string') return text
  const said = text.trim().toLowerCase()
  const leads = href.toLowerCase()
  const isSaid = [leads, leads.replace(/^(?:mailto:|tel:|https?:\/\/)/, '')].some(
    (way) => way === said || way === `${said}/`,
  )
  return isSaid ? text : `${text} (${href.replace(/^(?:mailto|tel):/i, '')})`
}

/** Words that were typed without shape, as the editor would have them. */
export const asLines = (text: string) =>
  text
    .split('\n')
    .map((line) => `<div>${line.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</div>`)
    .join('')
