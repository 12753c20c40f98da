import { expect, test } from 'vitest'
import { contrast, darkCard, inkInDark, readColour } from '../parsing/colours.ts'
import { sanitizeHtml } from '../parsing/sanitizing.ts'
import { inBothThemes } from './bothThemes.ts'

const shown = (html: string) => inBothThemes(sanitizeHtml(html))

test('whatever the ink, in the dark it has a contrast of 4.5 at least, and does not glare more than black on white did', () => {
  let count = 0
  for (let r = 0; r <= 255; r += 15)
    for (let g = 0; g <= 255; g += 15)
      for (let b = 0; b <= 255; b += 15) {
        const now = contrast(readColour(inkInDark({ r, g, b, a: 1 }))!, darkCard)
        if (now < 4.5) expect([r, g, b, now]).toEqual([r, g, b, 4.5])
        count++
      }
  expect(count).toBe(5832)
  expect(contrast(readColour(inkInDark(readColour('black')!))!, darkCard)).toBeLessThan(16)
  const red = readColour(inkInDark(readColour('#c00000')!))!
  expect(red.r).toBeGreaterThan(red.g + 50)
})

test('a mail that says nothing of colours comes through as it is', () => {
  const html = '<p>Hello <b>Kim</b></p><blockquote>you wrote</blockquote><table border="1"><tr><td>x</td></tr></table>'
  expect(shown(html)).toEqual({ html: sanitizeHtml(html), onPaper: false })
})

test.each([
  ['an ink', '<p style="color:#1F497D">x</p>', '<p style="color:light-dark(#1f497d,'],
  ['an old ink', '<font color="#990000">x</font>', '<font style="color:light-dark(#990000,'],
  ['an ink that stands twice', '<font color="red" style="color:navy">x</font>', 'style="color:light-dark(#000080,'],
  [
    'white ground',
    '<div style="background:white">x</div>',
    '<div style="background-color:light-dark(#ffffff,transparent)">',
  ],
  [
    'old white ground',
    '<body bgcolor="#FFFFFF">x</body>',
    '<div style="background-color:light-dark(#ffffff,transparent)">',
  ],
  ['black lines', '<td style="border:1px solid black">x</td>', 'border:1px solid light-dark(#000000,#'],
  ['faint lines', '<td style="border-top:solid #E1E1E1 1.0pt">x</td>', 'border-top:solid light-dark(#e1e1e1,#'],
  [
    'a type with quotes',
    '<p style="font-family:&quot;Segoe UI&quot;,sans-serif;color:black">x</p>',
    '&quot;Segoe UI&quot;',
  ],
])('it follows the theme: %s', (_, html, part) => {
  const themed = shown(html)
  expect(themed.onPaper).toBe(false)
  expect(themed.html).toContain(part)
})

test('a marked word keeps its ground, and ink that is read on it', () => {
  const { html, onPaper } = shown(
    '<p style="color:#333">It is <span style="background:yellow">due <b>now</b></span>.</p>',
  )
  expect(onPaper).toBe(false)
  expect(html).toContain('<span style="color-scheme:light;color:#333333;background-color:#ffff00">due')
})

test('words that paper does not show are not shown in the dark', () => {
  expect(shown('<p style="color:#fff">Pay me</p>').html).toContain('color:light-dark(#ffffff,transparent)')
})

test.each([
  ['a coloured cell', '<table><tr><td bgcolor="#003366"><font color="#fff">x</font></td></tr></table>'],
  ['a dark page', '<body bgcolor="black" text="white">x</body>'],
  ['a picture behind words', '<div style="background:url(https://x.example/bg.png)">x</div>'],
  ['a gradient', '<div style="background:linear-gradient(#000, #fff)">x</div>'],
  ['a table made for logos', '<table bgcolor="#ffffff"><tr><td><img src="cid:logo"></td></tr></table>'],
])('it stays on paper, and as it came: %s', (_, html) => {
  expect(shown(html)).toEqual({ html: sanitizeHtml(html), onPaper: true })
})

test('what comes out is as sound as what went in: every element is closed, and no attribute stands twice', () => {
  const html = sanitizeHtml(
    '<p style="color:red" bgcolor=white title="a &quot;b&quot; &lt;c&gt;">x<br><img src="cid:a" style="border:1px solid black">y</p>',
  )
  const themed = inBothThemes(html).html
  expect(sanitizeHtml(themed).replace(/ style="[^"]*"/g, '')).toBe(
    html.replace(/ style="[^"]*"/g, '').replace(' bgcolor="white"', ''),
  )
  expect(themed.match(/<p [^>]*style=/g)).toHaveLength(1)
})
