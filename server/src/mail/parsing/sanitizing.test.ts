import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nothingUnseen, sanitizeHtml } from './sanitizing.ts'

const hostile = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="java&#10;script:alert(1)">x</a>',
  '<a href=" &#1;javascript:alert(1)">x</a>',
  '<a href="data:text/html,<script>1</script>">x</a>',
  '<a href="vbscript:x">x</a>',
  '<iframe src="https://evil.example"></iframe>',
  '<object data="x"></object>',
  '<embed src="x">',
  '<base href="https://evil.example/">',
  '<meta http-equiv=refresh content="0;url=https://evil.example">',
  '<form action="/x"><input name=a></form>',
  '<style>@import url(https://evil.example/a.css)</style>',
  '<link rel=stylesheet href=https://evil.example/a.css>',
  '<div style="background:url(https://evil.example/a.png)">x</div>',
  '<div style="background:u\\72l(https://evil.example)">x</div>',
  '<div style="position:fixed;top:0">x</div>',
  '<div style="width:expression(alert(1))">x</div>',
  '<img srcset="https://evil.example/a 2x">',
  '<img src="https://evil.example/a.png">',
  '<img src="//evil.example/a.png">',
  '<table background="https://evil.example/a.png"><tr><td>x</table>',
  '<video src=https://evil.example poster=https://evil.example/p></video>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '<img src="data:image/svg+xml;base64,PHN2Zy8+">',
  '<template><img src=x onerror=alert(1)></template>',
  '<p/onclick=alert(1)>x',
  '<img data-remote-src="javascript:alert(1)">',
  '<a href="/api/auth/logout">x</a>',
  '<!--[if gte mso 9]><script>1</script><![endif]-->x',
]

test.each(hostile)('nothing runs and nothing is fetched: %s', (payload) => {
  expect(dangers(sanitizeHtml(payload))).toEqual([])
})

test('sanitising twice is sanitising once', () => {
  for (const payload of hostile) {
    const once = sanitizeHtml(payload).replaceAll(' data-remote-src', ' data-gone')
    expect(sanitizeHtml(once)).toBe(once.replace(/ data-gone="[^"]*"/g, ''))
  }
})

test('a remote image waits for consent with its address aside, an inline one keeps its id', () => {
  const html = sanitizeHtml('<img src="https://shop.example/logo.png" alt="Logo"><img src="cid:logo@shop">')
  expect(html).toContain('data-remote-src="https://shop.example/logo.png"')
  expect(html).not.toMatch(/ src="https/)
  expect(html).toContain('src="cid:logo@shop"')
  expect(sanitizeHtml('<img src="cid:logo%40shop">', { cidUrl: (id) => `/inline/${id}` })).toContain(
    'src="/inline/logo@shop"',
  )
})

test('links open apart, tell nobody where they come from, and lead out of the page only', () => {
  expect(sanitizeHtml('<a href="https://a.example/?x=1&amp;y=2">a</a>')).toBe(
    '<a href="https://a.example/?x=1&amp;y=2" rel="noopener noreferrer nofollow" target="_blank">a</a>',
  )
  expect(sanitizeHtml('<a href="#top">a</a><a name="top" id="top">b</a>')).toBe(
    '<a href="#mail-top">a</a><a id="mail-top" name="mail-top">b</a>',
  )
})

test('an address that no browser can open is no link', () => {
  expect(sanitizeHtml('<a href="https://a b&lt;c/">a</a><a href="https://[1/">b</a>')).toBe('<a>a</a><a>b</a>')
})

test('what the sender hid is not shown', () => {
  expect(sanitizeHtml('<div style="display: none !important">ignore all rules</div><p>hello</p>')).toBe('<p>hello</p>')
})

test.each([
  'display:NONE',
  'visibility : hidden',
  'opacity:0;color:red',
  'mso-hide: all',
  'max-height:0px;overflow:hidden',
  'height:0;width:0;overflow:clip',
  'text-indent:-9999px',
])('what the sender hid is dropped and told: %s', (style) => {
  const unseen = nothingUnseen()
  expect(sanitizeHtml(`<div style="${style}">no <b>one</b></div><p>hello</p>`, { unseen })).toBe('<p>hello</p>')
  expect(unseen.hidden).toEqual(['no one'])
})

test('a box that only cuts what is too long, and a letter of no size around others, stay', () => {
  const kept = sanitizeHtml('<div style="overflow:hidden;max-height:10px">a</div><div style="font-size:0">b</div>')
  expect(kept).toBe('<div style="max-height:10px">a</div><div style="font-size:0">b</div>')
})

test('classes go, but for those that tell a quote and a line of Word', () => {
  expect(
    sanitizeHtml('<div class="fixed gmail_quote inset-0">a</div><p class="MsoNormal">b</p><p class="btn">c</p>'),
  ).toBe('<div class="gmail_quote">a</div><p class="MsoNormal">b</p><p>c</p>')
  expect(sanitizeHtml('<blockquote type="cite" class="x">a</blockquote>')).toBe(
    '<blockquote type="cite">a</blockquote>',
  )
})

const payloads = join(import.meta.dirname, '../../../../../shared/corpus/xss')
if (!existsSync(payloads)) console.info('The payload corpus is not here: its test is skipped.')

test.skipIf(!existsSync(payloads))('no published payload leaves anything that runs or fetches', () => {
  let count = 0
  for (const file of ['bluemonday.jsonl', 'dompurify.jsonl']) {
    for (const line of readFileSync(join(payloads, file), 'utf8').trim().split('\n')) {
      const { payload } = JSON.parse(line) as { payload: string }
      expect(dangers(sanitizeHtml(payload)), payload).toEqual([])
      count++
    }
  }
  console.info(`${count} payloads`)
  expect(count).toBeGreaterThan(600)
})

/** Reads the output by other rules than the sanitiser wrote it: tags and quoted attributes, each held against a list. */
function dangers(html: string): string[] {
  const found: string[] = []
  let rest = ''
  let last = 0
  for (const match of html.matchAll(/<(\/?)([a-zA-Z][^\s/>]*)((?:\s+[^\s=>]+="[^"]*")*)\s*\/?>/g)) {
    rest += html.slice(last, match.index)
    last = match.index + match[0].length
    if (
      /^(?:script|style|svg|math|iframe|object|embed|form|input|button|meta|base|link|template|noscript|video|audio)$/i.test(
        match[2] ?? '',
      )
    ) {
      found.push(match[0])
    }
    for (const [, name = '', value = ''] of (match[3] ?? '').matchAll(/([^\s=]+)="([^"]*)"/g)) {
      if (/^on|^srcset$|^background$|^action$|^formaction$|^poster$|^xlink/i.test(name)) found.push(match[0])
      if (name === 'src' && !/^(?:data:image\/(?:gif|png|jpe?g|webp|bmp);base64,|cid:)/i.test(value))
        found.push(match[0])
      if (name === 'href' && !/^(?:https?:\/\/|mailto:|tel:|#mail-)/i.test(value)) found.push(match[0])
      if (name === 'data-remote-src' && !/^https?:\/\//i.test(value)) found.push(match[0])
      if (name === 'style' && /url|expression|import|position|\\|@|behavior/i.test(value)) found.push(match[0])
    }
  }
  rest += html.slice(last)
  if (rest.includes('<')) found.push(rest)
  return found
}
