import { formOf } from './forms.ts'
import { addressesOf, bareAddress, idOfBytes, mustHavePassword, NotRaw, type Provider } from './posted.ts'

/** CloudMailin in its raw format: the mail in `message`, the envelope in fields of its own. */
export const cloudmailin: Provider = {
  name: 'CloudMailin',
  needs: {},
  hasPassword: () => true,
  steps: [
    'In CloudMailin open your address and edit its target.',
    'Paste {url} as the target, and choose the format “Raw”.',
    'Forward your address to the one that CloudMailin gave you.',
  ],
  async take(posted, shared) {
    mustHavePassword(posted, shared)
    const type = String(posted.headers['content-type'] ?? '')
    const form = /^(multipart|application\/x-www)/i.test(type) ? formOf(posted) : undefined
    const bytes = form?.field('message')
    if (!form || !bytes)
      throw new NotRaw('CloudMailin sent the mail taken apart: choose the format “Raw” for the address there.')
    const said = (name: string) => form.field(`envelope[${name}]`)?.toString('utf8')
    const several = [...form.names].filter((name) => /^envelope\[recipients\]/.test(name))
    const from = said('from')
    return {
      mails: [
        {
          bytes,
          envelopeFrom: from === undefined ? null : bareAddress(from),
          recipients: addressesOf([said('to') ?? '', ...several.map((name) => form.field(name)!.toString('utf8'))]),
          deliveryId: idOfBytes(bytes),
        },
      ],
    }
  },
}
