/** A colour as a mail writes it, each part from 0 to 255, `a` from 0 to 1. */
export type Colour = { r: number; g: number; b: number; a: number }

const opaque = (r: number, g: number, b: number): Colour => ({ r, g, b, a: 1 })
export const black = opaque(0, 0, 0)
export const white = opaque(255, 255, 255)
/** What a browser gives a link that says nothing of its colour. */
export const linkBlue = opaque(0, 0, 238)

/** Null for what is no colour of its own: `inherit`, `windowtext`, nonsense. `isOld` is an attribute, where `#` may be missing. */
export function readColour(text: string, { isOld = false } = {}): Colour | null {
  const word = text.trim().toLowerCase()
  const hex = /^(#)?([0-9a-f]{3,8})$/.exec(word)
  if (hex && (hex[1] || (isOld && hex[2]?.length === 6))) return ofHex(hex[2] ?? '')
  if (word === 'transparent') return { ...black, a: 0 }
  const named = names.get(word)
  if (named !== undefined) return ofHex(named)
  const [, kind, inner = ''] = /^(rgb|hsl)a?\(([^()]{1,80})\)$/.exec(word) ?? []
  if (!kind) return null
  const [x = Number.NaN, y = Number.NaN, z = Number.NaN, a = 1] = inner
    .split(/[\s,/]+/)
    .filter(Boolean)
    .map(kind === 'rgb' ? partOfRgb : partOfHsl)
  if ([x, y, z, a].some(Number.isNaN)) return null
  return kind === 'rgb' ? { r: x, g: y, b: z, a } : { ...ofHsl(x, y, z), a }
}

const amount = (text: string): number =>
  /^[+-]?[\d.]{1,12}(?:%|deg)?$/.test(text) ? Number.parseFloat(text) : Number.NaN
const bounded = (value: number, max: number): number => Math.min(Math.max(value, 0), max)
const partOfAlpha = (text: string): number => bounded(text.endsWith('%') ? amount(text) / 100 : amount(text), 1)
const partOfRgb = (text: string, at: number): number =>
  at === 3 ? partOfAlpha(text) : bounded(text.endsWith('%') ? amount(text) * 2.55 : amount(text), 255)
const partOfHsl = (text: string, at: number): number =>
  at === 3 ? partOfAlpha(text) : at === 0 ? amount(text) : bounded(amount(text), 100) / 100

function ofHex(digits: string): Colour | null {
  if (![3, 4, 6, 8].includes(digits.length)) return null
  const wide = digits.length > 4 ? digits : [...digits].map((one) => one + one).join('')
  const at = (from: number) => Number.parseInt(wide.slice(from, from + 2), 16)
  return { r: at(0), g: at(2), b: at(4), a: wide.length === 8 ? at(6) / 255 : 1 }
}

function ofHsl(hue: number, saturation: number, lightness: number): Colour {
  const part = (shift: number) => {
    const k = (((shift + hue / 30) % 12) + 12) % 12
    return 255 * (lightness - saturation * Math.min(lightness, 1 - lightness) * Math.max(-1, Math.min(k - 3, 9 - k, 1)))
  }
  return opaque(part(0), part(8), part(4))
}

/** The colour of a `background` among the other words of its value. */
export function colourAmong(value: string): Colour | null {
  for (const word of value.match(/[\w#-]+(?:\([^()]*\))?/g) ?? []) {
    const colour = readColour(word)
    if (colour) return colour
  }
  return null
}

/** One laid over the other. */
export const over = (top: Colour, ground: Colour): Colour => mixed(ground, top, top.a)

const mixed = (from: Colour, to: Colour, share: number): Colour =>
  opaque(from.r + (to.r - from.r) * share, from.g + (to.g - from.g) * share, from.b + (to.b - from.b) * share)

/** From 1, the same, to 21, black on white (WCAG 2). */
export function contrast(one: Colour, other: Colour): number {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

function luminance({ r, g, b }: Colour): number {
  const linear = (part: number) => (part <= 10.31 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4)
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

/** Paper: what looks like nothing was said of the background. */
export const isPaper = (ground: Colour): boolean => {
  const { r, g, b } = over(ground, white)
  return Math.min(r, g, b) >= 232 && Math.max(r, g, b) - Math.min(r, g, b) <= 16
}

/** The lightest card that a mail lies on in the dark (`--raised` of the pages). */
export const darkCard = opaque(34, 32, 31)
const readableMin = 4.6
const glaringMax = 14

/** The same ink for a dark page: as far from its ground as it was from paper, but always readable. */
export function inkInDark(ink: Colour): string {
  const plain = over(ink, white)
  const wanted = Math.min(Math.max(contrast(plain, white) * 0.85, readableMin), glaringMax)
  let share = 0
  while (share < 1 && contrast(mixed(plain, white, share), darkCard) < wanted) share += 0.04
  return hexOf(mixed(plain, white, Math.min(share, 1)))
}

export const hexOf = ({ r, g, b, a }: Colour): string =>
  `#${[r, g, b, ...(a < 1 ? [a * 255] : [])].map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`

const named = `black 000 silver c0c0c0 gray 808080 grey 808080 white fff maroon 800000 red f00 purple 800080 fuchsia f0f magenta f0f green 008000
  lime 0f0 olive 808000 yellow ff0 navy 000080 blue 00f teal 008080 aqua 0ff cyan 0ff aliceblue f0f8ff antiquewhite faebd7
  aquamarine 7fffd4 azure f0ffff beige f5f5dc bisque ffe4c4 blanchedalmond ffebcd blueviolet 8a2be2 brown a52a2a burlywood deb887
  cadetblue 5f9ea0 chartreuse 7fff00 chocolate d2691e coral ff7f50 cornflowerblue 6495ed cornsilk fff8dc crimson dc143c darkblue 00008b
  darkcyan 008b8b darkgoldenrod b8860b darkgray a9a9a9 darkgrey a9a9a9 darkgreen 006400 darkkhaki bdb76b darkmagenta 8b008b
  darkolivegreen 556b2f darkorange ff8c00 darkorchid 9932cc darkred 8b0000 darksalmon e9967a darkseagreen 8fbc8f darkslateblue 483d8b
  darkslategray 2f4f4f darkslategrey 2f4f4f darkturquoise 00ced1 darkviolet 9400d3 deeppink ff1493 deepskyblue 00bfff dimgray 696969
  dimgrey 696969 dodgerblue 1e90ff firebrick b22222 floralwhite fffaf0 forestgreen 228b22 gainsboro dcdcdc ghostwhite f8f8ff gold ffd700
  goldenrod daa520 greenyellow adff2f honeydew f0fff0 hotpink ff69b4 indianred cd5c5c indigo 4b0082 ivory fffff0 khaki f0e68c
  lavender e6e6fa lavenderblush fff0f5 lawngreen 7cfc00 lemonchiffon fffacd lightblue add8e6 lightcoral f08080 lightcyan e0ffff
  lightgoldenrodyellow fafad2 lightgray d3d3d3 lightgrey d3d3d3 lightgreen 90ee90 lightpink ffb6c1 lightsalmon ffa07a
  lightseagreen 20b2aa lightskyblue 87cefa lightslategray 778899 lightslategrey 778899 lightsteelblue b0c4de lightyellow ffffe0
  limegreen 32cd32 linen faf0e6 mediumaquamarine 66cdaa mediumblue 0000cd mediumorchid ba55d3 mediumpurple 9370db mediumseagreen 3cb371
  mediumslateblue 7b68ee mediumspringgreen 00fa9a mediumturquoise 48d1cc mediumvioletred c71585 midnightblue 191970 mintcream f5fffa
  mistyrose ffe4e1 moccasin ffe4b5 navajowhite ffdead oldlace fdf5e6 olivedrab 6b8e23 orange ffa500 orangered ff4500 orchid da70d6
  palegoldenrod eee8aa palegreen 98fb98 paleturquoise afeeee palevioletred db7093 papayawhip ffefd5 peachpuff ffdab9 peru cd853f
  pink ffc0cb plum dda0dd powderblue b0e0e6 rebeccapurple 663399 rosybrown bc8f8f royalblue 4169e1 saddlebrown 8b4513 salmon fa8072
  sandybrown f4a460 seagreen 2e8b57 seashell fff5ee sienna a0522d skyblue 87ceeb slateblue 6a5acd slategray 708090 slategrey 708090
  snow fffafa springgreen 00ff7f steelblue 4682b4 tan d2b48c thistle d8bfd8 tomato ff6347 turquoise 40e0d0 violet ee82ee wheat f5deb3
  whitesmoke f5f5f5 yellowgreen 9acd32`
const words = named.split(/\s+/)
const names = new Map(
  words.flatMap((name, at): [string, string][] => (at % 2 === 0 ? [[name, words[at + 1] ?? '']] : [])),
)
