import { lineAt } from './quoteHeads.ts'

/** What is not the person's words now: signature, the line of a telephone, a list's footer, a disclaimer. */

const signatureLinesMax = 10
const footerLinesMax = 12
const disclaimerLinesMax = 40

/** The first line of what is signed below `end`, or `end`. Several stand one below the other: signature, telephone, list, disclaimer. */
export function signatureStart(lines: readonly string[], from: number, end: number): number {
  let start = trimmedEnd(lines, from, end)
  for (let round = 0; round < 5; round++) {
    const next = [phoneStart, listFooterStart, disclaimerStart, markedStart, nameStart]
      .map((find) => find(lines, from, start))
      .find((found) => found < start && found > from)
    if (next === undefined) break
    start = trimmedEnd(lines, from, next)
  }
  return start
}

/** "Sent from my phone" on a line of its own. A sentence that begins so is a sentence. */
export function isPhoneLine(line: string): boolean {
  return sentFrom.test(line) && line.length < 120 && !/,\s|\b(?:is|are|was|to all|ist|est)\b/i.test(line)
}

function trimmedEnd(lines: readonly string[], from: number, end: number): number {
  let at = end
  while (at > from && lineAt(lines, at - 1) === '') at--
  return at
}

function phoneStart(lines: readonly string[], from: number, end: number): number {
  return end > from && isPhoneLine(lineAt(lines, end - 1)) ? end - 1 : end
}

/** `-- ` and what people take for it, at most ten lines above the end. */
function markedStart(lines: readonly string[], from: number, end: number): number {
  for (let index = end - 1; index >= Math.max(from, end - signatureLinesMax); index--) {
    const line = lines[index] ?? ''
    if (line === '-- ' || line === '--' || /^[—–]{1,20}$/.test(line.trim())) return index
  }
  // A long one counts when it is a notice: nobody writes below `-- ` and a ruled line.
  for (let index = end - 1; index >= Math.max(from, end - disclaimerLinesMax); index--)
    if (/^-- ?$/.test(lines[index] ?? '') && /^_{5,}$/.test(lineAt(lines, nextWritten(lines, index + 1, end))))
      return index
  return end
}

/** `-Ada Lovelace` as the last line. */
function nameStart(lines: readonly string[], _from: number, end: number): number {
  return /^[-–—] ?\p{Lu}[\p{L}.'-]+(?: \p{Lu}[\p{L}.'-]*){0,2}$/u.test(lineAt(lines, end - 1)) ? end - 1 : end
}

/** A ruled line with the name of a mailing list below it (Mailman's footer). */
function listFooterStart(lines: readonly string[], from: number, end: number): number {
  for (let index = end - 1; index >= Math.max(from, end - footerLinesMax); index--) {
    if (!/^(?:_{2,}|-{10,})$/.test(lineAt(lines, index))) continue
    const below = lines
      .slice(index + 1, end)
      .join('\n')
      .slice(0, 2000)
    return /mailing list|unsubscribe|listinfo|to post to this/i.test(below) ? index : end
  }
  return end
}

/** The paragraph that begins a notice of confidentiality, when nothing but notices stands below. */
function disclaimerStart(lines: readonly string[], from: number, end: number): number {
  for (let index = Math.max(from, end - disclaimerLinesMax); index < end; index++) {
    const begins = index === from || lineAt(lines, index - 1) === '' || /^[_*-]{3,}$/.test(lineAt(lines, index - 1))
    if (
      begins &&
      disclaimer.test(
        lines
          .slice(index, Math.min(end, index + 4))
          .join(' ')
          .slice(0, 600),
      )
    ) {
      return /^[_*-]{3,}$/.test(lineAt(lines, index - 1)) ? index - 1 : index
    }
  }
  return end
}

function nextWritten(lines: readonly string[], from: number, end: number): number {
  let at = from
  while (at < end && lineAt(lines, at) === '') at++
  return at
}

const disclaimer = new RegExp(
  `^\\W{0,5}(?:${[
    'confidentiality notice',
    '(?:legal )?disclaimer ?:',
    'privileged (?:and|&) confidential',
    '(?:this|the) (?:e-?mail|message|communication|information)[^.]{0,160}(?:confidential|privileged|intended (?:only|solely|for))',
    'if you (?:are not the intended|have received this (?:e-?mail|message|communication) in error)',
    'diese (?:e-?mail|nachricht)[^.]{0,160}(?:vertraulich|rechtlich geschützt)',
    'ce (?:message|courriel|mail)[^.]{0,160}confidentiel',
    'este (?:mensaje|correo|e-?mail)[^.]{0,160}confidencia',
    'esta mensagem[^.]{0,160}confidencia',
    '(?:le informazioni|questo messaggio|questa e-?mail)[^.]{0,160}(?:riservat|confidenzial)',
    'dit (?:bericht|e-?mailbericht)[^.]{0,160}vertrouwelijk',
    'denne (?:e-?mail|e-?post|besked|melding)[^.]{0,160}(?:fortrolig|konfidensiel)',
    'detta (?:e-?post|meddelande)[^.]{0,160}konfidentiell',
    'niniejsza wiadomość[^.]{0,160}poufn',
  ].join('|')})`,
  'i',
)

const sentFrom = new RegExp(
  `^(?:${[
    'sent from (?:my|mail for|outlook|yahoo|samsung|gmail|proton|type ?app|spark|bluemail|a mobile)',
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
