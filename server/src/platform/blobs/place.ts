import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Blobs } from './blobs.ts'
import { diskBlobs } from './disk.ts'
import { s3Blobs } from './s3.ts'

export type S3Place = {
  kind: 's3'
  bucket: string
  /** Before every key: empty, or ends with a slash. */
  prefix: string
  endpoint: string
  /** Where browsers reach it, when that is another address than ours. */
  publicEndpoint: string
  region: string
  pathStyle: boolean
  /** Whether downloads are sent there, or pass through us. */
  redirects: boolean
  accessKeyId: string
  secretAccessKey: string
}
export type Place = { kind: 'disk'; folder: string } | S3Place

type Given = { dataDir: string; accessKeyId?: string | undefined; secretAccessKey?: string | undefined }

/** What BLOB_URL means. Throws what is wrong with it, as the end of a sentence that begins with its name. */
export function blobPlace(text: string | undefined, { dataDir, accessKeyId, secretAccessKey }: Given): Place {
  if (text === undefined) return { kind: 'disk', folder: join(dataDir, 'blobs') }
  if (text.startsWith('file:')) return { kind: 'disk', folder: folderOf(text) }
  const url = URL.parse(text)
  if (url?.protocol !== 's3:') throw new Error('must begin with file: or s3://')
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(url.hostname))
    throw new Error('must name a bucket: s3://bucket/prefix?endpoint=…')
  const prefix = url.pathname.split('/').filter(Boolean)
  if (!prefix.every((part) => /^[\w.-]+$/.test(part)))
    throw new Error('has a prefix with other signs than letters, digits, dots, dashes and slashes')
  const options = optionsOf(url)
  const given = options.get('endpoint')
  const region = options.get('region') ?? 'us-east-1'
  const endpoint = given ? endpointOf('endpoint', given) : `https://s3.${region}.amazonaws.com`
  const key = decodeURIComponent(url.username) || accessKeyId
  const secret = decodeURIComponent(url.password) || secretAccessKey
  if (!key || !secret)
    throw new Error('needs a key: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or write s3://key:secret@bucket')
  return {
    kind: 's3',
    bucket: url.hostname,
    prefix: prefix.map((part) => `${part}/`).join(''),
    endpoint,
    publicEndpoint: endpointOf('public_endpoint', options.get('public_endpoint') ?? endpoint),
    region,
    // A dot in the name of a bucket is in no certificate; servers of one's own rarely have a name for each bucket.
    pathStyle: yesOrNo('path_style', options.get('path_style')) ?? (given !== null || url.hostname.includes('.')),
    redirects: yesOrNo('redirect', options.get('redirect')) ?? true,
    accessKeyId: key,
    secretAccessKey: secret,
  }
}

export const openBlobs = (place: Place): Blobs => (place.kind === 'disk' ? diskBlobs(place.folder) : s3Blobs(place))

/** While blobs move: written to the new place, read from the old one as long as they are only there. */
export function movingBlobs(now: Blobs, before: Blobs): Blobs {
  return {
    ...now,
    get: async (orgId, sha256) => (await now.get(orgId, sha256)) ?? before.get(orgId, sha256),
    open: async (orgId, sha256) => (await now.open(orgId, sha256)) ?? before.open(orgId, sha256),
    has: async (orgId, sha256) => (await now.has(orgId, sha256)) || before.has(orgId, sha256),
    signedUrl: async (orgId, sha256, disposition) =>
      (await now.has(orgId, sha256)) ? now.signedUrl(orgId, sha256, disposition) : null,
  }
}

function folderOf(text: string): string {
  if (text.startsWith('file://')) {
    try {
      return fileURLToPath(text)
    } catch {
      throw new Error('is no file URL of this machine: file:///var/lib/docket/blobs')
    }
  }
  if (text === 'file:') throw new Error('must name a folder: file:/var/lib/docket/blobs')
  return resolve(text.slice('file:'.length))
}

const known = ['endpoint', 'public_endpoint', 'region', 'path_style', 'redirect']

function optionsOf({ searchParams }: URL): URLSearchParams {
  for (const name of searchParams.keys())
    if (!known.includes(name)) throw new Error(`has the option ${name}, but there are only ${known.join(', ')}`)
  return searchParams
}

function endpointOf(name: string, text: string): string {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) throw new Error(`has an ${name} that is no http or https URL`)
  if (url.pathname !== '/' || url.search) throw new Error(`has an ${name} with more than scheme, host and port`)
  return url.origin
}

function yesOrNo(name: string, text: string | null): boolean | undefined {
  if (text === null) return undefined
  if (text !== 'true' && text !== 'false') throw new Error(`has ${name}=${text}, but it is true or false`)
  return text === 'true'
}
