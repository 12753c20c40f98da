import { black, type Colour, colourAmong, contrast, linkBlue, over, readColour, white } from './colours.ts'

/** What lies under words and in what they are drawn; the ground is null where a picture or a gradient is. */
export type Sight = { ink: Colour; ground: Colour | null; isTiny: boolean }

/** Paper and ink: what a mail that says nothing of its colours is shown in. */
export const plainSight: Sight = { ink: black, ground: white, isTiny: false }

/** What a person could make out of two colours; greys that are meant to be read begin at 1.5, and yellow on white is as bright as white. */
const seenMin = 1.25
const apartMin = 110

export const isSeen = ({ ink, ground, isTiny }: Sight): boolean =>
  !isTiny && ink.a > 0.08 && (ground === null || areApart(over(ink, ground), ground))

const areApart = (one: Colour, other: Colour): boolean =>
  contrast(one, other) >= seenMin ||
  Math.max(Math.abs(one.r - other.r), Math.abs(one.g - other.g), Math.abs(one.b - other.b)) >= apartMin

/** How an element is seen whose sanitised attributes these are, in one that is seen so. */
export function sightOf(tag: string, of: (name: string) => string, parent: Sight): Sight {
  const style = of('style')
  const bgcolor = of('bgcolor')
  const colour = tag === 'font' ? of('color') : ''
  const isBare = style === '' && bgcolor === '' && colour === '' && tag !== 'a'
  if (isBare && of('data-remote-background') === '') return parent
  return {
    ink: inkOf(style) ?? readColour(colour, { isOld: true }) ?? (tag === 'a' && of('href') ? linkBlue : parent.ink),
    ground: of('data-remote-background') ? null : groundOf(style, bgcolor, parent.ground),
    isTiny: tinyOf(style) ?? parent.isTiny,
  }
}

export const inkOf = (style: string): Colour | null => readColour(lastOf(style, 'color') ?? '')

/** Its own ground only, null when it says nothing of one. */
export function ownGround(style: string, bgcolor: string): Colour | 'picture' | null {
  const said = lastOf(style, 'background-image') ?? lastOf(style, 'background') ?? ''
  if (said.includes('gradient') || said.includes('url(')) return 'picture'
  return (
    readColour(lastOf(style, 'background-color') ?? '') ??
    colourAmong(lastOf(style, 'background') ?? '') ??
    readColour(bgcolor, { isOld: true })
  )
}

function groundOf(style: string, bgcolor: string, parent: Colour | null): Colour | null {
  const own = ownGround(style, bgcolor)
  if (own === 'picture') return null
  if (own === null || own.a === 0) return parent
  return own.a === 1 ? own : parent && over(own, parent)
}

/** The value that counts, of a style as the sanitiser writes it: `name:value;name:value`. */
function lastOf(style: string, property: string): string | undefined {
  if (!style.includes(property)) return undefined
  const said = style.split(';').findLast((one) => one.startsWith(`${property}:`))
  return said?.slice(property.length + 1)
}

/** Undefined when the style says nothing of the size, so that it is that of the parent. */
function tinyOf(style: string): boolean | undefined {
  if (!style.includes('font')) return undefined
  const size = lastOf(style, 'font-size')?.trim() ?? lastOf(style, 'font')?.split(' ').find(isSize)?.split('/')[0]
  if (size === undefined) return undefined
  const [, number, unit] = /^([\d.]{1,12})([a-z%]{0,4})$/i.exec(size) ?? []
  if (number === undefined) return false
  return Number(number) <= (unit === '%' ? 10 : unit === 'em' || unit === 'rem' ? 0.1 : 1)
}

/** In `font: bold 12px/1.5 Arial` the size is the word with a unit, or a bare zero. */
const isSize = (word: string): boolean => /^(?:[\d.]{1,12}(?:px|pt|em|rem|%)|0+(?:\.0+)?)(?:\/|$)/i.test(word)
