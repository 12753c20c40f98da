import type { StoredMessage } from '../../tickets/index.ts'
import type { Address, ParsedMail, Recipient, Verdict } from '../parsing/parsed.ts'
import { differenceOf } from './differing.ts'

/** One decision about a mail that today's rules make otherwise. Changes of one `kind` are counted together. */
export type Change = { field: string; kind: string; was: string; is: string }

export type Today = { mail: ParsedMail; fingerprint: string }

/** Every value that the parser decides and a message holds: as it stands there, and as it would be today. */
export function compareReading(stored: StoredMessage, { mail, fingerprint }: Today): Change[] {
  const changes: Change[] = []
  const say = (field: string, was: string, is: string, kind = field) => {
    if (was !== is) changes.push({ field, kind, was, is })
  }
  const sayText = (field: string, was: string, is: string) => {
    if (was === is) return
    const difference = differenceOf(was, is)
    changes.push({ field, kind: field, ...difference })
  }
  const sayLists = (field: string, was: readonly string[], is: readonly string[]) => {
    const [gone, come] = [was.filter((one) => !is.includes(one)), is.filter((one) => !was.includes(one))]
    if (gone.length + come.length > 0) say(field, bounded(gone), bounded(come))
    else if (was.length !== is.length) say(field, `${was.length} entries`, `${is.length} entries`)
  }

  say('subject', stored.subject, mail.subject)
  say('from', person(stored.from), mail.from ? person(mail.from) : '')
  sayLists('to', stored.to.map(person), mail.to.map(person))
  sayLists('cc', stored.cc.map(person), mail.cc.map(person))
  say('message_id', stored.messageIdHeader ?? '', mail.message_id ?? '')
  say('in_reply_to', stored.inReplyTo ?? '', mail.in_reply_to ?? '')
  sayLists('references', stored.references, mail.references)
  say('date', stored.date?.toISOString() ?? '', mail.date === null ? '' : new Date(mail.date).toISOString())
  sayText('text', stored.text, mail.text)
  sayText('reply_text', stored.replyText, mail.reply_text)
  sayText('quoted_text', stored.quotedText, mail.quoted_text)
  if ((stored.html === null) !== (mail.html === null)) {
    const [was, is] = [yesNo(stored.html !== null), yesNo(mail.html !== null)]
    say('html', was, is, `html: ${was} → ${is}`)
  } else sayText('html', stored.html ?? '', mail.html ?? '')
  sayLists('attachments', stored.attachments.map(attachment), mail.attachments.map(attachment))
  const verdict: Partial<Verdict> = stored.verdict ?? {}
  for (const flag of flags) {
    const [was, is] = [yesNo(verdict[flag] ?? false), yesNo(mail.verdict[flag])]
    say(`verdict.${flag}`, was, is, `verdict.${flag}: ${was} → ${is}`)
  }
  sayLists('verdict.reasons', verdict.reasons ?? [], mail.verdict.reasons)
  const recipient = stored.recipient as Recipient | null
  if (recipient) {
    const way = recipient.source === mail.recipient.source ? 'recipient' : undefined
    const kind = way ?? `recipient: ${recipient.source} → ${mail.recipient.source}`
    say('recipient', where(recipient), where(mail.recipient), kind)
  }
  sayLists('problems', stored.problems, mail.problems)
  say('fingerprint', stored.fingerprint ?? '', fingerprint)
  return changes
}

const flags = ['auto_generated', 'vacation', 'bounce', 'list', 'loop', 'spam'] as const

/** Of a long list the first; how many more there are is enough. */
const entriesMax = 20
function bounded(entries: readonly string[]): string {
  const more = entries.length > entriesMax ? [`… ${entries.length - entriesMax} more`] : []
  return [...entries.slice(0, entriesMax), ...more].join('\n')
}

const yesNo = (holds: boolean) => (holds ? 'yes' : 'no')
const person = ({ name, address }: Address) => (name ? `${name} <${address}>` : address)
const where = ({ address, source, confidence }: Recipient) => `${address ?? 'nobody'} (${source}, ${confidence})`
const attachment = (one: ParsedMail['attachments'][number]) =>
  `${one.filename} (${one.content_type}, ${one.size} bytes${one.inline ? ', inline' : ''}${one.content_id ? `, ${one.content_id}` : ''}, ${one.sha256.slice(0, 12)})`
