/** What mail programs write above the mail they quote, in the languages they speak. */

/** The line above our own quoted history. What stands below it was ours. */
export const replySeparator = '##- Please type your reply above this line -##'

const lineCharsMax = 1000
const headLinesMax = 4

/** A line as it is compared: cut, without blanks around it and without the marks of writing direction. */
export function lineAt(lines: readonly string[], index: number): string {
  const line = (lines[index] ?? '').slice(0, lineCharsMax)
  return (
    /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(line)
      ? line.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
      : line
  ).trim()
}

/** Without quote marks and the stars of bold type around it. */
function withoutMarks(line: string): string {
  return line
    .replace(/^[>\s*]+/, '')
    .replaceAll('*', '')
    .trim()
}

export function isOwnSeparator(line: string): boolean {
  return line.includes(replySeparator) && withoutMarks(line) === replySeparator
}

export const isForward = (line: string): boolean => forwarded.test(withoutMarks(line))
export const isRule = (line: string): boolean => /^[_=-]{4,}$/.test(line)
export const isOriginalMessage = (line: string): boolean => originalMessage.test(line)

/** How many lines from `index` make one "On … wrote:"; 0 when they make none. Only the last may end a sentence. */
export function wroteLines(lines: readonly string[], index: number, end: number): number {
  const first = withoutMarks(lineAt(lines, index))
  if (!/[\d@]/.test(first) && !wroteWord.test(first)) return 0
  let joined = ''
  for (let count = 1; count <= headLinesMax && index + count <= end; count++) {
    const line = withoutMarks(lineAt(lines, index + count - 1))
    if (line === '') return 0
    joined = joined === '' ? line : `${joined} ${line}`
    if (joined.length > lineCharsMax) return 0
    if (isWrote(joined)) return count
    if (/[.!?]$/.test(line) && !/\b\p{L}{1,5}\.$/u.test(line)) return 0
  }
  return 0
}

/** "As I wrote on 5 May:" is a sentence; a mail program names the year or the address. */
export const isDated = (head: string): boolean => /(?:19|20)\d\d|@/.test(head)

function isWrote(line: string): boolean {
  if (isStamp(line)) return true
  if (!wroteWord.test(line)) return false
  // Some leave the colon out; then date and address together must tell.
  if (!endsWithColon(line)) return wroteLast.test(line) && time.test(line) && hasAddress(line)
  return /\d{1,4}[./:年 -]|<[^<>]+>|@/.test(line)
}

/** A date, a time and an address before a colon need no word to tell what they are. */
function isStamp(line: string): boolean {
  return (
    line.length < 300 &&
    /[:：]$/.test(line) &&
    hasAddress(line) &&
    time.test(line) &&
    year.test(line) &&
    !/[.!?] \p{Lu}/u.test(line.replace(/\p{L}\. /gu, ''))
  )
}

/** Brackets and marks may follow it. */
const endsWithColon = (line: string): boolean => /[:：][^\p{L}\p{N}]{0,10}$/u.test(line)

const hasAddress = (line: string): boolean =>
  line.split(/[\s<>()]/).some((word) => word.indexOf('@') > 0 && !word.endsWith('@'))
const time = /\d{1,2}[:.h]\d{2}/
const year = /(?:19|20)\d\d/

/** From:/Sent:/To:/Subject: in a row, as Outlook writes above what it quotes, in any language and order. */
export function isLabelBlock(lines: readonly string[], index: number, end: number): boolean {
  const isFrom = (line: string) => fromLabel.test(line)
  const first = withoutMarks(lineAt(lines, index))
  if (!isFrom(first) && !otherLabel.test(first)) return false
  let labels = 0
  let from = 0
  for (let next = index; next < Math.min(end, index + 9); next++) {
    const line = withoutMarks(lineAt(lines, next))
    if (line === '' && labels > 0) break
    if (isFrom(line)) from++
    else if (otherLabel.test(line)) labels++
  }
  return from > 0 && labels >= 2
}

const wroteWord = new RegExp(
  `(?:^|[^\\p{L}])(?:${[
    'wrote',
    'writes',
    'schrieb',
    'geschrieben',
    'écrit',
    'escribió',
    'escribio',
    'scritto',
    'escreveu',
    'schreef',
    'skrev',
    'skrifaði',
    'kirjoitti',
    'napisał(?:\\(a\\)|a)?',
    'pisze',
    'napsala?',
    'napísala?',
    'написала?',
    'написав(?:ла)?',
    'пісаў',
    'написа',
    'пишет',
    'пише',
    'yazdı',
    'írta',
    'a scris',
    'έγραψε',
    'כתבה?',
    'كتب',
    'menulis',
    'đã viết',
    'va escriure',
    'rašė',
    'rakstīja',
    'napisao',
    'je napisal[ao]?',
    'kirjutas',
    'idatzi du',
    'escribiu',
    'scrisse',
    'skrifar',
    'yozdi',
    'viết',
    'skribis',
    'ha escrit',
    'نوشت',
    'כתב\\/ה',
  ].join('|')})(?:[^\\p{L}]|$)|写道|寫道|のメッセージ|書きました|님이 작성|작성`,
  'iu',
)

const wroteLast = new RegExp(`(?:${wroteWord.source})[^\\p{L}]{0,10}$`, 'iu')

const originalMessage = new RegExp(
  `^[>\\s]*(?:-{2,}|_{5,})\\s?(?:${[
    'original message',
    'original appointment',
    'reply message',
    'ursprüngliche nachricht',
    'originalnachricht',
    'message d.origine',
    'mensaje original',
    'messaggio originale',
    'mensagem original',
    'oorspronkelijk bericht',
    'oprindelig meddelelse',
    'oprindelig besked',
    'ursprungligt meddelande',
    'originalmeddelande',
    'opprinnelig melding',
    'alkuperäinen viesti',
    'wiadomość oryginalna',
    'oryginalna wiadomość',
    'původní zpráva',
    'исходное сообщение',
    'orijinal mesaj',
    'eredeti üzenet',
    'mesaj original',
    '原始邮件',
    '原始郵件',
    '元のメッセージ',
    '원본 메시지',
  ].join('|')})\\s?(?:-{2,}|_{5,})?$`,
  'i',
)

const forwarded = new RegExp(
  `^(?:-{2,}\\s?)?(?:${[
    'forwarded message',
    'begin forwarded message',
    'weitergeleitete nachricht',
    'anfang der weitergeleiteten',
    'message transféré',
    'début du message',
    'mensaje reenviado',
    'messaggio inoltrato',
    'inizio messaggio inoltrato',
    'mensagem encaminhada',
    'doorgestuurd bericht',
    'videresendt',
    'vidarebefordrat',
    'välitetty viesti',
    'przekazana wiadomość',
    'пересылаемое',
    '转发',
    '轉寄',
  ].join('|')})`,
  'i',
)

const fromLabel =
  /^(?:from|von|de|da|van|fra|från|lähettäjä|od|от|від|kimden|feladó|de la|από|发件人|寄件者|差出人|보낸 사람|מאת|من)\s?[:：]/i
const otherLabel = new RegExp(
  `^(?:${[
    'sent',
    'message du',
    'date sent',
    'copie à',
    'sujet',
    'importance',
    'attachments?',
    'date',
    'to',
    'cc',
    'subject',
    'reply-to',
    'gesendet',
    'datum',
    'an',
    'betreff',
    'envoyé',
    'à',
    'objet',
    'date d.envoi',
    'enviado(?: el| em)?',
    'fecha',
    'para',
    'asunto',
    'assunto',
    'data',
    'inviato',
    'a',
    'oggetto',
    'verzonden',
    'aan',
    'onderwerp',
    'sendt',
    'dato',
    'til',
    'emne',
    'skickat',
    'till',
    'ämne',
    'kopia',
    'lähetetty',
    'vastaanottaja',
    'aihe',
    'wysłano',
    'do',
    'temat',
    'odesláno',
    'komu',
    'předmět',
    'дата',
    'отправлено',
    'кому',
    'тема',
    'копия',
    'gönderildi',
    'tarih',
    'kime',
    'konu',
    'küldve',
    'címzett',
    'tárgy',
    'trimis',
    'către',
    'subiect',
    'ημερομηνία',
    'προς',
    'θέμα',
    '发送时间',
    '日期',
    '收件人',
    '主题',
    '寄件日期',
    '收件者',
    '主旨',
    '送信日時',
    '日付',
    '宛先',
    '件名',
    '보낸 날짜',
    '받는 사람',
    '제목',
  ].join('|')})\\s?[:：]`,
  'i',
)
