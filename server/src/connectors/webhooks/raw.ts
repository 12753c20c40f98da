import { addressesOf, bareAddress, headerOf, idOfBytes, mustHavePassword, NotRaw, type Provider } from './posted.ts'

/** A mail as the whole body: what a mail server's pipe, a script or a worker of one's own can post. */
export const raw: Provider = {
  name: 'A program of your own',
  needs: {},
  hasPassword: () => true,
  steps: [
    'Post each mail as it came, as the body, with Content-Type: message/rfc822, to {url}',
    'Say who it was for in X-Envelope-To (addresses separated by commas) and who sent it in X-Envelope-From; both may be left out.',
    'Send X-Delivery-Id with an id of your own when a post may be repeated; without it the same bytes count as one delivery.',
    'Only an answer of 200 means that the mail is kept; come again after any other, but 413.',
  ],
  async take(posted, shared) {
    mustHavePassword(posted, shared)
    const type = headerOf(posted, 'content-type').split(';')[0]!.trim().toLowerCase()
    if (type !== 'message/rfc822' && type !== 'application/octet-stream')
      throw new NotRaw('Post the mail as it came, with Content-Type: message/rfc822.')
    const from = headerOf(posted, 'x-envelope-from')
    const { body: bytes } = posted
    return {
      mails: [
        {
          bytes,
          envelopeFrom: from === '' ? null : bareAddress(from),
          recipients: addressesOf(headerOf(posted, 'x-envelope-to').split(',')),
          deliveryId: headerOf(posted, 'x-delivery-id').slice(0, 200) || idOfBytes(bytes),
        },
      ],
    }
  },
}
