/** The harmless declarations of a style attribute: colours, type, boxes. Nothing that fetches, floats above or leaves its place. */
export function readStyle(style: string): string {
  // An escape can spell any forbidden word, a comment can split it: a style that needs either is not a mail's.
  if (style.length > 4000 || /[\\<>@{}]|\/\*/.test(style)) return ''
  const kept: string[] = []
  for (const declaration of style.split(';')) {
    const colon = declaration.indexOf(':')
    if (colon < 0) continue
    const property = declaration.slice(0, colon).trim().toLowerCase()
    // What lies elsewhere is shown by other means (urlsOf), or not; the colour beside it counts.
    const value = (property === 'background' ? withoutUrls(declaration) : declaration)
      .slice(colon + 1)
      .replace(/!\s*important/i, '')
      .replace(/\s+/g, ' ')
      .trim()
    if (!harmless.test(property) || !plainValue.test(value) || foreign(value)) continue
    if (property.startsWith('margin') && value.includes('-')) continue
    if (property === 'visibility' || property === 'display') {
      const word = value.toLowerCase()
      if (shown.has(word)) kept.push(`${property}:${word}`)
      continue
    }
    kept.push(`${property}:${value}`)
  }
  return kept.join(';')
}

/** Whether a style keeps an element, and all in it, from a reader's eyes. Words in the colour of their ground: see seeing.ts. */
export function hides(style: string): boolean {
  const plain = style.toLowerCase().replace(/\s+/g, '').replaceAll('!important', '')
  if (gone.test(plain)) return true
  if (/(?:^|;)overflow(?:-[xy])?:(?:hidden|clip)(?:;|$)/.test(plain) && flat.test(plain)) return true
  return (
    /(?:^|;)position:(?:absolute|fixed)(?:;|$)/.test(plain) && /(?:^|;)(?:left|right|top|bottom):-\d{3}/.test(plain)
  )
}

const gone = new RegExp(
  `(?:^|;)(?:${[
    'display:none(?:;|$)',
    'visibility:(?:hidden|collapse)(?:;|$)',
    'mso-hide:all(?:;|$)',
    'opacity:0?(?:0|\\.0\\d{0,9})%?(?:;|$)',
    'filter:(?:alpha\\(opacity=0\\)|opacity\\(0%?\\))',
    'max-height:0(?:px|pt|em|rem|%)?(?:;|$)',
    'text-indent:-\\d{3}',
    'margin(?:-left|-top)?:-\\d{4}',
    'clip:rect\\((?:0|1)(?:px)?,(?:0|1)(?:px)?,(?:0|1)(?:px)?,(?:0|1)(?:px)?\\)',
    'clip-path:(?:inset\\((?:50|100)%|circle\\(0)',
    'transform:(?:scale(?:x|y)?\\(0(?:,0)?\\)|translate(?:x|y)?\\(-\\d{4})',
  ].join('|')})`,
)
const flat = /(?:^|;)(?:max-)?(?:height|width):(?:[01](?:px|pt)?|0(?:em|rem|%))(?:;|$)/

const harmless = new RegExp(
  `^(?:${[
    'color',
    'background',
    'background-(?:color|image|size|position|repeat)',
    'font',
    'font-(?:family|size|style|weight|variant)',
    'text-(?:align|decoration|indent|transform)',
    'line-height',
    'letter-spacing',
    'word-(?:break|spacing|wrap)',
    'overflow-wrap',
    'white-space',
    'vertical-align',
    'direction',
    'padding(?:-(?:top|right|bottom|left))?',
    'margin(?:-(?:top|right|bottom|left))?',
    'border(?:-(?:top|right|bottom|left))?(?:-(?:color|style|width))?',
    'border-(?:collapse|spacing|radius)',
    '(?:min-|max-)?(?:width|height)',
    'list-style-type',
    'table-layout',
    'display',
    'visibility',
  ].join('|')})$`,
)

const plainValue = /^[\p{L}\p{N}\s#%.,()'"+_/-]+$/u
const shown = new Set([
  'none',
  'block',
  'inline',
  'inline-block',
  'table',
  'table-row',
  'table-cell',
  'list-item',
  'hidden',
  'visible',
])

/** Colours, alone or one going over into the other, are the only functions a mail needs. */
function foreign(value: string): boolean {
  const named = value.split('(').slice(0, -1)
  return named.some((before) => !/(?:^|[^a-z-])(?:rgb|rgba|hsl|hsla|(?:linear|radial)-gradient)$/i.test(before))
}

/** The addresses that a style names, with the property that asks for each. One spelled with escapes fetches nothing here. */
export function urlsOf(style: string): { property: string; address: string }[] {
  const [first = '', ...pieces] = style.slice(0, 8000).split(/url\(/i)
  let property = propertyBefore(first, '')
  return pieces.map((piece) => {
    const close = piece.indexOf(')')
    const found = { property, address: piece.slice(0, close < 0 ? undefined : close).replace(/["']/g, '') }
    property = propertyBefore(close < 0 ? '' : piece.slice(close), property)
    return found
  })
}

/** What stands before the value that this ends in. */
function propertyBefore(text: string, otherwise: string): string {
  const colon = text.lastIndexOf(':')
  return colon < 0
    ? otherwise
    : text
        .slice(text.lastIndexOf(';', colon) + 1, colon)
        .trim()
        .toLowerCase()
}

const withoutUrls = (declaration: string): string => declaration.replace(/url\([^()]{0,4000}\)/gi, ' ')
