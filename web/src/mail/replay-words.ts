import type { ReplayGroup, ReplayRun } from '@docket/api'

export const kindWords: Record<ReplayRun['kind'], string> = {
  look: 'Dry run',
  apply: 'Applied',
  upgrade: 'After an upgrade',
}

export const stateWords: Record<ReplayRun['state'], string> = {
  running: 'Running',
  paused: 'Paused',
  done: 'Done',
  cancelled: 'Cancelled',
  failed: 'Stopped',
}

export const stageWords: Record<ReplayRun['stage'], string> = {
  all: 'Everything',
  parse: 'Only how mail is read',
  stitch: 'Only the ticket',
}

const fieldWords: Record<string, string> = {
  subject: 'Subject',
  from: 'Sender',
  to: 'To',
  cc: 'Cc',
  message_id: 'Message-ID',
  in_reply_to: 'In-Reply-To',
  references: 'References',
  date: 'Date',
  text: 'Text',
  reply_text: 'Words of the answer',
  quoted_text: 'Quoted text',
  html: 'HTML',
  attachments: 'Attachments',
  'verdict.auto_generated': 'Written by a machine',
  'verdict.vacation': 'Out of office',
  'verdict.bounce': 'Bounce',
  'verdict.list': 'Mailing list',
  'verdict.loop': 'Loop',
  'verdict.spam': 'Spam',
  'verdict.reasons': 'Reasons of the verdict',
  recipient: 'Who it was for',
  problems: 'What was odd',
  fingerprint: 'Fingerprint',
  ticket: 'Ticket',
  held: 'Held for approval',
  failure: 'Cannot be read',
  recovered: 'Can be read now',
}

export const fieldInWords = (field: string): string => fieldWords[field] ?? field

/** What a group of changes has in common: the field, and where all go the same way, which. */
export function groupInWords({ kind, field }: Pick<ReplayGroup, 'kind' | 'field'>): string {
  const way = kind.startsWith(`${field}: `) ? kind.slice(field.length) : ''
  if (field === 'failure') return kind.replace(/^cannot be read/, 'Cannot be read')
  return `${fieldInWords(field)}${way}`
}

/** No replay moves a message or approves one: a person reads this and does so on the ticket. */
export const isProposal = ({ field }: Pick<ReplayGroup, 'field'>): boolean => field === 'ticket' || field === 'held'

/** Which mails, as a person would say it. */
export function rangeInWords({ kind, mailbox, since, mail, stage, parser_version }: ReplayRun): string {
  if (kind === 'upgrade') return `All that a parser before version ${parser_version} had read`
  const parts = [
    mail ? `One mail, ${mail}` : since ? `Mail since ${day.format(new Date(since))}` : 'All mail',
    mailbox ? `to ${mailbox}` : '',
    stage === 'all' ? '' : `(${stageWords[stage].toLowerCase()})`,
  ]
  return parts.filter(Boolean).join(' ')
}

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })
