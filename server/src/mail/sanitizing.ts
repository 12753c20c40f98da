import sanitize from 'sanitize-html'
import { hides, readStyle } from './styling.ts'

/** Raised with every change of what comes out, so that stored HTML can be made again. */
export const sanitizerVersion = 2

export type Sanitizing = {
  /** Where the reader finds an inline image; without it `cid:` stays, as it is stored. */
  cidUrl?: (contentId: string) => string | null
  /** Is filled with what a reader of the page does not get to see. */
  unseen?: Unseen
}

export type Unseen = { remoteImages: number; contentIds: Set<string>; hidden: string[] }

/**
 * HTML of a stranger as a page of ours may show it: no script, no form, no frame, nothing fetched from afar. A remote image keeps
 * its address in `data-remote-src`, for the reader who asks to see it. Text that the sender hid is dropped, so that a person and a
 * machine read the same mail.
 */
export function sanitizeHtml(html: string, { cidUrl, unseen }: Sanitizing = {}): string {
  return sanitize(withAddresses(html), {
    ...rules,
    transformTags: {
      '*': (tagName, attribs) => {
        if (unseen && tagName === 'img') countImage(attribs, unseen)
        return { tagName, attribs: keepAttributes(tagName, attribs, cidUrl) }
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

/** Pictures a person would miss: one dot wide, they only tell the sender that the mail was opened. */
function countImage({ src = '', width, height, style = '' }: Attributes, unseen: Unseen): void {
  const source = withoutBlanks(src)
  if (/^cid:/i.test(source)) unseen.contentIds.add(decoded(source.slice(4)))
  const isDot = /^[01](?:px)?$/.test(width ?? '') || /^[01](?:px)?$/.test(height ?? '') || hides(style)
  if (/^(?:https?:)?\/\//i.test(source) && !isDot) unseen.remoteImages++
}

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

const everywhere = ['style', 'dir', 'lang', 'title', 'align', 'valign', 'bgcolor', 'width', 'height', 'id', 'class']
const placeholder = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'

const rules: sanitize.IOptions = {
  allowedTags: [...layout, ...blocks, ...words],
  allowedAttributes: {
    '*': everywhere,
    a: ['href', 'name', 'rel', 'target'],
    img: ['src', 'alt', 'border', 'data-remote-src'],
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
function keepAttributes(tag: string, given: Attributes, cidUrl: Sanitizing['cidUrl']): Attributes {
  const kept: Attributes = {}
  for (const name of Object.keys(given)) {
    const value = given[name] ?? ''
    if (!plain.has(name) || value.length > 4000) continue
    if (name === 'style') {
      const style = hides(value) ? hidden : readStyle(value)
      if (style) kept.style = style
    } else if (name === 'id') kept.id = prefixed(value)
    else if (name === 'class') {
      const classes = value.split(/\s+/).filter((one) => known.has(one))
      if (classes.length > 0) kept.class = classes.join(' ')
    } else kept[name] = value
  }
  if (tag === 'a') keepLink(given, kept)
  if (tag === 'img') keepImage(given, kept, cidUrl)
  return kept
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

function keepImage(given: Attributes, kept: Attributes, cidUrl: Sanitizing['cidUrl']): void {
  const source = withoutBlanks(given.src ?? '')
  if (/^cid:/i.test(source)) {
    const contentId = source.slice(4)
    const url = cidUrl ? cidUrl(decoded(contentId)) : `cid:${contentId}`
    kept.src = url ?? placeholder
    return
  }
  if (/^data:image\/(?:png|jpe?g|gif|webp|bmp);base64,[a-z0-9+/=]*$/i.test(source)) {
    kept.src = source
    return
  }
  kept.src = placeholder
  const remote = source.startsWith('//') ? `https:${source}` : source
  if (/^https?:\/\//i.test(remote)) kept['data-remote-src'] = remote
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
