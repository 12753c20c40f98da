/** Mails as the programs of this world write them: what a page for reading must bear. */
export type Kind = {
  name: string
  html: string
  onPaper?: boolean
  attachments?: { filename: string; content: Buffer }[]
}

const outside = 'https://pictures.example'
const png = (base64: string) => Buffer.from(base64, 'base64')
const red = png('iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC')

const word = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0cm;font-size:11pt}</style></head>
<body lang="EN-GB" link="#0563C1" vlink="#954F72" style="word-wrap:break-word"><div class="WordSection1">
<p class="MsoNormal"><span style="font-family:&quot;Calibri&quot;,sans-serif;color:#1F497D">Dear all,<o:p></o:p></span></p>
<p class="MsoNormal"><span style="color:#1F497D"><o:p>&nbsp;</o:p></span></p>
<p class="MsoNormal"><span style="color:black">The pump of line 3 lost pressure again. <span style="background:yellow;mso-highlight:yellow">Please
send the seal before Friday.</span> See <a href="https://acme.example/line3"><span style="color:#0563C1">the log</span></a>.</span></p>
<ul type="disc"><li class="MsoListParagraph" style="margin-left:0cm"><span style="color:#C00000">Seal 40 × 4, twice</span></li><li>Grease</li></ul>
<table class="MsoTableGrid" border="1" cellspacing="0" cellpadding="0" style="border-collapse:collapse;border:none"><tr>
<td width="200" valign="top" style="width:150pt;border:solid windowtext 1.0pt;padding:0cm 5.4pt"><p class="MsoNormal">Pressure</p></td>
<td width="200" valign="top" style="width:150pt;border:solid black 1.0pt;padding:0cm 5.4pt"><p class="MsoNormal"><span style="color:black">2.1 bar</span></p></td></tr></table>
<p class="MsoNormal"><b><span style="font-size:10.0pt;color:#7F7F7F">Maria Rossi</span></b><br><span style="font-size:9pt;color:#999999">Maintenance, Rossi Pompe</span></p>
<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b>From:</b> Kim<br><b>Sent:</b> Monday</p></div>
<p class="MsoNormal">Is it running again?</p></div></body></html>`

const newsletter = `<body bgcolor="#f2f4f8" style="margin:0"><div style="display:none;max-height:0;overflow:hidden">Ten ways to save water this summer &zwnj;&nbsp;&zwnj;</div>
<table width="100%" cellpadding="0" cellspacing="0" bgcolor="#f2f4f8"><tr><td align="center">
<table width="600" cellpadding="0" cellspacing="0" bgcolor="#ffffff" style="width:600px"><tr><td bgcolor="#0b3d62" style="padding:24px">
<img src="${outside}/logo.png" width="140" height="36" alt="Water &amp; Co" style="display:block;color:#ffffff"></td></tr>
<tr><td background="${outside}/hero.jpg" style="padding:40px 24px"><h1 style="margin:0;color:#0b3d62;font-size:28px">Summer is near</h1></td></tr>
<tr><td style="padding:24px;font:16px/24px Arial;color:#555555">Your garden drinks <b>400 litres</b> a week.
<table cellpadding="0" cellspacing="0"><tr><td bgcolor="#0b7a3d" style="border-radius:6px;padding:12px 20px"><a href="https://water.example/save" style="color:#ffffff;text-decoration:none">Save water now</a></td></tr></table></td></tr>
<tr><td><img src="${outside}/garden.jpg" width="600" style="width:600px" alt="A garden"></td></tr>
<tr><td style="padding:16px;font-size:12px;color:#8a8f98">You get this because you asked for it. <a href="https://water.example/leave" style="color:#8a8f98">Leave the list</a></td></tr>
</table></td></tr></table><img src="${outside}/open.gif?who=kim" width="1" height="1"></body>`

const gmail = `<div dir="ltr">Hi Kim,<div><br></div><div>it works now, <font color="#0000ff">thank you</font>!
<span style="background-color:rgb(255,255,255);color:rgb(34,34,34)">The black one as well.</span></div><div>-- <br><div dir="ltr" class="gmail_signature"><span style="color:rgb(136,136,136)">Ada Lovelace</span></div></div></div>
<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, 4 May 2026 at 10:00, Kim &lt;<a href="mailto:kim@acme.example">kim@acme.example</a>&gt; wrote:<br></div>
<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">Please try once more.</blockquote></div>`

const apple = `<html><body style="overflow-wrap: break-word; -webkit-nbsp-mode: space; line-break: after-white-space;">Hello,<div><br></div><div>the <i>blue</i> one, please.</div>
<div><br><blockquote type="cite"><div>On 4 May 2026, at 09:12, Kim wrote:</div><br class="Apple-interchange-newline"><div><div style="caret-color: rgb(0, 0, 0); font-family: Helvetica; font-size: 12px; color: rgb(0, 0, 0);">Which one do you want?</div></div></blockquote></div></body></html>`

const outlook = `<html><head></head><body dir="ltr"><div style="font-family:Aptos,Calibri,Helvetica,sans-serif;font-size:12pt;color:rgb(0,0,0)" class="elementToProof">Good morning,<br><br>
we cannot sign in since <b style="color:rgb(200,38,19)">07:30</b>. The page says:</div>
<pre style="background-color:rgb(243,242,241);color:rgb(36,36,36);padding:8px">HTTP 503: upstream sent too big a header while reading the response header from upstream, client: 10.1.2.3</pre>
<div style="color:rgb(12,100,192)">Regards, <u>Jo</u></div><div id="appendonsend"></div><hr style="display:inline-block;width:98%">
<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt" color="#000000"><b>From:</b> Kim<br><b>Subject:</b> Re: sign in</font></div></body></html>`

const invoice = `<p style="color:#222">Please pay:</p><table border="1" cellpadding="6" style="border-collapse:collapse"><tr>${Array.from({ length: 18 }, (_, at) => `<th bgcolor="#dce6f1" nowrap>Column ${at}</th>`).join('')}</tr>
<tr>${Array.from({ length: 18 }, (_, at) => `<td nowrap>${at * 1234}.00 EUR</td>`).join('')}</tr></table>`

const night = `<body style="background:#101418;color:#e6edf3"><table width="100%" style="background:#101418"><tr><td style="padding:20px"><h2 style="color:#7ee787">Build passed</h2><p style="color:#8b949e">main, 4 minutes ago</p><a href="https://ci.example/1" style="color:#58a6ff">Look at it</a></td></tr></table></body>`

const faint = `<div style="color:#aaaaaa">Grey words, <span style="color:#ffff00">yellow words</span>, <span style="color:#00ffff">cyan words</span>,
<span style="color:#000080">navy words</span>, <span style="color:#800000">maroon words</span>, <a href="https://x.example">a link</a>, <mark>a mark</mark> and <code>code</code>.</div>`

const wide = `<div style="width:1400px;border:1px solid #ccc">A box that is fourteen hundred dots wide, with ${'words and '.repeat(30)} an end.</div>
<p>${'Donaudampfschifffahrtsgesellschaftskapitän'.repeat(4)}</p><p>https://tickets.example/${'a1b2c3d4'.repeat(30)}</p>`

const notice = `<table align="center" width="640" style="width:640px;border:1px solid #e1e4e8;border-radius:6px"><tr><td style="padding:16px"><p style="color:#24292e"><strong>ada</strong> left a comment (<a href="https://code.example/1">#1042</a>)</p>
<blockquote style="color:#6a737d;border-left:4px solid #dfe2e5;padding:0 16px">It fails on Tuesdays.</blockquote><pre style="background:#f6f8fa;padding:12px">at Object.run (a.ts:1:1)</pre>
<p style="font-size:small;color:#666">Reply to this mail directly.</p></td></tr></table>`

const pictures = `<p>Two photographs and a drawing, and one below: <br><img src="${outside}/a.png" alt="The pump" width="320" height="200"></p>`

export const kinds: Kind[] = [
  { name: 'Word', html: word },
  { name: 'newsletter', html: newsletter, onPaper: true },
  { name: 'Gmail', html: gmail },
  { name: 'Apple', html: apple },
  { name: 'Outlook', html: outlook },
  { name: 'invoice', html: invoice, onPaper: true },
  { name: 'dark mail', html: night, onPaper: true },
  { name: 'faint colours', html: faint },
  { name: 'wide', html: wide },
  { name: 'notification', html: notice },
  {
    name: 'pictures',
    html: pictures,
    attachments: [
      { filename: 'pump.png', content: red },
      { filename: 'seal with a very long name that somebody typed.png', content: red },
      { filename: 'no picture.png', content: Buffer.from('<script>alert(1)</script>') },
      { filename: 'drawing.svg', content: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') },
    ],
  },
]
