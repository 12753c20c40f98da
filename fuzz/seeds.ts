import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesUnder } from '../conformance/corpus.ts'

/** Mails of our own, one of each shape that the parser knows, to be damaged. */
export const ownSeeds: Buffer[] = [
  mail(
    '',
    'Hello,\n\nthe printer burns.\n\nOn 19 Nov 2026 at 10:00, Kim <kim@d.example> wrote:\n> Is it on?\n\n-- \nAda\n',
  ),
  mail('Content-Type: text/html; charset=utf-8\n', '<p>One &amp; <b>two</b></p><ul><li>a<li>b</ul><img src="cid:x@y">'),
  mail(
    'Content-Type: multipart/mixed; boundary="=_outer"\n',
    '--=_outer\nContent-Type: multipart/alternative; boundary=inner\n\n--inner\n\nplain\n--inner\nContent-Type: text/html\n\n' +
      '<div style="color:red">rich</div>\n--inner--\n--=_outer\nContent-Type: image/png; name="=?utf-8?Q?B=C3=A4r.png?="\n' +
      "Content-Disposition: attachment; filename*0*=utf-8''B%C3%A4; filename*1*=r.png\n" +
      `Content-Transfer-Encoding: base64\n\n${Buffer.alloc(400, 7).toString('base64')}\n--=_outer--\n`,
  ),
  mail(
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b\n',
    '--b\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x.example\n\n' +
      'Final-Recipient: rfc822; a@x.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no such user\n\n' +
      '--b\nContent-Type: message/rfc822\n\nMessage-ID: <sent@docket.example>\nTo: a@x.example\n\nwords\n--b--\n',
  ),
  Buffer.from(
    'From: MAILER-DAEMON@x.example\nReturn-Path: <>\nSubject: failure notice\n\n<ada@x.example>:\n550 user unknown\n',
  ),
  mail('Content-Type: text/plain; charset=iso-2022-jp\n', '\x1b$B$3$s$K$A$O\x1b(B\n'),
  mail('Content-Type: text/plain; charset=windows-1251\n', Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 10])),
  mail('Content-Type: text/plain; charset=utf-16\n', Buffer.from('\ufeffHello\n', 'utf16le')),
  mail('Content-Type: text/plain; charset=utf-7\n', 'Hi +AOQ-\n'),
  mail(
    'Content-Type: text/plain; format=flowed; delsp=yes\nContent-Transfer-Encoding: quoted-printable\n',
    'a=20\nb=C3=A4=\n',
  ),
  mail('', `files:\nbegin 644 a.txt\n#0V%T\n\`\nend\n=ybegin line=128 size=3 name=b.bin\n\x8b\x8c\x8d\n=yend size=3\n`),
  mail(
    'Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n',
    winmail().toString('base64'),
  ),
  mail(
    `References: ${Array.from({ length: 200 }, (_, n) => `<${n}@x.example>`).join('\n ')}\nIn-Reply-To: <a (b)@x>\n` +
      `Cc: ${Array.from({ length: 50 }, (_, n) => `"Doe, ${n}" <${n}@x.example>`).join(',\n ')}, group: a@b, c@d;\n` +
      'Subject: =?utf-8?B?R3LDvMOfZQ==?= =?iso-8859-1?Q?=E4?=\nAuto-Submitted: auto-replied; x=y\nList-Id: <x.example>\n',
    'long head\n',
  ),
  mail(
    'Content-Type: multipart/encrypted; boundary=b\n',
    '--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b--\n',
  ),
  mail(
    'Content-Type: application/pkcs7-mime; smime-type=signed-data\nContent-Transfer-Encoding: base64\n',
    'MIAGCSqGSIb3DQEHAqCAMIACAQExADCABgkqhkiG9w0BBwGggCSABAVoZWxsbwAAAAAAAAAAAAAAAA==\n',
  ),
  mail(
    '',
    '{"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bouncedRecipients":[{"emailAddress":"a@x"}]}}\n',
  ),
]

const corpus = join(import.meta.dirname, '../../shared/corpus')
const sets =
  'stalwart mime4j mikel-mail flanker gluon nodemailer-mailparser postal-mime python-email-data mimekit ponymail-foal sisimai'
const bytesMax = 64 * 1024

/** Our own, and the published mails when they are there. */
export function seeds(): Buffer[] {
  const found = sets
    .split(' ')
    .filter((set) => existsSync(join(corpus, set)))
    .flatMap((set) => filesUnder(join(corpus, set), /(?:\.eml|\.msg|msg_\d+\.txt|\.mail)$/))
    .map((path) => readFileSync(path))
    .filter((bytes) => bytes.length > 0 && bytes.length <= bytesMax)
  return [...ownSeeds, ...found]
}

function mail(extra: string, body: string | Buffer): Buffer {
  const head =
    'Received: from x.example by y.example; Fri, 20 Nov 2026 10:00:00 +0100\nFrom: Ada <ada@acme.example>\n' +
    'To: support@acme.example\nSubject: Printer\nDate: Fri, 20 Nov 2026 10:00:00 +0100\nMessage-ID: <1@acme.example>\n'
  return Buffer.concat([Buffer.from(`${head}${extra}\n`), Buffer.from(body as string)])
}

function winmail(): Buffer {
  const attribute = (id: number, data: Buffer) => {
    const start = Buffer.alloc(9)
    start[0] = 2
    start.writeUInt32LE(id, 1)
    start.writeUInt32LE(data.length, 5)
    return Buffer.concat([start, data, Buffer.alloc(2)])
  }
  return Buffer.concat([
    Buffer.from([0x78, 0x9f, 0x3e, 0x22, 1, 0]),
    attribute(0x2800c, Buffer.from('Words inside\0')),
    attribute(0x69002, Buffer.alloc(14)),
    attribute(0x18010, Buffer.from('A.PDF\0')),
    attribute(0x6800f, Buffer.from('%PDF-1.7')),
  ])
}
