import { bareAddress } from './addresses.ts'
import { isCloudNotice } from './bounceNotice.ts'
import { cleanLine } from './cleaning.ts'
import { structured } from './parameters.ts'
import type { Address, Bounce, Verdict } from './parsed.ts'
import { authenticationClaims, spamHints } from './spamHints.ts'

export type Judged = {
  headers: ReadonlyMap<string, readonly string[]>
  from: Address | null
  subject: string
  /** `''` is the null sender of SMTP; null means that nobody told us. */
  envelopeFrom: string | null
  /** The text of the mail, for bounces of software that knows no RFC 3464. */
  text: string
  /** What its delivery status says of each recipient; null when it carries none. */
  deliveries: readonly Bounce[] | null
}

/** What kind of mail this is, as separate verdicts; each reason is a sentence that names its header. */
export function judgeMail(mail: Judged): Verdict {
  const verdict: Verdict = {
    ...{ auto_generated: false, vacation: false, bounce: false, list: false, loop: false, spam: false },
    reasons: [],
  }
  judgeAutomatic(mail, verdict)
  judgeList(mail, verdict)
  judgeBounce(mail, verdict)
  if (verdict.bounce) verdict.vacation = false
  judgeLoop(mail, verdict)
  const hints = spamHints(mail.headers)
  verdict.spam = hints.length > 0
  verdict.reasons.push(...hints, ...authenticationClaims(mail.headers))
  // What a reason quotes may be cut in the middle of a character.
  verdict.reasons = verdict.reasons.map(cleanLine)
  return verdict
}

/** The header of every automatic mail of ours. Seeing it come in means that two machines are talking. */
export const loopHeader = 'X-Docket-Loop'

function judgeAutomatic({ headers, subject }: Judged, verdict: Verdict): void {
  const say = (reason: string) => verdict.reasons.push(reason)
  for (const value of headers.get('auto-submitted') ?? []) {
    const kind = structured(value).value
    if (kind === '' || kind === 'no') continue
    verdict.auto_generated = true
    // RFC 5436 mail ("auto-notified") and reports are machines too, but they answer nobody.
    if (kind === 'auto-replied') verdict.vacation = true
    say(`Auto-Submitted says ${quote(kind)}: a machine wrote this.`)
  }
  for (const name of ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'x-fc-machinegenerated']) {
    const value = headers.get(name)?.[0]
    if (value === undefined || /^(?:no|false)$/i.test(value)) continue
    verdict.auto_generated = true
    if (name !== 'x-fc-machinegenerated') verdict.vacation = true
    say(`${title(name)} is present: a machine wrote this.`)
  }
  for (const value of headers.get('precedence') ?? []) {
    const kind = value.trim().toLowerCase()
    if (!['bulk', 'junk', 'list', 'auto_reply', 'auto-reply'].includes(kind)) continue
    verdict.auto_generated = true
    if (kind.startsWith('auto')) verdict.vacation = true
    if (kind === 'list') verdict.list = true
    say(`Precedence is ${quote(kind)}: no automatic answer is wanted.`)
  }
  for (const value of headers.get('x-auto-response-suppress') ?? []) {
    const kinds = value.toLowerCase().split(/[\s,;]+/)
    if (!kinds.some((kind) => ['all', 'oof', 'autoreply'].includes(kind))) continue
    verdict.auto_generated = true
    say(`X-Auto-Response-Suppress is ${quote(value)}: no automatic answer is wanted.`)
  }
  const word = vacationSubject.exec(subject)?.[0]
  if (word) {
    // The subject alone proves nothing: a customer may answer to an automatic reply.
    if (verdict.auto_generated) verdict.vacation = true
    say(`The subject begins with ${quote(word)}, as automatic replies do.`)
  }
}

/** Mail servers give a mail up after 25 to 50 stations; none that a person waits for passes so many. */
const stationsMax = 50

function judgeLoop({ headers }: Judged, verdict: Verdict): void {
  const stations = headers.get('received')?.length ?? 0
  if (headers.has(loopHeader.toLowerCase()))
    verdict.reasons.push(`${loopHeader} is present: this is an automatic mail of our own that came back.`)
  else if (stations > stationsMax)
    verdict.reasons.push(`Received is there ${stations} times: the mail goes round in circles.`)
  else return
  verdict.loop = true
  verdict.auto_generated = true
}

function judgeList({ headers }: Judged, verdict: Verdict): void {
  for (const name of ['list-id', 'list-unsubscribe', 'list-post']) {
    if (!headers.has(name)) continue
    verdict.list = true
    verdict.reasons.push(
      `${title(name)} is present: the mail comes through a list and is never answered automatically.`,
    )
  }
}

function judgeBounce(mail: Judged, verdict: Verdict): void {
  const { headers, from, subject, envelopeFrom, text, deliveries } = mail
  const { value, params } = structured(headers.get('content-type')?.[0] ?? null)
  const report = value === 'multipart/report' ? (params.get('report-type') ?? '').toLowerCase() : ''
  if (report === 'disposition-notification' || report === 'feedback-report') {
    verdict.auto_generated = true
    verdict.vacation = false
    const kind = report === 'feedback-report' ? 'a feedback report' : 'a read receipt'
    verdict.reasons.push(`Content-Type says report-type=${report}: ${kind}, neither a bounce nor a reply.`)
    return
  }

  const returnPath = headers.get('return-path')?.[0]
  const nullSender = envelopeFrom === null ? returnPath?.replace(/\s/g, '') === '<>' : isNull(envelopeFrom)
  if (nullSender) {
    verdict.auto_generated = true
    verdict.reasons.push(
      `The ${envelopeFrom === null ? 'Return-Path' : 'envelope sender'} is empty: it must never be answered.`,
    )
  }
  const sender = (from?.address || from?.name || '').toLowerCase()
  const mailer =
    /^(?:mailer-?daemon|post[_.-]?master|mail-daemon|mail[._-]?delivery[._-]?(?:sub)?system)(?:@|$)/.exec(sender) ??
    /mailer-daemon@/.exec(sender) ??
    /^mail delivery (?:sub)?system$/i.exec(from?.name ?? '')
  if (mailer) {
    verdict.auto_generated = true
    verdict.reasons.push(`From is ${quote(sender)}: a mail system wrote this.`)
  }
  if (/^(?:no|do-?not)[-_.]?reply/.test(sender)) {
    verdict.auto_generated = true
    verdict.reasons.push(`From is ${quote(sender)}: nobody reads answers there.`)
  }

  if (
    deliveries &&
    deliveries.length > 0 &&
    deliveries.every(({ action, status }) => arrived.has(action) && !/^[45]/.test(status))
  ) {
    verdict.auto_generated = true
    verdict.reasons.push('Its delivery status says that the mail arrived: a receipt, no bounce.')
  } else if (deliveries) {
    verdict.bounce = true
    verdict.auto_generated = true
    verdict.reasons.push('It carries a delivery status (RFC 3464): a bounce.')
  } else if (isCloudNotice(text)) {
    verdict.bounce = true
    verdict.auto_generated = true
    verdict.reasons.push('Its text is a bounce notice of a mail service (notificationType “Bounce”).')
  } else if (headers.has('x-failed-recipients')) {
    verdict.bounce = true
    verdict.auto_generated = true
    verdict.reasons.push('X-Failed-Recipients is present: a bounce.')
  } else if ((mailer || nullSender) && (bounceSubject.test(subject) || bounceText.test(text.slice(0, 20_000)))) {
    verdict.bounce = true
    verdict.reasons.push('A mail system says that a mail could not be delivered: a bounce without RFC 3464 structure.')
  }
}

// `deliverable` is what Postfix answers to a question, `sendmail -bv`.
const arrived = new Set(['delivered', 'deliverable', 'relayed', 'expanded'])

/** What automatic replies begin with: a hint, no proof. */
export const looksAutomatic = (subject: string): boolean => vacationSubject.test(subject)

const vacationSubject = new RegExp(
  `^(?:(?:re|aw|fwd?|sv|antw) ?: ?)?(?:${[
    'automatic reply',
    'auto(?:matic)?[- ]?(?:reply|response|responder)',
    'out of (?:the )?office',
    'automatische antwort',
    'abwesenheits(?:notiz|meldung|nachricht)',
    'abwesend',
    'réponse automatique',
    'absence du bureau',
    'respuesta automática',
    'fuera de la oficina',
    'resposta automática',
    'risposta automatica',
    'fuori sede',
    'automatisch antwoord',
    'afwezig',
    'autosvar',
    'automatiskt svar',
    'automatisk svar',
    'poissa',
    'automaattinen vastaus',
    'odpowiedź automatyczna',
    'automatická odpověď',
    'автоответ',
    'автоматический ответ',
    '自動返信',
    '不在通知',
    '自动回复',
    '自動回覆',
    '자동 회신',
  ].join('|')})`,
  'i',
)

const bounceSubject = new RegExp(
  [
    'undeliver(?:ed|able)',
    'delivery (?:status notification|failure|failed|has failed|report)',
    'failure notice',
    'returned (?:mail|to sender)',
    'mail (?:delivery )?(?:failed|failure|problem|error)',
    'delivery notification',
    'mail system error',
    'could not be delivered',
    'unable to deliver',
    'non[- ]?delivery',
    'nondeliverable',
    'unzustellbar',
    'mail could not be',
    'message not delivered',
    'undelivered mail',
    'delayed mail',
    'warning: (?:message|could not send)',
    'delivery delayed',
    'échec de la remise',
    'non remis',
    'no se puede entregar',
    'onbestelbaar',
    'mailer[- ]daemon',
    'dsn: ',
  ].join('|'),
  'i',
)

const bounceText = new RegExp(
  [
    "could ?n[o']t be delivered",
    'unable to deliver',
    'was not delivered',
    'delivery to the following',
    'undeliverable',
    'i wasn.t able to deliver',
    'failed permanently',
    'user unknown',
    'mailbox (?:unavailable|is full|not found)',
    'did not reach the following',
    'the following address(?:es)? had',
    'message has been (?:returned|rejected)',
    'no such user',
    'recipients? was aborted',
    'incorrectly\\s+constructed',
  ].join('|'),
  'i',
)

function isNull(envelopeFrom: string): boolean {
  return envelopeFrom.replace(/[<>\s]/g, '') === '' || bareAddress(envelopeFrom)?.startsWith('mailer-daemon@') === true
}

function title(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase())
}

function quote(value: string): string {
  return `“${value.slice(0, 80)}”`
}
