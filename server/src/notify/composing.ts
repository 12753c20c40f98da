import MailComposer from 'nodemailer/lib/mail-composer'
import { ownMarkHeader } from '../mail/index.ts'
import type { Words } from './wording.ts'

/** A machine's mail says so (RFC 3834), so that no absence note and no other machine answers it. */
export async function composeSystemMail(
  { to, subject, lines, link, last }: Words,
  {
    from,
    messageId,
    date,
    mark,
  }: { from: { name: string; address: string }; messageId: string; date: Date; mark: string },
): Promise<Buffer> {
  const said = [`Hello${to.name ? ` ${to.name}` : ''},`, ...lines]
  const mail = new MailComposer({
    from: { name: oneLine(from.name), address: oneLine(from.address) },
    to: { name: oneLine(to.name), address: oneLine(to.address) },
    subject: oneLine(subject),
    date,
    messageId: `<${messageId}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', [ownMarkHeader]: mark },
    text: mailLines(`${[...said, ...(link ? [`${link.says}:\n${link.url}`] : []), last].join('\n\n')}\n`),
    html: mailLines(
      [
        ...said.map(paragraph),
        ...(link ? [`<p><a href="${escaped(link.url)}">${escaped(link.says)}</a></p>`] : []),
        paragraph(last),
      ].join('\n'),
    ),
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'windows',
  })
  return mail.compile().build()
}

const paragraph = (text: string) => `<p>${escaped(text)}</p>`

/** What ends a line in a header would begin another, and what looks like an encoded word would be read as something else. */
export const oneLine = (value: string) =>
  value
    .replace(/[\0-\x1f\x7f\u2028\u2029]+/g, ' ')
    .replace(/=\?(?=[^?\s]{0,75}\?[bq]\?)/gi, '=\u200b?')
    .trim()

/** Lines of a mail end with CR LF, before they are encoded too (RFC 2045, 6.8). */
export const mailLines = (text: string) => text.toWellFormed().replace(/\r\n?|\n/g, '\r\n')

export const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
