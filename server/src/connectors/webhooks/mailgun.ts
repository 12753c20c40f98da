import { createHmac } from 'node:crypto'
import { type Form, formOf } from './forms.ts'
import { addressesOf, bareAddress, idOfBytes, isSame, NotGenuine, NotRaw, type Provider } from './posted.ts'

/** Mailgun tries for eight hours; what is older is somebody else's. */
const ageMaxMs = 10 * 3_600_000
const aheadMaxMs = 10 * 60_000

/** A route of Mailgun that forwards to an address ending in `mime`: the mail in `body-mime`, signed by time and token. */
export const mailgun: Provider = {
  name: 'Mailgun',
  needs: { signingKey: 'must' },
  hasPassword: () => false,
  ending: '/mime',
  steps: [
    'In Mailgun open Receiving (Routes) and create a route that matches your address.',
    'As its action forward to {url} — the address must end with mime, as this one does.',
    'The signing key is under Settings, API security, “HTTP webhook signing key”.',
  ],
  async take(posted, { signingKey }, now) {
    const form = formOf(posted)
    const token = mustBeSigned(form, signingKey ?? '', now)
    const bytes = form.field('body-mime')
    if (!bytes)
      throw new NotRaw('Mailgun sent the mail taken apart: forward to the whole address, which ends with /mime.')
    const from = form.field('sender')?.toString('utf8')
    return {
      mails: [
        {
          bytes,
          envelopeFrom: from === undefined ? null : bareAddress(from),
          recipients: addressesOf((form.field('recipient')?.toString('utf8') ?? '').split(',')),
          deliveryId: idOfBytes(bytes),
        },
      ],
      once: token,
    }
  },
}

function mustBeSigned(form: Form, key: string, now: Date): string {
  const [timestamp, token, signature] = ['timestamp', 'token', 'signature'].map((name) =>
    form.field(name)?.toString('latin1'),
  )
  if (!key || !timestamp || !token || !signature) throw new NotGenuine('The post is not signed.')
  const expected = createHmac('sha256', key).update(timestamp).update(token).digest('hex')
  if (!isSame(signature.toLowerCase(), expected))
    throw new NotGenuine('The signature is not made with the signing key that is known here.')
  const age = now.getTime() - Number(timestamp) * 1000
  if (!(age < ageMaxMs && age > -aheadMaxMs)) throw new NotGenuine('The post is too old, or from the future.')
  return token
}
