import {
  addressesOf,
  idOfBytes,
  jsonOf,
  mustHavePassword,
  NotRaw,
  NotReadable,
  type Provider,
  textOf,
} from './posted.ts'

/** Postmark's inbound webhook: JSON with the mail in `RawEmail`, once the switch for it is on. */
export const postmark: Provider = {
  name: 'Postmark',
  needs: {},
  hasPassword: () => true,
  steps: [
    'In Postmark open the inbound stream of your server, then Settings.',
    'Paste {url} as the webhook, and switch on “Include raw email content in JSON payload”.',
    'Press Check, then save. Forward your address to the stream’s inbound address, or point its MX record there.',
  ],
  async take(posted, shared) {
    mustHavePassword(posted, shared)
    const said = jsonOf(posted.body)
    const rawEmail = textOf(said.RawEmail)
    if (rawEmail === undefined && said.From !== undefined)
      throw new NotRaw(
        'Postmark sent the mail taken apart: switch on “Include raw email content in JSON payload” there.',
      )
    if (rawEmail === undefined) throw new NotReadable('This is no inbound mail of Postmark.')
    const bytes = Buffer.from(rawEmail, 'utf8')
    return {
      mails: [
        {
          bytes,
          envelopeFrom: null,
          recipients: addressesOf(said.OriginalRecipient),
          deliveryId: textOf(said.MessageID) || idOfBytes(bytes),
        },
      ],
    }
  },
}
