/** What stands before a subject when it is answered or passed on, in the languages that mail programs speak. */
const answers = new Set(
  're fw fwd aw wg antw antwort sv vs vb vá odp pd tr rv rif res enc ynt ilt atb bls doorst hl továbbítás 答复 转发 回复 回覆 轉寄'.split(
    ' ',
  ),
)
const prefixesMax = 20

/** What two mails of one matter share of their subjects: without prefixes of answers, list names and case. */
export function baseSubject(subject: string): string {
  let rest = subject.slice(0, 1_000).normalize('NFC').replace(/\s+/g, ' ').trim()
  for (let i = 0; i < prefixesMax; i++) {
    const shorter = withoutPrefix(rest)
    if (shorter === rest) break
    rest = shorter
  }
  if (rest.toLowerCase().endsWith('(fwd)')) rest = rest.slice(0, -'(fwd)'.length)
  return rest.trim().toLowerCase()
}

function withoutPrefix(subject: string): string {
  if (subject.startsWith('[')) {
    const end = subject.indexOf(']')
    const rest = end > 0 ? subject.slice(end + 1).trim() : ''
    return rest || subject
  }
  const colon = subject.search(/[:：]/)
  if (colon < 1 || colon > 16) return subject
  // `Re[2]:` and `Re (2):` count how often.
  const word = subject
    .slice(0, colon)
    .replace(/[[(]\d{1,3}[\])]$|\^\d{1,3}$/, '')
    .trim()
    .toLowerCase()
  return answers.has(word) ? subject.slice(colon + 1).trim() : subject
}

/** The ticket number in `[#123]`: anybody can write one, so it joins nothing. */
export function numberInSubject(subject: string): number | null {
  const digits = /\[#([1-9][0-9]{0,14})\]/.exec(subject)?.[1]
  return digits === undefined ? null : Number(digits)
}
