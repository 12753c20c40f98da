import MailComposer from 'nodemailer/lib/mail-composer'
import { actorOf, may, organisationOf, usersById } from '../auth/index.ts'
import {
  addressStaffMail,
  asWritten,
  loopHeader,
  mailboxForStaff,
  mailLines,
  ownMarkHeader,
  ownMarkOf,
  replySeparator,
  staffMarkHeader,
  staffThreadId,
} from '../mail/index.ts'
import type { Store } from '../platform/store.ts'
import type { Tx } from '../platform/work.ts'
import { ticketToTell, wordsToTell } from '../tickets/index.ts'
import { type Notice, tables } from './notice.ts'
import { type NoticeWords, noticeWords } from './noticeWords.ts'
import { quotesWords } from './quoting.ts'
import { wishesOf } from './wishing.ts'

/** `mailboxId`: by whose way it leaves. */
type Leaving = { from: string; to: string[]; raw: Buffer; messageId: string; mailboxId: string }

/** As many characters of a message as a mail shows. */
const charsMax = 2_000
const causesMax = 20

/**
 * The mail, made anew at each attempt from what stands there then: its words and its answer address lie nowhere else. Or why there is
 * none any more.
 */
export async function composeNotice(
  tx: Tx,
  store: Store,
  notice: Notice,
  lastSays: string | null,
): Promise<Leaving | { withheld: string }> {
  const person = await actorOf(tx, notice.user_id)
  if (!person || !may(person, 'ticket.see')) return { withheld: 'The person works here no more.' }
  const ticket = notice.ticket_id === null ? undefined : await ticketToTell(tx, notice.ticket_id)
  if (!ticket || ticket.status === 'spam') return { withheld: 'The ticket is gone, or spam.' }
  const wishes = (await wishesOf(tx, [person.id])).get(person.id)!
  const causes = (await causesOf(tx, notice.id)).filter(({ kind }) => wishes[kind])
  if (causes.length === 0) return { withheld: 'The person does not want to be told of this any more.' }
  const mailbox = await mailboxForStaff(tx, ticket.mailboxId)
  if (!mailbox) return { withheld: 'The organisation has no mailbox that it could write from. Open one.' }

  const answerDoes = may(person, 'ticket.reply') ? wishes.answer_does : 'nothing'
  const of = { id: notice.id, userId: person.id, ticketId: ticket.id, answerDoes }
  const addresses = await addressStaffMail(tx, store.keys, of, mailbox)
  const messages = await wordsToTell(tx, ids(causes.map(({ message_id }) => message_id)), charsMax)
  const actors = await usersById(tx, ids(causes.map(({ actor_user_id }) => actor_user_id)))
  const words = noticeWords({
    ...{ ticket, causes, messages, actors, lastSays, mailbox: mailbox.address },
    ...{ organisation: (await organisationOf(tx)).name, quotes: await quotesWords(tx) },
    answerDoes: addresses.isAnswerable ? answerDoes : 'nothing',
    url: (path: string) => `${store.config.publicUrl}${path}`,
  })
  const raw = await written(words, {
    ...{ mailbox, addresses, ticketId: ticket.id, date: notice.let_out_at ?? tx.now },
    to: { name: person.name, address: person.email },
    mark: ownMarkOf(store.keys, addresses.messageId),
    separator: addresses.isAnswerable && answerDoes !== 'nothing',
  })
  return {
    ...{ from: addresses.returnTo, to: [person.email], raw },
    ...{ messageId: addresses.messageId, mailboxId: mailbox.id },
  }
}

const ids = (some: (string | null)[]): string[] => [...new Set(some.filter((id): id is string => id !== null))]

const causesOf = (tx: Tx, noticeId: string) =>
  tables(tx)
    .selectFrom('notice_cause')
    .selectAll()
    .where('notice_id', '=', noticeId)
    .orderBy('at')
    .orderBy('id')
    .limit(causesMax)
    .execute()

type Around = {
  mailbox: { address: string; name: string }
  addresses: Awaited<ReturnType<typeof addressStaffMail>>
  ticketId: string
  to: { name: string; address: string }
  date: Date
  mark: string
  separator: boolean
}

/** A machine's mail says so (RFC 3834), by every word that machines know, and is known again by us whichever way it comes back. */
async function written({ subject, text, html }: NoticeWords, around: Around): Promise<Buffer> {
  const { mailbox, addresses, to, mark } = around
  const domain = mailbox.address.slice(mailbox.address.lastIndexOf('@') + 1)
  const mail = new MailComposer({
    from: { name: asWritten(mailbox.name), address: asWritten(mailbox.address) },
    replyTo: { name: asWritten(mailbox.name), address: asWritten(addresses.replyTo) },
    to: { name: asWritten(to.name), address: asWritten(to.address) },
    subject: asWritten(subject),
    date: around.date,
    messageId: `<${addresses.messageId}>`,
    references: [`<${staffThreadId(around.ticketId, domain)}>`],
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'List-Id': `<notifications.${domain}>`,
      [loopHeader]: 'yes',
      [ownMarkHeader]: mark,
      [staffMarkHeader]: addresses.mark,
    },
    text: mailLines(`${around.separator ? `${replySeparator}\n\n` : ''}${text}`),
    html: mailLines(`${around.separator ? `<p style="color:#888">${replySeparator}</p>` : ''}${html}`),
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'windows',
  })
  return mail.compile().build()
}
