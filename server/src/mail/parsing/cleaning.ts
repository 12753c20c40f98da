/** Text as Postgres and JSON can hold it: no NUL, no lone surrogate, lines ended by \n alone. */
export function cleanText(text: string): string {
  const whole = text.isWellFormed() ? text : text.replace(/\p{Surrogate}/gu, '')
  return whole.replace(/\r\n?/g, '\n').replaceAll('\0', '')
}

/** One line of it: no control character, white space around it gone. */
export function cleanLine(text: string): string {
  const whole = text.isWellFormed() ? text : text.replace(/\p{Surrogate}/gu, '')
  return whole.replace(/[\0-\x1f\x7f]+/g, ' ').trim()
}
