import { expect, test } from 'vitest'
import { htmlToText } from './htmlText.ts'
import { parseMail } from './parsing.ts'
import { sanitizeHtml } from './sanitizing.ts'

const read = (html: string) => htmlToText(sanitizeHtml(html))

/** What a program writes, and what a person reads of it. */
const shapes: Record<string, [html: string, text: string]> = {
  'paragraphs stand apart, lines do not': ['<p>Hello,</p>\n<p>one<br>two</p>\n<p>Ada</p>', 'Hello,\n\none\ntwo\n\nAda'],
  'Gmail writes a line as a div and an empty line as a div with a break': [
    '<div dir="ltr"><div>Hello Kim,</div><div><br></div><div>the pump is loud.</div><div>It also leaks.</div></div>',
    'Hello Kim,\n\nthe pump is loud.\nIt also leaks.',
  ],
  'Gmail quotes below its own line': [
    '<div dir="ltr">Yes.</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, Kim wrote:<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex"><div>Is it loud?</div></blockquote></div>',
    'Yes.\n\nOn Mon, Kim wrote:\n\n> Is it loud?',
  ],
  'Apple Mail ends a line with a break inside its div': [
    '<body style="overflow-wrap: break-word;">Hi,<div><br></div><div>see below.<br><div><br><blockquote type="cite"><div>On 3 May, Kim wrote:</div><br class="Apple-interchange-newline"><div><div>first</div><div><br></div><div>second</div></div></blockquote></div><br></div></body>',
    'Hi,\n\nsee below.\n\n> On 3 May, Kim wrote:\n>\n> first\n>\n> second',
  ],
  'Outlook writes a line as a paragraph and an empty line as a paragraph with a blank': [
    '<p class="MsoNormal">Dear team,<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p><p class="MsoNormal">line one<o:p></o:p></p><p class="MsoNormal">line two<o:p></o:p></p>',
    'Dear team,\n\nline one\nline two',
  ],
  'Outlook on the web sets the distance to nothing in each paragraph': [
    '<p style="margin: 0px 0px 0px;">one</p><p style="margin-top:0;margin-bottom:0">two</p><p style="margin: 0in 0in 0.0001pt"><br></p><p style="margin:0">three</p>',
    'one\ntwo\n\nthree',
  ],
  'what Word says to itself in comments is not text': [
    '<!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--><!--[if !mso]><!--><p>Shown</p><!--<![endif]-->',
    'Shown',
  ],
  'Word makes bullets of signs of a symbol font': [
    ['One', 'Two']
      .map(
        (word) =>
          `<p class=MsoListParagraph style='margin-left:.5in;text-indent:-.25in;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>${word}<o:p></o:p></p>`,
      )
      .join('\n'),
    '- One\n- Two',
  ],
  'Word moves a level to the right, and its second bullet is a letter': [
    '<p class=MsoListParagraphCxSpFirst style="margin-left:36.0pt;text-indent:-18.0pt"><span>§<span>&nbsp;&nbsp;</span></span>Top</p><p class=MsoListParagraphCxSpLast style="margin-left:72.0pt;text-indent:-18.0pt"><span style="font-family:&quot;Courier New&quot;">o<span>&nbsp;&nbsp; </span></span>Below</p>',
    '- Top\n  - Below',
  ],
  'Word numbers by hand': [
    '<p class=MsoListParagraph style="margin-left:.5in;text-indent:-.25in"><span>1.<span style="font:7.0pt serif">&nbsp;&nbsp; </span></span>Open</p><p class=MsoListParagraph style="margin-left:.5in;text-indent:-.25in"><span>2.<span>&nbsp;&nbsp; </span></span>Close</p>',
    '1. Open\n2. Close',
  ],
  'lists have their marks, a list in a list stands to the right': [
    '<ul><li>fruit<ul><li>apple</li><li>pear</li></ul></li><li>bread</li></ul>',
    '- fruit\n  - apple\n  - pear\n- bread',
  ],
  'a numbered list counts from its start': ['<ol start="3"><li>three</li><li>four</li></ol>', '3. three\n4. four'],
  'a list put straight into a list stands to the right, too': [
    '<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>',
    '- a\n  - b\n- c',
  ],
  'the lines of an item stand below its words': [
    '<ol><li><p>Turn it off.</p><p>Wait.</p></li><li>Turn it<br>on.</li></ol>',
    '1. Turn it off.\n   Wait.\n2. Turn it\n   on.',
  ],
  'a table of figures is a line for each row': [
    '<p>Prices:</p><table><tr><td>Tea</td><td>2.50</td></tr><tr><td>Cake</td><td>3.90</td></tr></table><p>Thanks</p>',
    'Prices:\n\nTea | 2.50\nCake | 3.90\n\nThanks',
  ],
  'an empty cell under a head keeps its place': [
    '<table><tr><th>Item</th><th>Colour</th><th>Price</th></tr><tr><td>Cup</td><td></td><td>4.00</td></tr></table>',
    'Item | Colour | Price\nCup |  | 4.00',
  ],
  'a label and its value need no stroke': [
    '<table><tr><td>Order:</td><td>4711</td></tr><tr><td>Placed:</td><td>3 May</td></tr></table>',
    'Order: 4711\nPlaced: 3 May',
  ],
  'Word puts a paragraph into every cell': [
    '<table border=1><tr><td><p class=MsoNormal>Room</p></td><td><p class=MsoNormal>Seats</p></td></tr><tr><td><p class=MsoNormal>A1</p></td><td><p class=MsoNormal>12</p></td></tr></table>',
    'Room | Seats\nA1 | 12',
  ],
  'a table that only places things leaves no trace': [
    '<table width="600"><tr><td align="center"><table><tr><td>&nbsp;</td><td><p>Your parcel is on its way.</p><p>It comes on Friday.</p></td><td>&nbsp;</td></tr></table></td></tr><tr><td>Acme Ltd</td></tr></table>',
    'Your parcel is on its way.\n\nIt comes on Friday.\n\nAcme Ltd',
  ],
  'a picture beside an address is not a row of figures': [
    '<table><tr><td><img src="cid:logo" alt="Acme"></td><td>Ada Lovelace<br>Engines<br>London</td></tr></table>',
    'Acme\n\nAda Lovelace\nEngines\nLondon',
  ],
  'a link tells where it leads, once': [
    'See <a href="https://acme.example/help?a=1&amp;b=2">the help</a>, <a href="https://acme.example/">acme.example</a> or <a href="mailto:help@acme.example">help@acme.example</a>.',
    'See the help <https://acme.example/help?a=1&b=2>, acme.example or help@acme.example.',
  ],
  'a picture speaks by its words, a link around a silent one by its address': [
    '<a href="https://acme.example/x"><img src="https://acme.example/x.png"></a> <img src="cid:y" alt="A broken pump">',
    'https://acme.example/x A broken pump',
  ],
  'entities are letters': [
    '<p>Caf&eacute; &ndash; 5&nbsp;&euro; &lt;net&gt; &amp;amp; &#x1F600; &bogus;</p>',
    'Café – 5 € <net> &amp; 😀 &bogus;',
  ],
  'preformatted text keeps its lines and blanks': [
    '<p>Log:</p><pre>\nfoo\n    bar  baz\n\n\nend\n</pre><p>Bye</p>',
    'Log:\n\nfoo\n    bar  baz\n\n\nend\n\nBye',
  ],
  'a style can say that lines are to be kept, and take it back': [
    '<div style="white-space: pre-wrap">one\n  two<span style="white-space:normal"> and\nthree</span></div>',
    'one\n  two and three',
  ],
  'quotes count their depth, an answer between them stands free': [
    '<blockquote>one<blockquote>two</blockquote></blockquote><p>no</p><blockquote>three</blockquote>',
    '> one\n>\n>> two\n\nno\n\n> three',
  ],
  'many breaks are at most two empty lines': ['a<br><br>b<br><br><br><br><br><br>c', 'a\n\nb\n\n\nc'],
  'blanks of marketing are not text': [
    '<div>Sale today&#847; &zwnj; &#8199;&shy; &#847; &zwnj; &nbsp;&#8203;&#65279;</div><p>Hello</p>',
    'Sale today\n\nHello',
  ],
  'a joiner between letters stays': ['<p>می\u200cخواهم 👩\u200d🔧</p>', 'می\u200cخواهم 👩\u200d🔧'],
  'a soft hyphen is no letter': ['<p>Donau&shy;dampf&shy;schiff</p>', 'Donaudampfschiff'],
  'a line for the list of mails alone is not read': [
    '<div style="display:none;max-height:0">Only in the list</div><div style="max-height:0px;overflow:hidden;mso-hide:all">nor this</div><div style="font-size:1px;color:#fff">nor that</div><span style="opacity:0">no</span><p>Body</p>',
    'Body',
  ],
  'a cell without letters of its own may hold an element that has them': [
    '<table><tr><td style="font-size:0px"><div style="font-size:14px">Shown</div></td></tr></table>',
    'Shown',
  ],
  'blanks between inline words stay, blanks between blocks go': [
    '<div>\n  <b>Bold</b> <i>words</i>,\n  <span>joined</span><span>up</span>\n</div>\n<div> next </div>',
    'Bold words, joinedup\nnext',
  ],
  'a rule is a line': ['<p>above</p><hr><p>below</p>', 'above\n\n----------\n\nbelow'],
  'terms and what they mean': ['<dl><dt>SLA</dt><dd>What was promised</dd></dl>', 'SLA\nWhat was promised'],
  'a head stands apart': ['<h1>Invoice</h1>Dear Ada<h2>Sum</h2>5', 'Invoice\n\nDear Ada\n\nSum\n\n5'],
}

test.each(Object.entries(shapes))('%s', (_, [html, text]) => {
  expect(read(html)).toBe(text)
})

test('a megabyte of Word is read at once (S12)', { timeout: 30_000 }, async () => {
  const row =
    shapes['Word makes bullets of signs of a symbol font']![0] + shapes['Word puts a paragraph into every cell']![0]
  const html = row.repeat(Math.ceil(1_048_576 / row.length))
  const raw = `From: ada@acme.example\nSubject: x\nMessage-ID: <1@acme.example>\nContent-Type: text/html\n\n${html}`
  const before = process.cpuUsage()
  const start = performance.now()
  const { mail } = await parseMail(Buffer.from(raw))
  const took = performance.now() - start
  const { user, system } = process.cpuUsage(before)
  console.info(
    `${Math.round(html.length / 1024)} kB of Word HTML: ${Math.round(took)} ms, of them ${Math.round((user + system) / 1000)} ms of work`,
  )
  expect(mail.text.split('\n').filter((line) => line === '- One').length).toBe(html.length / row.length)
  expect(took).toBeLessThan(5000)
})

test('tables in tables, quotes in quotes and lists in lists to the limit come out as long as they are', () => {
  for (const tag of ['table><tr><td', 'blockquote', 'ul><li', 'div style="font-size:0"']) {
    const html = `<${tag}>x`.repeat(20_000)
    expect(read(html).length).toBeLessThan(html.length * 30)
  }
})
