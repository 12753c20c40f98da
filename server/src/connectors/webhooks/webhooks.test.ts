import { createHmac, createSign, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { certificateOf, isOfAmazon } from './amazon.ts'
import { NotGenuine, NotRaw, NotReadable, type Provider, type Shared } from './posted.ts'
import { providers } from './providers.ts'
import { sesThrough, signedText } from './ses.ts'

const now = new Date('2026-03-02T09:00:00Z')
const password = 'of-this-address'
const authorization = `Basic ${Buffer.from(`docket:${password}`).toString('base64')}`
/** In no charset, with lines that look like the end of something. */
const mail = Buffer.from(
  'From: Ada <ada@example.com>\r\nSubject: Gr\xfc\xdfe & 100% = +1\r\n\r\n\xff\0 body\r\n--\r\n.\r\n',
  'latin1',
)

const post = (provider: Provider, type: string, body: Buffer | string, headers = {}, shared: Partial<Shared> = {}) =>
  provider.take(
    { headers: { 'content-type': type, authorization, ...headers }, body: Buffer.from(body as Buffer) },
    { password, ...shared },
    now,
  )

const boundary = 'xYzZY'
const multipart = `multipart/form-data; boundary=${boundary}`
const formed = (fields: Record<string, Buffer | string>) =>
  Buffer.concat([
    ...Object.entries(fields).flatMap(([name, value]) => [
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`),
      Buffer.from(value as Buffer),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ])
const urlencoded = (fields: Record<string, Buffer | string>) =>
  Object.entries(fields)
    .map(([name, value]) => `${name}=${escaped(Buffer.from(value as Buffer))}`)
    .join('&')
const escaped = (bytes: Buffer) => [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')

describe('a program of one’s own', () => {
  test('posts the bytes, and says who they were for', async () => {
    const said = {
      'x-envelope-to': 'help+7@acme.example, <x@acme.example>',
      'x-envelope-from': '<>',
      'x-delivery-id': '7',
    }
    const { mails } = await post(providers.raw, 'message/rfc822', mail, said)
    expect(mails).toEqual([
      { bytes: mail, envelopeFrom: '', recipients: ['help+7@acme.example', 'x@acme.example'], deliveryId: '7' },
    ])
  })
  test('without the password of the address, or with another, nothing is taken', async () => {
    for (const wrong of ['', 'Bearer x', `Basic ${Buffer.from('docket:other').toString('base64')}`])
      await expect(post(providers.raw, 'message/rfc822', mail, { authorization: wrong })).rejects.toThrow(NotGenuine)
  })
  test('the same bytes are the same delivery when no id is given', async () => {
    const [one, other] = [
      await post(providers.raw, 'message/rfc822', mail),
      await post(providers.raw, 'message/rfc822', mail),
    ]
    expect(one.mails[0]!.deliveryId).toBe(other.mails[0]!.deliveryId)
  })
})

describe('Postmark', () => {
  const said = { From: 'ada@example.com', OriginalRecipient: 'hash+7@inbound.postmarkapp.com', MessageID: 'e27500eb' }
  test('brings the mail in RawEmail, its own id and the first recipient', async () => {
    const body = JSON.stringify({ ...said, RawEmail: 'Subject: Grüße\r\n\r\nHello\r\n' })
    const { mails } = await post(providers.postmark, 'application/json', body)
    expect(mails).toEqual([
      {
        bytes: Buffer.from('Subject: Grüße\r\n\r\nHello\r\n'),
        envelopeFrom: null,
        recipients: ['hash+7@inbound.postmarkapp.com'],
        deliveryId: 'e27500eb',
      },
    ])
  })
  test('taken apart, it names the switch', async () => {
    const apart = post(providers.postmark, 'application/json', JSON.stringify({ ...said, TextBody: 'Hello' }))
    await expect(apart).rejects.toThrow(NotRaw)
    await expect(apart).rejects.toThrow('Include raw email content')
  })
  test.each(['', '[1]', 'null', '{"a":', '{}'])('%j is no mail', async (body) => {
    await expect(post(providers.postmark, 'application/json', body)).rejects.toThrow(NotReadable)
  })
})

describe('SendGrid', () => {
  const envelope = JSON.stringify({ to: ['help@acme.example', 'sales@acme.example'], from: 'ada@example.com' })
  test('brings the bytes of the field `email`, whatever is in them', async () => {
    const { mails } = await post(providers.sendgrid, multipart, formed({ headers: 'x', email: mail, envelope }))
    expect(mails[0]!.bytes.equals(mail)).toBe(true)
    expect(mails[0]).toMatchObject({
      envelopeFrom: 'ada@example.com',
      recipients: ['help@acme.example', 'sales@acme.example'],
    })
  })
  test('signed: one changed byte, another time or another key is refused, and the password does not help', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const signingKey = publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
    const body = formed({ email: mail, envelope })
    const time = '1772442000'
    const signature = sign('sha256', Buffer.concat([Buffer.from(time), body]), privateKey).toString('base64')
    const signed = (changes: object) => ({
      'x-twilio-email-event-webhook-signature': signature,
      'x-twilio-email-event-webhook-timestamp': time,
      ...changes,
    })
    const { mails } = await post(providers.sendgrid, multipart, body, signed({ authorization: '' }), { signingKey })
    expect(mails[0]!.bytes.equals(mail)).toBe(true)
    const other = formed({ email: Buffer.from(`${mail.toString('latin1')}!`, 'latin1'), envelope })
    await expect(post(providers.sendgrid, multipart, other, signed({}), { signingKey })).rejects.toThrow(NotGenuine)
    const later = signed({ 'x-twilio-email-event-webhook-timestamp': '1772442001' })
    await expect(post(providers.sendgrid, multipart, body, later, { signingKey })).rejects.toThrow(NotGenuine)
    await expect(post(providers.sendgrid, multipart, body, {}, { signingKey })).rejects.toThrow('not signed')
  })
  test('taken apart, it names the switch', async () => {
    await expect(post(providers.sendgrid, multipart, formed({ text: 'Hello', envelope }))).rejects.toThrow(
      'full MIME message',
    )
  })
})

describe('Mailgun', () => {
  const signingKey = 'signing-key'
  const fields = (at = now, key = signingKey, token = 'a'.repeat(50)) => {
    const timestamp = String(Math.floor(at.getTime() / 1000))
    const signature = createHmac('sha256', key)
      .update(timestamp + token)
      .digest('hex')
    return { recipient: 'help+7@acme.example', sender: 'ada@example.com', timestamp, token, signature }
  }
  const posted = (body: Record<string, Buffer | string>) =>
    post(providers.mailgun, 'application/x-www-form-urlencoded', urlencoded(body), {}, { signingKey })

  test.each(['application/x-www-form-urlencoded', multipart])('brings the bytes of body-mime as %s', async (type) => {
    const body = { ...fields(), 'body-mime': mail }
    const { mails, once } = await post(
      providers.mailgun,
      type,
      type === multipart ? formed(body) : urlencoded(body),
      {},
      { signingKey },
    )
    expect(mails[0]!.bytes.equals(mail)).toBe(true)
    expect(mails[0]).toMatchObject({ envelopeFrom: 'ada@example.com', recipients: ['help+7@acme.example'] })
    expect(once).toBe('a'.repeat(50))
  })
  test('another key, no signature, and a time long gone or to come are refused', async () => {
    const hours = (n: number) => new Date(now.getTime() + n * 3_600_000)
    for (const wrong of [fields(now, 'other'), fields(hours(-11)), fields(hours(1)), { ...fields(), token: 'b' }])
      await expect(posted({ ...wrong, 'body-mime': mail })).rejects.toThrow(NotGenuine)
    await expect(posted({ 'body-mime': mail })).rejects.toThrow('not signed')
    expect((await posted({ ...fields(hours(-8)), 'body-mime': mail })).mails).toHaveLength(1)
  })
  test('taken apart, it names the address', async () => {
    await expect(posted({ ...fields(), 'body-plain': 'Hello' })).rejects.toThrow('/mime')
  })
})

describe('CloudMailin', () => {
  test('brings the bytes of `message` and the envelope', async () => {
    const body = formed({
      message: mail,
      'envelope[to]': 'abc@cloudmailin.net',
      'envelope[recipients][0]': 'abc@cloudmailin.net',
      'envelope[from]': '',
    })
    const { mails } = await post(providers.cloudmailin, multipart, body)
    expect(mails[0]!.bytes.equals(mail)).toBe(true)
    expect(mails[0]).toMatchObject({ envelopeFrom: '', recipients: ['abc@cloudmailin.net', 'abc@cloudmailin.net'] })
  })
  test('as JSON or in parts it names the format', async () => {
    for (const [type, body] of [
      ['application/json', '{"plain":"Hello"}'],
      [multipart, formed({ plain: 'Hello' })],
    ] as const)
      await expect(post(providers.cloudmailin, type, body)).rejects.toThrow('format “Raw”')
  })
})

describe('Amazon SES', () => {
  const topic = 'arn:aws:sns:eu-west-1:123456789012:mail'
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const visited: string[] = []
  const ses = sesThrough({ keyAt: async () => publicKey, visit: async (url) => void visited.push(url) })
  const notice = (more: object = {}) => ({
    notificationType: 'Received',
    mail: { messageId: 'o3vrnil0e2ic', source: 'ada@example.com' },
    receipt: { recipients: ['help@acme.example'], action: { type: 'SNS', encoding: 'BASE64' } },
    content: mail.toString('base64'),
    ...more,
  })
  const message = (changes: Record<string, string> = {}, version = '2') => {
    const said: Record<string, string> = {
      Type: 'Notification',
      MessageId: '22b80b92',
      TopicArn: topic,
      Message: JSON.stringify(notice()),
      Timestamp: '2026-03-02T08:59:00.000Z',
      SignatureVersion: version,
      SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-abc.pem',
      ...changes,
    }
    const signer = createSign(version === '1' ? 'sha1' : 'sha256').update(signedText(said))
    return { ...said, Signature: signer.sign(privateKey, 'base64') }
  }
  const posted = (said: object, headers = {}) =>
    post(ses, 'text/plain; charset=UTF-8', JSON.stringify(said), headers, { topic })

  test.each(['1', '2'])('brings the mail of a message with a signature of version %s', async (version) => {
    const { mails } = await posted(message({}, version))
    expect(mails).toEqual([
      { bytes: mail, envelopeFrom: 'ada@example.com', recipients: ['help@acme.example'], deliveryId: 'o3vrnil0e2ic' },
    ])
  })
  test('what was changed after signing, unsigned, of another topic, or signed elsewhere is refused', async () => {
    const other = { ...message(), Message: JSON.stringify(notice({ content: 'eA==' })) }
    const unsigned = { ...message(), Signature: undefined }
    const elsewhere = { ...message(), SigningCertURL: 'https://sns.eu-west-1.amazonaws.com.evil.example/x.pem' }
    for (const wrong of [other, unsigned, elsewhere, message({ TopicArn: `${topic}x` })])
      await expect(posted(wrong)).rejects.toThrow(NotGenuine)
    await expect(posted(message(), { 'x-amz-sns-rawdelivery': 'true' })).rejects.toThrow('Raw message delivery')
  })
  test('a subscription is confirmed at Amazon, and nowhere else', async () => {
    const asked = { Type: 'SubscriptionConfirmation', Message: 'You have chosen', Token: 't' }
    const url = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t'
    const { mails, afterwards } = await posted(message({ ...asked, SubscribeURL: url }))
    await afterwards!()
    expect([mails, visited]).toEqual([[], [url]])
    const evil = message({ ...asked, SubscribeURL: 'https://169.254.169.254/latest' })
    await expect(posted(evil)).rejects.toThrow(NotGenuine)
  })
  test('news of a mail that lies in S3 names the action', async () => {
    const { content: _, ...stored } = notice()
    await expect(posted(message({ Message: JSON.stringify(stored) }))).rejects.toThrow('Publish to Amazon SNS topic')
  })
  test.each([
    'http://sns.eu-west-1.amazonaws.com/x.pem',
    'https://sns.eu-west-1.amazonaws.com:8443/x.pem',
    'https://a@sns.eu-west-1.amazonaws.com/x.pem',
    'https://sns.eu-west-1.amazonaws.com.evil.example/x.pem',
    'https://evil.example/sns.eu-west-1.amazonaws.com/x.pem',
    'https://bucket.s3.amazonaws.com/x.pem',
    'https://sns.a.b.amazonaws.com/x.pem',
    'file:///etc/passwd',
    'nothing',
  ])('%s is not Amazon SNS', (url) => expect(isOfAmazon(url)).toBe(false))
  test('a text that is no certificate is refused', () => {
    expect(() => certificateOf('<html>')).toThrow(NotGenuine)
  })
})

describe('a form', () => {
  const cases: [string, string][] = [
    [multipart, ''],
    [multipart, `--${boundary}`],
    [multipart, `--${boundary}\r\nContent-Disposition: form-data; name="email"\r\n\r\nhalf`],
    [multipart, `--${boundary}\r\nContent-Disposition: form-data; name="email"\r\n--${boundary}--`],
    ['multipart/form-data', 'x'],
    ['text/plain', 'x'],
    ['application/x-www-form-urlencoded', 'a=b&'.repeat(3000)],
    [multipart, `--${boundary}\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n`.repeat(3000)],
  ]
  test.each(cases)('that breaks off or never ends is refused (%s %#)', async (type, body) => {
    await expect(post(providers.sendgrid, type, body)).rejects.toThrow(NotReadable)
  })
})
