/** The line above our own quoted history. What stands below it was ours. */
export const replySeparator = '##- Please type your reply above this line -##'

/**
 * Divides a text in what the person wrote now and what was quoted or signed below. Whole lines only, in their order, each in
 * exactly one of the two: nothing is ever lost, and when nothing certain is found all of it is the reply. Written by hand, line by
 * line: the known libraries drop lines or meet long mails with expressions that never end.
 */
export function splitReply(text: string): { reply: string; quoted: string } {
  const lines = text.split('\n')
  const isQuoted = new Array<boolean>(lines.length).fill(false)
  const own = lines.findIndex(isOwnSeparator)
  const end = own < 0 ? lines.length : own
  const cut = Math.min(own < 0 ? end : aboveHead(lines, own), findHead(lines, end))
  isQuoted.fill(true, cut)
  markTrailingQuote(lines, isQuoted, cut)
  markLeadingQuote(lines, isQuoted)
  markSignature(lines, isQuoted)

  const reply = pick(lines, isQuoted, false)
  if (reply === '')
    return own < 0 ? { reply: trimBlankLines(lines), quoted: '' } : { reply, quoted: trimBlankLines(lines) }
  return { reply, quoted: pick(lines, isQuoted, true) }
}

const lineCharsMax = 1000
const headLinesMax = 4
const signatureLinesMax = 10

function pick(lines: string[], isQuoted: boolean[], wanted: boolean): string {
  return trimBlankLines(lines.filter((_, index) => isQuoted[index] === wanted))
}

function trimBlankLines(lines: string[]): string {
  let start = 0
  let end = lines.length
  while (start < end && lines[start]?.trim() === '') start++
  while (end > start && lines[end - 1]?.trim() === '') end--
  return lines.slice(start, end).join('\n')
}

function isOwnSeparator(line: string): boolean {
  return line.includes(replySeparator) && withoutMarks(line) === replySeparator
}

/** First line of a block that introduces a quoted mail to the end of the text, or `end`. */
function findHead(lines: string[], end: number): number {
  for (let index = 0; index < end; index++) {
    const line = lineAt(lines, index)
    if (line === '' || isForward(line)) {
      // What is forwarded is what the person wants to be read.
      if (line !== '') return end
      continue
    }
    if (originalMessage.test(line)) return index
    if (isLabelBlock(lines, index, end)) return isRule(lineAt(lines, index - 1)) ? index - 1 : index
    const wrote = wroteLines(lines, index, end)
    if (wrote === 0) continue
    const after = marksAfter(lines, index + wrote, end)
    if (after.unmarked === 0 || (after.marked === 0 && isDated(lines.slice(index, index + wrote).join(' '))))
      return index
  }
  return end
}

/** All marked with `>`: a quote. None marked: a quote if its head leaves no doubt. A mix is an answer between the lines. */
function marksAfter(lines: string[], from: number, end: number): { marked: number; unmarked: number } {
  const count = { marked: 0, unmarked: 0 }
  for (let index = from; index < end; index++) {
    const line = lineAt(lines, index)
    if (line !== '') count[line.startsWith('>') ? 'marked' : 'unmarked']++
  }
  return count
}

/** "As I wrote on 5 May:" is a sentence; a mail program names the year or the address. */
function isDated(head: string): boolean {
  return /(?:19|20)\d\d|@/.test(head)
}

function markTrailingQuote(lines: string[], isQuoted: boolean[], end: number): void {
  let at = end
  let found = false
  while (at > 0) {
    const line = lineAt(lines, at - 1)
    if (line !== '' && !line.startsWith('>')) break
    if (line !== '') found = true
    at--
  }
  if (!found) return
  isQuoted.fill(true, aboveHead(lines, at), end)
}

/** Answers below the quote: the quote above goes, when it is the only one. Answers between several keep them all. */
function markLeadingQuote(lines: string[], isQuoted: boolean[]): void {
  let at = 0
  while (at < lines.length && lineAt(lines, at) === '') at++
  at += wroteLines(lines, at, lines.length)
  while (at < lines.length && lineAt(lines, at) === '') at++
  const start = at
  while (at < lines.length && (lineAt(lines, at) === '' || lineAt(lines, at).startsWith('>'))) at++
  if (at === start) return
  for (let index = at; index < lines.length; index++) {
    if (!isQuoted[index] && lineAt(lines, index).startsWith('>')) return
  }
  isQuoted.fill(true, 0, at)
}

function markSignature(lines: string[], isQuoted: boolean[]): void {
  let end = lines.length
  while (end > 0 && (isQuoted[end - 1] || lineAt(lines, end - 1) === '')) end--
  if (end > 0 && sentFrom.test(lineAt(lines, end - 1))) {
    isQuoted[end - 1] = true
    return
  }
  for (let index = end - 1; index >= Math.max(1, end - signatureLinesMax); index--) {
    const line = lines[index] ?? ''
    if (line !== '-- ' && line !== '--' && line !== '—') continue
    isQuoted.fill(true, index, end)
    return
  }
}

/** Where the line that introduces a quote at `at` begins: blank lines between, up to four lines of text. */
function aboveHead(lines: string[], at: number): number {
  let last = at
  while (last > 0 && lineAt(lines, last - 1) === '') last--
  for (let count = 1; count <= headLinesMax && last - count >= 0; count++) {
    if (wroteLines(lines, last - count, last) === count) return last - count
  }
  return at
}

/** How many lines from `index` make one "On … wrote:"; 0 when they make none. */
function wroteLines(lines: string[], index: number, end: number): number {
  let joined = ''
  for (let count = 1; count <= headLinesMax && index + count <= end; count++) {
    const line = withoutMarks(lineAt(lines, index + count - 1))
    if (line === '') return 0
    joined = joined === '' ? line : `${joined} ${line}`
    if (joined.length > lineCharsMax) return 0
    if (isWrote(joined)) return count
  }
  return 0
}

function isWrote(line: string): boolean {
  if (!/[:：]-*$/.test(line) || !wroteWord.test(line)) return false
  return /\d{1,4}[./:年 -]|<[^<>]+>|@/.test(line)
}

/** From:/Sent:/To:/Subject: in a row, as Outlook writes above what it quotes, in any language. */
function isLabelBlock(lines: string[], index: number, end: number): boolean {
  if (!fromLabel.test(withoutMarks(lineAt(lines, index)))) return false
  let labels = 1
  for (let next = index + 1; next < Math.min(end, index + 8); next++) {
    const line = withoutMarks(lineAt(lines, next))
    if (otherLabel.test(line)) labels++
  }
  return labels >= 3
}

function isForward(line: string): boolean {
  return forwarded.test(withoutMarks(line))
}

function isRule(line: string): boolean {
  return /^[_-]{5,}$/.test(line)
}

function lineAt(lines: string[], index: number): string {
  return (lines[index] ?? '').slice(0, lineCharsMax).trim()
}

/** Without quote marks and the stars of bold type around it. */
function withoutMarks(line: string): string {
  return line
    .replace(/^[>\s*]+/, '')
    .replaceAll('*', '')
    .trim()
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
  ].join('|')})(?:[^\\p{L}]|$)|写道|寫道|のメッセージ|書きました|님이 작성|작성`,
  'iu',
)

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

const sentFrom = new RegExp(
  `^(?:${[
    'sent from (?:my|mail for|outlook|yahoo|samsung|a mobile)',
    'sent via',
    'get outlook for',
    'von meinem \\S+ gesendet',
    'gesendet (?:von|mit|aus)',
    'envoyé (?:de(?:puis)?|à partir de)',
    'télécharger outlook',
    'enviado (?:desde|do|a partir)',
    'inviato da',
    'verzonden vanaf',
    'verstuurd vanaf',
    'sendt fra',
    'skickat från',
    'lähetetty',
    'wysłane z',
    'отправлено (?:с|из)',
    'iphoneから送信',
    '发自我的',
    '從我的',
  ].join('|')})`,
  'i',
)
