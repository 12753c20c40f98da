import { type AnswerDoes, escaped } from '../mail/index.ts'
import type { TicketToTell, WordsToTell } from '../tickets/index.ts'
import type { Cause, Kind } from './notice.ts'

export type NoticeWords = { subject: string; text: string; html: string }

type About = {
  ticket: TicketToTell
  causes: readonly Cause[]
  messages: ReadonlyMap<string, WordsToTell>
  actors: ReadonlyMap<string, { name: string }>
  organisation: string
  mailbox: string
  /** Whether the words of others are shown. */
  quotes: boolean
  answerDoes: AnswerDoes
  lastSays: string | null
  url(path: string): string
}

/** What a mail to a colleague says: what happened and why it is told, whose words they are, and where to go. All of it is data. */
export function noticeWords(about: About): NoticeWords {
  const { ticket, causes, lastSays, url } = about
  const said = causes.map((cause) => sentenceOf(cause, about))
  const quoted = about.quotes ? quotesOf(about) : []
  const link = { says: `Open ticket ${ticket.number}`, url: url(`/tickets/${ticket.id}`) }
  const last = [
    ...(lastSays ? [lastSays] : []),
    answerSays[about.answerDoes],
    `What you are told: ${url('/settings/notifications')}`,
  ]
  const blocks = [
    ...said,
    `Ticket ${ticket.number}: ${ticket.subject}`,
    ...quoted.map(({ head, words }) => `${head}\n${words.split('\n').map(marked).join('\n')}`),
    `${link.says}:\n${link.url}`,
    '--',
    ...last,
  ]
  const html = [
    ...said.map(paragraph),
    `<p><a href="${escaped(link.url)}"><b>${escaped(`Ticket ${ticket.number}: ${ticket.subject}`)}</b></a></p>`,
    ...quoted.map(
      ({ head, words }) => `${paragraph(head)}<blockquote style="${quoteStyle}">${escaped(words)}</blockquote>`,
    ),
    `<p><a href="${escaped(link.url)}">${escaped(link.says)}</a></p>`,
    ...last.map((line) => `<p style="color:#666;font-size:smaller">${escaped(line)}</p>`),
  ]
  return { subject: `[#${ticket.number}] ${ticket.subject}`, text: `${blocks.join('\n\n')}\n`, html: html.join('\n') }
}

const quoteStyle = 'margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex;white-space:pre-wrap'
const paragraph = (text: string) => `<p>${escaped(text)}</p>`
const marked = (line: string) => (line ? `> ${line}` : '>')

const says: Record<Kind, (who: string, about: About) => string> = {
  assigned: (who, { organisation }) => `${who} gave you this ticket at ${organisation}.`,
  mentioned: (who) => `${who} named you in a note.`,
  opened: (who, { mailbox }) => `A new ticket of ${who} at ${mailbox}, which you follow.`,
  answered: (who) => `${who} answered on your ticket.`,
}

function sentenceOf({ kind, message_id, actor_user_id }: Cause, about: About): string {
  const message = message_id === null ? undefined : about.messages.get(message_id)
  const byColleague = kind === 'assigned' || kind === 'mentioned'
  const actor = actor_user_id === null ? undefined : about.actors.get(actor_user_id)?.name
  const who = byColleague ? (actor ?? 'Docket') : message ? message.name || message.address : 'A customer'
  return says[kind](plain(who), about)
}

/** Each message once. What a machine wrote, or who takes no part, is read in Docket only: it may hold a code meant for somebody else. */
function quotesOf({ causes, messages }: About): { head: string; words: string }[] {
  const ids = [...new Set(causes.flatMap(({ message_id }) => message_id ?? []))]
  return ids.flatMap((id) => {
    const it = messages.get(id)
    if (!it || it.isClosed || it.words.trim() === '') return []
    const words = `${it.words.toWellFormed().trim()}${it.isCut ? '\n[…]' : ''}`
    return [{ head: `${plain(it.name || it.address)} wrote:`, words }]
  })
}

const answerSays: Record<AnswerDoes, string> = {
  nothing: 'Please open the ticket to go on: an answer to this mail is not carried out.',
  note: 'An answer to this mail becomes a note that only colleagues see. It is good for one answer, from your own address.',
  reply: 'An answer to this mail is SENT TO THE CUSTOMER. It is good for one answer, from your own address.',
}

const plain = (name: string) =>
  name
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim()
    .slice(0, 200)
