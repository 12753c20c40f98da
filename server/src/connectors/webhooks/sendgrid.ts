import { createPublicKey, verify } from 'node:crypto'
import { formOf } from './forms.ts'
import {
  addressesOf,
  bareAddress,
  headerOf,
  idOfBytes,
  jsonOf,
  mustHavePassword,
  NotGenuine,
  NotRaw,
  type Posted,
  type Provider,
  textOf,
} from './posted.ts'

/** SendGrid's Inbound Parse with the full MIME message in `email`; signed where a security policy is set, else with our password. */
export const sendgrid: Provider = {
  name: 'SendGrid',
  needs: { signingKey: 'may' },
  hasPassword: ({ signingKey }) => signingKey === undefined,
  steps: [
    'In SendGrid open Settings, then Inbound Parse, and add your host.',
    'Paste {url} as the destination, and tick “POST the raw, full MIME message”.',
    'Point the MX record of that host to mx.sendgrid.net.',
    'Better still, give the webhook a security policy with a signature, and give its public key here.',
  ],
  async take(posted, shared) {
    if (shared.signingKey === undefined) mustHavePassword(posted, shared)
    else mustBeSigned(posted, shared.signingKey)
    const form = formOf(posted)
    const bytes = form.field('email')
    if (!bytes)
      throw new NotRaw(
        'SendGrid sent the mail taken apart: tick “POST the raw, full MIME message” at Inbound Parse there.',
      )
    const envelope = jsonOf(form.field('envelope') ?? Buffer.from('{}'))
    const from = textOf(envelope.from)
    return {
      mails: [
        {
          bytes,
          envelopeFrom: from === undefined ? null : bareAddress(from),
          recipients: addressesOf(envelope.to),
          deliveryId: idOfBytes(bytes),
        },
      ],
    }
  },
}

/** ECDSA over the time and the body. The time needs no window: the same body again is the same delivery. */
function mustBeSigned(posted: Posted, key: string): void {
  const signature = headerOf(posted, 'x-twilio-email-event-webhook-signature')
  const time = headerOf(posted, 'x-twilio-email-event-webhook-timestamp')
  if (!signature || !time) throw new NotGenuine('The post is not signed; give the Parse webhook a security policy.')
  const signed = Buffer.concat([Buffer.from(time), posted.body])
  const isGenuine = verify('sha256', signed, publicKeyOf(key), Buffer.from(signature, 'base64'))
  if (!isGenuine) throw new NotGenuine('The signature is not made with the key that is known here.')
}

/** As SendGrid shows it: base64 of the key, with or without the lines around it. */
export function publicKeyOf(key: string) {
  const body = key.replace(/-----[A-Z ]{1,40}-----/g, '').replace(/\s/g, '')
  return createPublicKey({ key: Buffer.from(body, 'base64'), format: 'der', type: 'spki' })
}
