/** The harmless declarations of a style attribute: colours, type, boxes. Nothing that fetches, floats above or leaves its place. */
export function readStyle(style: string): string {
  // An escape can spell any forbidden word, a comment can split it: a style that needs either is not a mail's.
  if (style.length > 4000 || /[\\<>@{}]|\/\*/.test(style)) return ''
  const kept: string[] = []
  for (const declaration of style.split(';')) {
    const colon = declaration.indexOf(':')
    if (colon < 0) continue
    const property = declaration.slice(0, colon).trim().toLowerCase()
    const value = declaration
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

/** Whether a style keeps an element, and all in it, from a reader's eyes. */
export function hides(style: string): boolean {
  const plain = style.toLowerCase().replace(/\s+/g, '').replaceAll('!important', '')
  if (/(?:^|;)(?:display:none|visibility:hidden|mso-hide:all|opacity:0(?:\.0{1,9})?)(?:;|$)/.test(plain)) return true
  const isCut = /(?:^|;)overflow(?:-[xy])?:(?:hidden|clip)(?:;|$)/.test(plain)
  if (isCut && /(?:^|;)(?:max-)?(?:height|width):[01](?:px|pt)?(?:;|$)/.test(plain)) return true
  return /(?:^|;)text-indent:-\d{4}/.test(plain)
}

const harmless = new RegExp(
  `^(?:${[
    'color',
    'background',
    'background-color',
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

const plainValue = /^[\p{L}\p{N}\s#%.,()'"+_-]+$/u
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

/** Colours are the only functions a mail needs. */
function foreign(value: string): boolean {
  const named = value.split('(').slice(0, -1)
  if (named.some((before) => !/(?:^|[^a-z-])(?:rgb|rgba|hsl|hsla)$/i.test(before))) return true
  return false
}
