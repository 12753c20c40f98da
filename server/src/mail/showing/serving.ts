const sealed = { 'content-security-policy': "default-src 'none'; sandbox", 'x-content-type-options': 'nosniff' }

/** Saved, never shown as a page of ours; the name is encoded as RFC 5987 says, with a plain one for those who know it not. */
export function downloadHeaders(filename: string) {
  const plain = filename.replace(/[^\w.\- ]/g, '_')
  const encoded = encodeURIComponent(filename.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return { 'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`, ...sealed }
}

/** Shown within a page of ours, and opened by itself still only saved. The same bytes are asked for each time a ticket is opened. */
export const pictureHeaders: Record<string, string> = {
  'content-disposition': 'attachment',
  'cache-control': 'private, max-age=86400',
  ...sealed,
}

/** A type that no mail can write more into than a type. */
export const safeType = (type: string): string =>
  /^[a-z0-9][\w.+-]{0,60}\/[a-z0-9][\w.+-]{0,80}$/i.test(type) ? type.toLowerCase() : 'application/octet-stream'
