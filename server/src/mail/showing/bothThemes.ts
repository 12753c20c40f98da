import { type Colour, contrast, darkCard, hexOf, inkInDark, isPaper, readColour, white } from '../parsing/colours.ts'
import { inkOf, isSeen, ownGround, plainSight, type Sight, sightOf } from '../parsing/seeing.ts'

/** HTML that a page of either theme may show; `onPaper` when only paper does it justice, then it is as it came. */
type Themed = { html: string; onPaper: boolean }

/**
 * Mail is written for paper. One that says nothing of what lies under its words follows the theme: its inks get a sister of the same
 * kind that is readable in the dark, and white grounds are left away there. A marked word keeps its ground and its ink, as an island of
 * paper. A mail with coloured cells, pictures behind words, or a table made for logos is a drawing: it stays on paper as a whole.
 * Takes the sanitiser's output only, as `htmlToText` does.
 */
export function inBothThemes(sanitised: string): Themed {
  const pieces = sanitised.split('<')
  const sights: Sight[] = [plainSight]
  const hasPictures = sanitised.includes('<img')
  let html = pieces[0] ?? ''
  for (const piece of pieces.slice(1)) {
    const close = piece.indexOf('>')
    const [, slash, tag = '', attributes = ''] =
      /^(\/?)([a-z][a-z0-9]{0,20})([\s\S]*)$/.exec(piece.slice(0, Math.max(0, close))) ?? []
    if (tag === '' || slash || empty.has(tag)) {
      if (slash && sights.length > 1) sights.pop()
      html += `<${piece}`
      continue
    }
    const parent = sights.at(-1) ?? plainSight
    const of = (name: string) => attributeOf(attributes, name)
    const sight = sightOf(tag, of, parent)
    sights.push(sight)
    if (sight === parent && !attributes.includes('border')) {
      html += `<${piece}`
      continue
    }
    if (isDrawing(tag, of, hasPictures)) return { html: sanitised, onPaper: true }
    html += `<${tag}${themed(tag, attributes, sight)}${piece.slice(close)}`
  }
  return { html, onPaper: false }
}

const named = (names: string): ReadonlySet<string> => new Set(names.split(' '))
const empty = named('br hr img wbr col')
const tables = named('table thead tbody tfoot tr td th')
const boxes = new Set([
  ...tables,
  ...'div center article aside section header footer main figure blockquote'.split(' '),
])

type Of = (name: string) => string

function isDrawing(tag: string, of: Of, hasPictures: boolean): boolean {
  if (of('data-remote-background')) return true
  const ground = ownGround(of('style'), of('bgcolor'))
  if (ground === 'picture') return true
  if (ground === null || ground.a === 0) return false
  return isPaper(ground) ? hasPictures && tables.has(tag) : boxes.has(tag)
}

/** The attributes of an element with a colour for each theme. */
function themed(tag: string, attributes: string, sight: Sight): string {
  const style = attributeOf(attributes, 'style')
  const bgcolor = attributeOf(attributes, 'bgcolor')
  const oldInk = tag === 'font' ? attributeOf(attributes, 'color') : ''
  const ground = ownGround(style, bgcolor)
  const isIsland = ground !== null && ground !== 'picture' && ground.a > 0 && !isPaper(ground)
  const declarations = style.split(';').map((one) => inBoth(one, sight, isIsland))
  if (bgcolor && !style.includes('background')) declarations.unshift(groundInBoth(bgcolor, isIsland))
  const old = inkOf(style) ? null : readColour(oldInk, { isOld: true })
  if (old) declarations.push(inkInBoth(old, sight))
  if (isIsland) declarations.unshift(`color-scheme:light;color:${hexOf(sight.ink)}`)
  const all = declarations.filter(Boolean).join(';')
  const rest = ['style', 'bgcolor', ...(old ? ['color'] : [])].reduce(without, attributes)
  return all ? `${rest} style="${escaped(all)}"` : rest
}

function inBoth(declaration: string, sight: Sight, isIsland: boolean): string {
  const colon = declaration.indexOf(':')
  const [name, value] = [declaration.slice(0, colon), declaration.slice(colon + 1)]
  if (name === 'color') {
    const ink = readColour(value)
    return ink ? inkInBoth(ink, sight) : declaration
  }
  if (name === 'background-color' || name === 'background') {
    const ground = ownGround(declaration, '')
    return ground && ground !== 'picture' && ground.a > 0 ? groundInBoth(hexOf(ground), isIsland) : declaration
  }
  return /^border(?:-(?:top|right|bottom|left))?(?:-color)?$/.test(name) ? linesInBoth(name, value) : declaration
}

/** Words that nobody sees on paper are not shown in the dark either. */
const inkInBoth = (ink: Colour, sight: Sight): string =>
  `color:light-dark(${hexOf(ink)},${isSeen(sight) ? inkInDark(ink) : 'transparent'})`

function groundInBoth(ground: string, isIsland: boolean): string {
  const colour = readColour(ground, { isOld: true })
  if (!colour) return ''
  return `background-color:${isIsland ? hexOf(colour) : `light-dark(${hexOf(colour)},transparent)`}`
}

const line = '#5b5653'
const hairline = '#423e3c'

/** A line that is black on white would be lost in the dark, a faint one would glare. */
const linesInBoth = (name: string, value: string): string =>
  `${name}:${value.replace(/[\w#-]+(?:\([^()]*\))?/g, (word) => {
    const colour = readColour(word)
    if (!colour || colour.a === 0) return word
    const inDark = contrast(colour, white) < 1.7 ? hairline : contrast(colour, darkCard) < 2 ? line : undefined
    return inDark ? `light-dark(${hexOf(colour)},${inDark})` : word
  })}`

function attributeOf(attributes: string, name: string): string {
  const start = attributes.indexOf(` ${name}="`)
  if (start < 0) return ''
  const from = start + name.length + 3
  const value = attributes.slice(from, attributes.indexOf('"', from))
  return value.includes('&')
    ? value.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
    : value
}

function without(attributes: string, name: string): string {
  const start = attributes.indexOf(` ${name}="`)
  if (start < 0) return attributes
  const end = attributes.indexOf('"', start + name.length + 3)
  return attributes.slice(0, start) + attributes.slice(end + 1)
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
