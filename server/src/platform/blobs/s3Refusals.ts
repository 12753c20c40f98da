import { BlobsAway } from './blobs.ts'
import type { S3Place } from './place.ts'

/** What an answer that is no success means for whoever runs this server. HEAD has no body: there the status must do. */
export async function explain(answer: Response, method: string, place: S3Place): Promise<BlobsAway | 'no such object'> {
  const { status } = answer
  const body = method === 'HEAD' ? '' : (await answer.text()).slice(0, 10_000)
  const code = codeIn(body)
  if (status === 404 && code !== 'NoSuchBucket' && (code === 'NoSuchKey' || method === 'HEAD')) return 'no such object'
  if (status === 404 && method === 'DELETE') return 'no such object'
  const sentence = sentenceOf(status, code, place)
  if (sentence) return new BlobsAway(sentence, { passing: false })
  const busy = status >= 500 || status === 429
  return new BlobsAway(
    `The bucket ${place.bucket} at ${place.endpoint} answers ${[status, code].filter(Boolean).join(' ')}.`,
    { passing: busy },
  )
}

function sentenceOf(status: number, code: string, { bucket, endpoint, region }: S3Place): string | undefined {
  switch (code) {
    case 'SignatureDoesNotMatch':
      return `${endpoint} refuses our signature: AWS_SECRET_ACCESS_KEY does not belong to AWS_ACCESS_KEY_ID, or a proxy changes what we send.`
    case 'InvalidAccessKeyId':
      return `${endpoint} does not know the key of AWS_ACCESS_KEY_ID.`
    case 'RequestTimeTooSkewed':
      return `${endpoint} refuses our clock: set this machine's time, it is off by more than the store accepts.`
    case 'NoSuchBucket':
      return `There is no bucket ${bucket} at ${endpoint}: make it, or correct BLOB_URL.`
    case 'PermanentRedirect':
    case 'AuthorizationHeaderMalformed':
    case 'TemporaryRedirect':
      return `The bucket ${bucket} is not in the region ${region}, or not at ${endpoint}: correct region and endpoint in BLOB_URL.`
  }
  if (status === 403)
    return `The key of AWS_ACCESS_KEY_ID may not do this in the bucket ${bucket} at ${endpoint}${code && ` (${code})`}: it must be allowed to list, get, put and delete there.`
  if (status === 404) return `${endpoint} has nothing at the bucket ${bucket}: correct BLOB_URL.`
  if (status >= 300 && status < 400)
    return `${endpoint} sends us elsewhere: correct region, endpoint and path_style in BLOB_URL.`
  return undefined
}

function codeIn(xml: string): string {
  const start = xml.indexOf('<Code>')
  const end = xml.indexOf('</Code>', start)
  const code = start < 0 || end < 0 ? '' : xml.slice(start + '<Code>'.length, end)
  return /^\w{1,60}$/.test(code) ? code : ''
}
