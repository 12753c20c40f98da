/**
 * Lines of a mail end with CR LF, before they are encoded too (RFC 2045, 6.8). A CR alone is a line end for one server and
 * none for the next: what follows would be a command to one of them.
 */
export const mailLines = (text: string) =>
  text
    .toWellFormed()
    .replaceAll('\0', '')
    .replace(/\r\n?|\n/g, '\r\n')

/** Header values hold words of mails and of people: what ends a line in them would begin a header of theirs. */
export const oneLine = (value: string) =>
  value
    .toWellFormed()
    .replace(/[\0-\x1f\x7f-\x9f\u2028\u2029]+/g, ' ')
    .trim()

/**
 * Words in a header that are read as they stand. What looks like an encoded word would be decoded by whoever reads the mail, in quotes
 * too: a sign that nobody sees keeps it from that.
 */
export const asWritten = (value: string) => oneLine(value).replace(/=\?(?=[^?\s]{0,75}\?[bq]\?)/gi, '=\u200b?')

/** Words as a piece of HTML. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
