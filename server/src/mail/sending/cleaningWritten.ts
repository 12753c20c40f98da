import { sanitizeHtml } from '../parsing/sanitizing.ts'

/** What a person wrote is cleaned as a stranger's mail is, save that pictures from elsewhere stay: he put them there himself. */
export function cleanWritten<W extends { html?: string | undefined }>(written: W): W {
  const { html } = written
  if (html === undefined) return written
  return { ...written, html: sanitizeHtml(html, { remoteUrl: (address) => address }) }
}
