/** Mails made to exhaust whoever reads them (S11), small in source and large on the wire. `of` takes the size in bytes. */
export const bombs: Record<string, (of: number) => Buffer> = {
  'parts that nest a thousand deep': () => {
    let nested = ''
    for (let n = 0; n < 1000; n++) nested += `Content-Type: multipart/mixed; boundary=b${n}\n\n--b${n}\n`
    return Buffer.from(head + nested)
  },
  'parts that nest and were never closed, each with words': () => {
    let nested = ''
    for (let n = 0; n < 99; n++)
      nested += `Content-Type: multipart/mixed; boundary=b${n}\n\n--b${n}\n\nwords\n--b${n}\n`
    return Buffer.from(`${head}${nested}\nend`)
  },
  'a hundred thousand parts': () => mail(multipart, '--b\n\nx\n'.repeat(100_000)),
  'ten thousand parts that each name no boundary': () =>
    mail(multipart, '--b\nContent-Type: multipart/mixed\n\n'.repeat(9_990)),
  'multiparts that were encoded as a whole, a hundred deep': (of) => mail(...wrappedQuoted(90, of)),
  'signatures inside signatures, a hundred deep': (of) => mail(...wrappedSigned(99, of)),
  'signatures that each hold a thousand parts': (of) => mail(multipart, signedParts(of)),
  'a text of line feeds alone': (of) => mail('', '\n'.repeat(of)),
  'a text of lines of one letter': (of) => mail('', 'a\n'.repeat(of / 2)),
  'a text of one line': (of) => mail('', 'a'.repeat(of)),
  'flowed lines of one letter': (of) => mail('Content-Type: text/plain; format=flowed\n', 'a\n'.repeat(of / 2)),
  'flowed lines that all go on': (of) => mail('Content-Type: text/plain; format=flowed\n', 'a \n'.repeat(of / 3)),
  'a text of quotation marks': (of) => mail('', '> a\n'.repeat(of / 4)),
  'heads of quotes without a date': (of) => mail('', '1. wrote:\n'.repeat(of / 10)),
  'heads of quotes and answers between': (of) =>
    mail('', 'On 1 Jan 2024 Kim <k@d.example> wrote:\n> a\nb\n'.repeat(of / 45)),
  'lines of telephones': (of) => mail('', `${'\nSent from my iPhone\n\n'.repeat(of / 22)}> a`),
  'labels of quotes': (of) => mail('', 'From: a\n'.repeat(of / 8)),
  'files in the text that never end': (of) => mail('', 'begin 644 a\n'.repeat(of / 12)),
  'yEnc files in the text that never end': (of) => mail('', '=ybegin size=1 name=a\n'.repeat(of / 22)),
  'yEnc files in the text that share one end': (of) =>
    mail('', `${'=ybegin size=1 name=a\n'.repeat(of / 22)}=yend size=1\n`),
  'base64 with padding in every line': (of) => mail(base64, 'YQ==\n'.repeat(of / 5)),
  'base64 of line feeds': (of) => mail(base64, `${'\n'.repeat(of)}=a`),
  'base64 of nothing but padding': (of) => mail(base64, `${'='.repeat(of)}a`),
  'quoted-printable of soft breaks': (of) =>
    mail('Content-Transfer-Encoding: quoted-printable\n', '=\n'.repeat(of / 2)),
  'quoted-printable of blanks before a break': (of) =>
    mail('Content-Transfer-Encoding: quoted-printable\n', `=${' '.repeat(60)}`.repeat(of / 61)),
  'an attachment': (of) =>
    mail(`${base64}Content-Disposition: attachment; filename=a.bin\n`, `${'QUJD'.repeat(19)}\n`.repeat(of / 77)),
  Cyrillic: (of) => mail('Content-Type: text/plain; charset=utf-8\n', 'Привет, мир!\n'.repeat(of / 22)),
  'UTF-7': (of) => mail('Content-Type: text/plain; charset=utf-7\n', '+AGE-'.repeat(of / 5)),
  'ISO-2022-JP': (of) => mail('Content-Type: text/plain; charset=iso-2022-jp\n', '\x1b$B$"\x1b(B\n'.repeat(of / 9)),
  'UTF-8 that is none': (of) => mail('Content-Type: text/plain; charset=utf-8\n', Buffer.alloc(of, 0xe4)),
  'HTML of open tags': (of) => mail(html, `<p>seen</p>${'<div>'.repeat(of / 5)}`),
  'HTML of tags that close nothing': (of) => mail(html, `<p>seen</p>${'</div>'.repeat(of / 6)}`),
  'HTML of angle brackets': (of) => mail(html, '<'.repeat(of)),
  'HTML of attributes': (of) => mail(html, `<p ${'a=b '.repeat(of / 4)}>`),
  'HTML of many attributes': (of) => mail(html, `<p ${Array.from({ length: of / 9 }, (_, n) => `a${n}=b`).join(' ')}>`),
  'HTML of bold letters on one line': (of) => mail(html, '<b>x</b> y '.repeat(of / 11)),
  'HTML of links on one line': (of) => mail(html, '<a href="http://x/">y</a> '.repeat(of / 26)),
  'HTML of links that never close': (of) => mail(html, '<a href="http://x/">y'.repeat(of / 21)),
  'HTML of styles': (of) => mail(html, `<p style="${'color:red;'.repeat(390)}">`.repeat(of / 3912)),
  'HTML of entities': (of) => mail(html, '&amp;'.repeat(of / 5)),
  'HTML of comments': (of) => mail(html, '<!--'.repeat(of / 4)),
  'HTML of cells': (of) => mail(html, '<td>a'.repeat(of / 5)),
  'HTML of lists in lists': (of) => mail(html, '<ul><li>a'.repeat(of / 9)),
  'HTML of quotes in quotes': (of) => mail(html, '<blockquote>a'.repeat(of / 13)),
  'HTML of addresses in brackets': (of) => mail(html, '<a@b'.repeat(of / 4)),
  'HTML beside a long text': (of) =>
    mail(multipart, `--b\nContent-Type: text/html\n\n<p>x</p>\n--b\n\n${'"'.repeat(of)}\n--b--\n`),
  'a header block of lines that are none': () => Buffer.from(`From: a@x.example\n${'x\n'.repeat(130_000)}X-A: b\n\nhi`),
  'a header block of lines that are none, with headers between': () =>
    Buffer.from(`From: a@x.example\n${`${'x\n'.repeat(48)}To: b\n`.repeat(2_500)}\nhi`),
  'a header block of different names': () =>
    Buffer.from(`${head}${Array.from({ length: 30_000 }, (_, n) => `x${n}:\n`).join('')}\nhi`),
  'a header block too long': (of) => Buffer.from(`${head}${'X-A: b\n'.repeat(of / 7)}\nhi`),
  'a From that never ends': (of) => Buffer.from(`From: ${'a'.repeat(of)}`),
  'encoded words without an end': () => lines('Subject', '=?utf-8?q?', 64_000),
  'encoded words in an address': () => lines('To', '=?utf-8?q?a?= <a@b.example>,', 64_000),
  'addresses of blanks and dots': () => lines('To', 'a@. . . . . .', 64_000),
  'addresses of comments': () => lines('To', '(((((((', 64_000),
  'addresses of open brackets': () => lines('To', '<a@b ', 64_000),
  'addresses of quotation marks': () => lines('To', '"a"\\', 64_000),
  'references of brackets': () => lines('References', '<(', 64_000),
  'parameters without an end': () => lines('Content-Type', 'a*0*=%41;', 64_000),
  'a delivery status of one field': (of) => report('Final-Recipient: rfc822;a@b.example\n'.repeat(of / 36)),
  'a delivery status of a thousand recipients': (of) =>
    report(
      Array.from({ length: of / 70 }, (_, n) => `Final-Recipient: rfc822;a${n}@b.example\nAction: failed\n\n`).join(''),
    ),
  'a bounce in words of a thousand recipients': () => bounce(addressesBelow('Sorry.', 1_990)),
  'a bounce in words with letters between': () =>
    bounce(`${addressesBelow('Sorry.', 900)}\n${'lorem ipsum '.repeat(6_000)}`),
  'a bounce that names forty thousand': () => {
    const named = Array.from({ length: 3_000 }, (_, n) => `a${n}@b.example`).join(', ')
    return Buffer.from(`X-Failed-Recipients: ${named}\n${head}\n${'some words\n'.repeat(2_000)}`)
  },
  'a notice of a cloud that is none': (of) => mail('', `{"notificationType":"Bounce",${'[\n'.repeat(of / 2)}}`),
}

const head = 'From: Ada <ada@acme.example>\nTo: help@docket.example\nSubject: Bomb\nMessage-ID: <1@acme.example>\n'
const multipart = 'Content-Type: multipart/mixed; boundary=b\n'
const html = 'Content-Type: text/html\n'
const base64 = 'Content-Transfer-Encoding: base64\n'

const mail = (extra: string, body: string | Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${head}${extra}\n`), Buffer.from(body as string)])

/** One header of many folded lines. */
const lines = (name: string, piece: string, chars: number): Buffer =>
  Buffer.from(`${head}${name}: ${piece.repeat(chars / piece.length)}\n\nhi`)

const report = (status: string): Buffer =>
  mail(
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b\n',
    `--b\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\n${status}\n--b--\n`,
  )

const bounce = (words: string): Buffer =>
  Buffer.from(`From: MAILER-DAEMON@x.example\nSubject: Undelivered mail\nReturn-Path: <>\n\n${words}`)

const addressesBelow = (words: string, count: number): string =>
  `${words}\n${Array.from({ length: count }, (_, n) => `a${n}@b.example`).join('\n')}`

/** Each level hides its boundaries by one more encoding, so that each must be decoded as a whole. */
function wrappedQuoted(levels: number, of: number): [string, string] {
  let body = `--b0\n\n${'x'.repeat(76)}\n`.padEnd(of, 'words \n')
  let extra = ''
  for (let level = 0; level < levels; level++) {
    extra = `Content-Type: multipart/mixed; boundary=b${level}\nContent-Transfer-Encoding: quoted-printable\n`
    body = `--b${level + 1}\n${extra}\n${body.replace(/=/g, '=3D').replace(/^--/gm, '=2D-')}`
  }
  return [extra.replace(/b\d+/, `b${levels}`), body.replace(/=/g, '=3D').replace(/^--/gm, '=2D-')]
}

function wrappedSigned(levels: number, of: number): [string, Buffer] {
  let body = Buffer.from(`\n${'words\n'.repeat(of / 6)}`)
  for (let level = 0; level < levels; level++) {
    const signed = signedData(body)
    body = Buffer.concat([Buffer.from(cms), signed])
  }
  return [cms.trimEnd().concat('\n'), body.subarray(cms.length)]
}

function signedParts(of: number): string {
  const inner = Buffer.from(`Content-Type: multipart/mixed; boundary=c\n\n${'--c\n\n'.repeat(1_000)}`)
  const part = `--b\nContent-Type: application/pkcs7-mime\n${base64}\n${signedData(inner).toString('base64')}\n`
  return part.repeat(of / part.length)
}

const cms = 'Content-Type: application/pkcs7-mime\n\n'

/** CMS SignedData around a mail, with nothing but the structure that leads there (RFC 5652). */
function signedData(content: Buffer): Buffer {
  const der = (tag: number, ...inner: Buffer[]) => {
    const bytes = Buffer.concat(inner)
    const length = Buffer.alloc(6)
    length[0] = tag
    length[1] = 0x84
    length.writeUInt32BE(bytes.length, 2)
    return Buffer.concat([length, bytes])
  }
  const none = Buffer.alloc(0)
  const capsule = der(0x30, der(6, none), der(0xa0, der(4, content)))
  return der(0x30, der(6, none), der(0xa0, der(0x30, der(2, none), der(0x31, none), capsule)))
}
