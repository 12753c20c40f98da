import sanitize from 'sanitize-html'
import { hides, readStyle, urlsOf } from './styling.ts'

export type Sanitizing = {
  /** Where the reader finds an inline image; without it `cid:` stays, as it is stored. */
  cidUrl?: (contentId: string) => string | null
  /** Where the reader finds a remote image, for one who asked to see them; without it none is shown. */
  remoteUrl?: (address: string) => string | null
  /** Is filled with what a reader of the page does not get to see. */
  unseen?: Unseen
}

/** `remoteImages` are the addresses of pictures that lie elsewhere, each once. */
export type Unseen = { remoteImages: Set<string>; contentIds: Set<string>; hidden: string[] }
export const nothingUnseen = (): Unseen => ({ remoteImages: new Set(), contentIds: new Set(), hidden: [] })

/**
 * HTML of a stranger as a page of ours may show it: no script, no form, no frame, nothing fetched from afar. A remote image keeps
 * its address in `data-remote-src`, one behind the words in `data-remote-background`, for the reader who asks to see them. Text that
 * the sender hid is dropped, so that a person and a machine read the same mail.
 */
export function sanitizeHtml(html: string, how: Sanitizing = {}): string {
  const { unseen } = how
  return sanitize(withAddresses(html), {
    ...rules,
    transformTags: {
      '*': (name, attribs) => {
        if (unseen) countImages(name, attribs, unseen)
        const tagName = becomes(name, attribs)
        return { tagName, attribs: keepAttributes(tagName, attribs, how) }
      },
    },
    exclusiveFilter: ({ attribs, text }) => {
      const isHidden = attribs.style === hidden
      if (isHidden && text.trim() !== '') unseen?.hidden.push(text)
      return isHidden
    },
  })
}

const hidden = 'display:none'

/** The colours of the whole page stand on its body, which a page of ours has already; a button that is a picture is a picture. */
function becomes(tag: string, { type = '', style, bgcolor, text, background }: Attributes): string {
  if (tag === 'body' && (style || bgcolor || text || background)) return 'div'
  return tag === 'input' && /^\s*image\s*$/i.test(type) ? 'img' : tag
}

/** All that a browser would fetch to draw this; a picture of one dot only tells the sender that the mail was opened. */
function countImages(tag: string, attribs: Attributes, unseen: Unseen): void {
  const source = withoutBlanks(attribs.src ?? '')
  if (tag === 'img' && /^cid:/i.test(source)) unseen.contentIds.add(decoded(source.slice(4)))
  if (hides(attribs.style ?? '') || 'hidden' in attribs) return
  const isImage = tag === 'img' || tag === 'image' || (tag === 'input' && becomes(tag, attribs) === 'img')
  const given = [attribs.background, attribs.poster, ...urlsOf(attribs.style ?? '').map(({ address }) => address)]
  if ((isImage || tag === 'source') && !isDot(attribs)) given.push(attribs.src, ...candidatesOf(attribs.srcset))
  for (const one of given) {
    const address = remoteAddress(one ?? '')
    if (address !== null) unseen.remoteImages.add(address)
  }
}

const isDot = ({ width = '', height = '', style = '' }: Attributes): boolean =>
  /^\s*[01](?:px)?\s*$/.test(width) ||
  /^\s*[01](?:px)?\s*$/.test(height) ||
  /(?:^|[;\s])(?:width|height)\s*:\s*[01](?:px)?\s*(?:!|;|$)/i.test(style)

/** The address of a picture that lies elsewhere, as a browser would ask for it; null for all else. */
function remoteAddress(given: string): string | null {
  const plain = given.replace(/^[\0-\x20]+/, '')
  const url = plain.length > 4000 ? null : URL.parse(plain.startsWith('//') ? `https:${plain}` : plain)
  return url && /^https?:$/.test(url.protocol) && url.hostname ? url.href : null
}

const candidatesOf = (srcset = ''): string[] =>
  srcset
    .split(',')
    .flatMap((one) => one.trim().split(/\s+/).slice(0, 1))
    .filter(Boolean)

/** `Ada <ada@x.example> wrote` that nobody escaped is an address, not a tag. */
const withAddresses = (html: string): string =>
  html.replace(/<([\w.!#$%&*+?^`{|}~-]{1,64}@[\w.-]{1,255})>/g, '&lt;$1&gt;')

type Attributes = Record<string, string>

const layout = ['table', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'caption', 'colgroup', 'col']
const blocks = [
  ...'p div center blockquote pre hr h1 h2 h3 h4 h5 h6 ul ol li dl dt'.split(' '),
  ...'dd address article aside section header footer main figure figcaption details summary'.split(' '),
]
const words = [
  ...'a abbr b bdi bdo big br cite code del dfn em font i img ins'.split(' '),
  ...'kbd mark q s samp small span strike strong sub sup tt u var wbr'.split(' '),
]

const remote = ['data-remote-src', 'data-remote-background']
const everywhere = ['style', 'dir', 'lang', 'title', 'align', 'valign', 'bgcolor', 'width', 'height', 'id', 'class']
const placeholder = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'

const rules: sanitize.IOptions = {
  allowedTags: [...layout, ...blocks, ...words],
  allowedAttributes: {
    '*': [...everywhere, ...remote],
    a: ['href', 'name', 'rel', 'target'],
    img: ['src', 'alt', 'border'],
    table: ['border', 'cellpadding', 'cellspacing'],
    td: ['colspan', 'rowspan', 'nowrap'],
    th: ['colspan', 'rowspan', 'nowrap'],
    col: ['span'],
    colgroup: ['span'],
    font: ['color', 'face', 'size'],
    ol: ['start', 'type', 'reversed'],
    ul: ['type'],
    li: ['value', 'type'],
    details: ['open'],
    blockquote: ['type'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  // Addresses of images are ours or have been judged already; the empty list of a tag would mean none at all.
  allowedSchemesByTag: { img: ['cid', 'data', 'http', 'https'] },
  allowProtocolRelative: false,
  allowedSchemesAppliedToAttributes: ['href', 'src'],
  nonTextTags: ['script', 'style', 'textarea', 'option', 'title', 'xmp', 'noembed', 'noframes', 'iframe', 'template'],
  nestingLimit: 200,
  // Styles are judged by readStyle: a CSS parser for each attribute costs ten times the rest.
  parseStyleAttributes: false,
}

/** What the mail programs call a line without distance, and what they call a quote: no style sheet of theirs comes through. */
const known = new Set([
  ...'MsoNormal MsoPlainText MsoNoSpacing MsoListParagraph'.split(' '),
  ...'MsoListParagraphCxSpFirst MsoListParagraphCxSpMiddle MsoListParagraphCxSpLast'.split(' '),
  'gmail_quote',
  'moz-cite-prefix',
])

const plain = new Set([
  ...everywhere,
  ...'alt border cellpadding cellspacing colspan rowspan nowrap span color face size start type reversed value open'.split(
    ' ',
  ),
])

/** Built from nothing: what is not named here does not come through. */
function keepAttributes(tag: string, given: Attributes, { cidUrl, remoteUrl }: Sanitizing): Attributes {
  const kept: Attributes = {}
  for (const name of Object.keys(given)) {
    const value = given[name] ?? ''
    if (!plain.has(name) || value.length > 4000) continue
    if (name === 'style') {
      const style = readStyle(value)
      if (style) kept.style = style
    } else if (name === 'id') kept.id = prefixed(value)
    else if (name === 'class') {
      const classes = value.split(/\s+/).filter((one) => known.has(one))
      if (classes.length > 0) kept.class = classes.join(' ')
    } else kept[name] = value
  }
  if (tag === 'a') keepLink(given, kept)
  if (tag === 'img') keepImage(given, kept, { cidUrl, remoteUrl })
  else keepBackground(given, kept, remoteUrl)
  if (given.text && tag === 'div') kept.style = join(`color:${given.text.replace(/[^\w#]/g, '')}`, kept.style)
  if ('hidden' in given || hides(given.style ?? '')) kept.style = hidden
  return kept
}

const join = (...styles: (string | undefined)[]): string => styles.filter(Boolean).join(';')

/** A picture behind the words: without it they must still be told from what is there instead, so its address stays to be seen. */
function keepBackground(given: Attributes, kept: Attributes, remoteUrl: Sanitizing['remoteUrl']): void {
  const styled = urlsOf(given.style ?? '').filter(({ property }) => /^background(?:-image)?$/.test(property))
  const all = [given['data-remote-background'], given.background, ...styled.map(({ address }) => address)]
  const address = all.map((one) => remoteAddress(one ?? '')).find((one) => one !== null)
  if (!address) return
  const url = remoteUrl?.(address)
  if (url) kept.style = join(kept.style, `background-image:url(${url})`)
  else kept['data-remote-background'] = address
}

function keepLink(given: Attributes, kept: Attributes): void {
  if (given.name) kept.name = prefixed(given.name)
  const href = withoutBlanks(given.href ?? '')
  if (href.startsWith('#')) {
    kept.href = `#${prefixed(href.slice(1))}`
    return
  }
  const target = href.startsWith('//') ? `https:${href}` : href
  if (!/^(?:https?:\/\/|mailto:|tel:)/i.test(target) || !URL.canParse(target)) return
  kept.href = target
  kept.rel = 'noopener noreferrer nofollow'
  kept.target = '_blank'
}

function keepImage(given: Attributes, kept: Attributes, { cidUrl, remoteUrl }: Sanitizing): void {
  const source = withoutBlanks(given.src ?? '')
  if (/^cid:/i.test(source)) {
    const contentId = source.slice(4)
    const url = cidUrl ? cidUrl(decoded(contentId)) : `cid:${contentId}`
    kept.src = url ?? placeholder
    return
  }
  if (/^data:image\/(?:png|jpe?g|gif|webp|bmp);base64,[a-z0-9+/=]*$/i.test(source) && source !== placeholder) {
    kept.src = source
    return
  }
  if (source !== '') kept.src = placeholder
  if (isDot(given)) return
  const all = [given['data-remote-src'], source, ...candidatesOf(given.srcset)]
  const address = all.map((one) => remoteAddress(one ?? '')).find((one) => one !== null)
  if (!address) return
  const url = remoteUrl?.(address)
  if (url) kept.src = url
  else {
    // Without any source the words for it are shown.
    delete kept.src
    kept['data-remote-src'] = address
  }
  // What stands in its place is a square, whatever becomes of the image.
  const [width, height] = [given.width, given.height].map((size) => /^\s*(\d{1,4})(?:px)?\s*$/.exec(size ?? '')?.[1])
  if (Number(width) > 0 && Number(height) > 0) kept.style = join(kept.style, `aspect-ratio:${width}/${height}`)
}

function prefixed(name: string): string {
  return `mail-${name.replace(/[^\w.-]/g, '').replace(/^(?:mail-)+/, '')}`
}

/** Browsers skip white space and control characters inside an address; so must whoever judges it. */
function withoutBlanks(url: string): string {
  return url.replace(/[\0-\x20\x7f-\xa0\u2028\u2029\ufeff]/g, '')
}

function decoded(contentId: string): string {
  try {
    return decodeURIComponent(contentId)
  } catch {
    return contentId
  }
}
