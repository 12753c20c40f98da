import { verify } from 'node:crypto'
import { type Amazon, amazon, isOfAmazon } from './amazon.ts'
import {
  addressesOf,
  bareAddress,
  headerOf,
  idOfBytes,
  isSame,
  jsonOf,
  NotGenuine,
  NotRaw,
  NotReadable,
  type Post,
  type Provider,
  textOf,
} from './posted.ts'

/** Amazon SES through a topic of SNS: each message is signed with a certificate of Amazon's and names its topic. */
export const sesThrough = (world: Amazon): Provider => ({
  name: 'Amazon SES',
  needs: { topic: 'must' },
  hasPassword: () => false,
  steps: [
    'In Amazon SNS make a standard topic in the region where SES takes your mail, and give its ARN here.',
    'Create a subscription of that topic: protocol HTTPS, endpoint {url}, raw message delivery off. Docket confirms it by itself.',
    'In SES make a receipt rule for your address with the action “Publish to Amazon SNS topic”, encoding Base64.',
    'SES publishes mails up to 150 KB that way and bounces larger ones; mail stored in S3 is not fetched.',
  ],
  async take(posted, { topic }) {
    if (headerOf(posted, 'x-amz-sns-rawdelivery') === 'true')
      throw new NotGenuine('Raw message delivery leaves the signature out: switch it off at the subscription in SNS.')
    const said = jsonOf(posted.body)
    await mustBeSigned(said, world)
    if (!topic || !isSame(textOf(said.TopicArn) ?? '', topic))
      throw new NotGenuine(
        `The message is of the topic ${String(said.TopicArn).slice(0, 200)}, which is not the one given here.`,
      )
    if (said.Type === 'SubscriptionConfirmation') return confirming(said, world)
    if (said.Type === 'UnsubscribeConfirmation') return { mails: [] }
    return notified(said)
  },
})

export const ses = sesThrough(amazon)

const signedFields = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
} as const

/** Name and value of each field that is there, each on a line of its own. */
export function signedText(said: Record<string, unknown>): string {
  const names = signedFields[said.Type as keyof typeof signedFields]
  if (!names) throw new NotReadable('This is no message of Amazon SNS.')
  return names.flatMap((name) => (typeof said[name] === 'string' ? [`${name}\n${said[name]}\n`] : [])).join('')
}

async function mustBeSigned(said: Record<string, unknown>, world: Amazon): Promise<void> {
  const [url, signature] = [textOf(said.SigningCertURL), textOf(said.Signature)]
  const algorithm = said.SignatureVersion === '2' ? 'sha256' : said.SignatureVersion === '1' ? 'sha1' : undefined
  const text = signedText(said)
  if (!url || !signature || !algorithm) throw new NotGenuine('The message is not signed.')
  if (!isOfAmazon(url) || !new URL(url).pathname.endsWith('.pem'))
    throw new NotGenuine('The certificate of the signature does not lie at Amazon SNS.')
  const isGenuine = verify(algorithm, Buffer.from(text), await world.keyAt(url), Buffer.from(signature, 'base64'))
  if (!isGenuine) throw new NotGenuine('The signature is not made with Amazon’s certificate.')
}

function confirming(said: Record<string, unknown>, world: Amazon): Post {
  const url = textOf(said.SubscribeURL) ?? ''
  if (!isOfAmazon(url)) throw new NotGenuine('The subscription is not confirmed at Amazon SNS.')
  return { mails: [], afterwards: () => world.visit(url) }
}

function notified(said: Record<string, unknown>): Post {
  const told = jsonOf(Buffer.from(textOf(said.Message) ?? ''))
  // SES says hello to a new topic.
  if (told.notificationType !== 'Received') return { mails: [] }
  const content = textOf(told.content)
  if (content === undefined)
    throw new NotRaw(
      'SES sent no mail, only news of it: use the action “Publish to Amazon SNS topic”; mail in S3 is not fetched.',
    )
  const [mail, receipt] = [told.mail, told.receipt].map((part) => (part ?? {}) as Record<string, unknown>)
  const { encoding } = (receipt!.action ?? {}) as Record<string, unknown>
  const bytes = Buffer.from(content, encoding === 'BASE64' ? 'base64' : 'utf8')
  const from = textOf(mail!.source)
  return {
    mails: [
      {
        bytes,
        envelopeFrom: from === undefined ? null : bareAddress(from),
        recipients: addressesOf(receipt!.recipients),
        deliveryId: textOf(mail!.messageId) || idOfBytes(bytes),
      },
    ],
  }
}
