import type { BodyOf } from '@docket/api'

export type Poster = BodyOf<'makeMailWebhook'>['provider']

/** A word of theirs that must be given before there is an address. */
export type Need = { label: string; hint: string; required: boolean }

/** Who posts mail here, what they are for, and what they want to be told or tell us. */
export const posters: Record<Poster, { label: string; says: string; key?: Need; topic?: Need }> = {
  postmark: { label: 'Postmark', says: 'Its inbound stream posts each mail here.' },
  sendgrid: {
    label: 'SendGrid',
    says: 'Inbound Parse posts each mail here.',
    key: {
      label: 'Public key of a security policy',
      hint: 'Better, not needed: with it each post is checked by its signature, without it by the password in the address.',
      required: false,
    },
  },
  mailgun: {
    label: 'Mailgun',
    says: 'A route posts each mail here.',
    key: {
      label: 'HTTP webhook signing key',
      hint: 'In Mailgun under Settings, API security. Kept encrypted, and shown to nobody again.',
      required: true,
    },
  },
  cloudmailin: { label: 'CloudMailin', says: 'The target of its address posts each mail here.' },
  ses: {
    label: 'Amazon SES',
    says: 'A receipt rule publishes each mail to a topic of SNS, and the topic posts it here.',
    topic: {
      label: 'ARN of the topic',
      hint: 'Make a standard topic in SNS, in the region where SES takes your mail: arn:aws:sns:eu-west-1:123456789012:mail',
      required: true,
    },
  },
  raw: { label: 'A program of your own', says: 'It posts each mail as it came, as the body of a request.' },
}

export const posterWays = Object.entries(posters).map(([value, { label, says }]) => ({
  value: value as Poster,
  label,
  says,
}))
