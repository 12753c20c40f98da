import MailComposer from 'nodemailer/lib/mail-composer'
import { asWritten, escaped, mailLines, ownMarkHeader } from '../mail/index.ts'
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
    from: { name: asWritten(from.name), address: asWritten(from.address) },
    to: { name: asWritten(to.name), address: asWritten(to.address) },
    subject: asWritten(subject),
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
