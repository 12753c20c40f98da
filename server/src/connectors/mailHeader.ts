const separator = Buffer.from('\r\n\r\n')

/** The lines of a mail's header, unfolded. */
export function headerLines(raw: Uint8Array): string[] {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const end = bytes.indexOf(separator)
  const header = bytes.subarray(0, end < 0 ? bytes.length : end).toString('latin1')
  return header.replaceAll('\r\n ', ' ').replaceAll('\r\n\t', ' ').split('\r\n')
}

/**
 * A provider that reads the recipients from the mail itself is told of those that its To and Cc do not name, in a Bcc that it takes
 * out before anybody gets it. Nothing else of the bytes is changed.
 */
export function withHiddenRecipients(raw: Uint8Array, to: readonly string[]): Buffer {
  const named = headerLines(raw)
    .filter((line) => /^(?:to|cc|bcc):/i.test(line))
    .join(' ')
    .toLowerCase()
  const hidden = to.filter((address) => !named.includes(address.toLowerCase()))
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const wrong = hidden.find((address) => !/^[^\s<>,;:"@]+@[^\s<>,;:"@]+$/u.test(address))
  if (wrong !== undefined) throw new Error(`not an address that a header can name: ${JSON.stringify(wrong)}`)
  if (hidden.length === 0) return bytes
  return Buffer.concat([Buffer.from(`Bcc: ${hidden.join(',\r\n ')}\r\n`), bytes])
}
