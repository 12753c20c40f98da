import { type Blobs, BlobsAway, collect, hashOf, mustBeName, mustMatch, verifying } from './blobs.ts'
import type { S3Place } from './place.ts'
import { type Patience, patient, s3Speaker } from './s3Speaker.ts'

const signedSeconds = 60

/** In a bucket, under `prefix/org/sha256`. Works with S3 and what speaks like it. */
export function s3Blobs(place: S3Place, patience: Patience = patient, pageMax = 1_000): Blobs {
  const s3 = s3Speaker(place, patience)
  const keyOf = (orgId: string, sha256: string): string => {
    mustBeName(orgId, sha256)
    return `${place.prefix}${orgId}/${sha256}`
  }
  const openOnce = async (orgId: string, sha256: string) => {
    const answer = await s3.ask('GET', keyOf(orgId, sha256))
    return answer && { size: answer.size, stream: verifying(answer.pieces(), sha256) }
  }

  const put = async (orgId: string, sha256: string, bytes: Uint8Array) => {
    // The store hashes what it got and refuses what differs: the signature covers this hash.
    mustMatch(sha256, hashOf(bytes))
    await s3.again(() => s3.ask('PUT', keyOf(orgId, sha256), { body: bytes, sha256 }))
  }

  return {
    place: s3.place,
    put,
    // Held whole: an attempt that broke off begins again with the first byte.
    putPieces: async (orgId, sha256, pieces) => put(orgId, sha256, await collect(pieces)),
    get: (orgId, sha256) =>
      // A body that breaks off or arrives damaged is asked for again, as an answer that never came is.
      s3.again(async () => {
        const found = await openOnce(orgId, sha256)
        return found && (await collect(found.stream))
      }),
    open: (orgId, sha256) => s3.again(() => openOnce(orgId, sha256)),
    has: async (orgId, sha256) => (await s3.again(() => s3.ask('HEAD', keyOf(orgId, sha256)))) !== undefined,
    delete: async (orgId, sha256) => void (await s3.again(() => s3.ask('DELETE', keyOf(orgId, sha256)))),
    async *list(only) {
      const prefix = `${place.prefix}${only === undefined ? '' : `${only}/`}`
      for (let marker = ''; ; ) {
        // The first version of the list: it goes on after a key of ours, where the second needs a token that some servers cannot make.
        const query = { prefix, marker, 'max-keys': String(pageMax) }
        const { objects, more } = await s3.again(async () => listed(await s3.text(query)))
        for (const { key, size } of objects) {
          const [, orgId, sha256] = /^([0-9a-f-]{36})\/([0-9a-f]{64})$/.exec(key.slice(place.prefix.length)) ?? []
          if (orgId && sha256) yield { orgId, sha256, size }
        }
        const last = objects.at(-1)
        if (!more || !last) return
        marker = last.key
      }
    },
    async signedUrl(orgId, sha256, disposition) {
      if (!place.redirects) return null
      return s3.signedUrl(keyOf(orgId, sha256), signedSeconds, {
        'response-content-disposition': disposition,
        // Whatever a sender called it, a browser saves it and opens nothing on the store's own address.
        'response-content-type': 'application/octet-stream',
      })
    },
    // Asked once: whoever wants to know whether it serves now is not helped by an answer that took four attempts.
    check: async () => void (await s3.text({ prefix: place.prefix, 'max-keys': '1' })),
  }
}

/** Our keys need no escaping. What has no frame is no list, and never an empty one. */
function listed(xml: string): { objects: { key: string; size: number }[]; more: boolean } {
  if (!xml.includes('<ListBucketResult') || !xml.includes('</ListBucketResult>'))
    throw new BlobsAway('The blob store answers, but not as S3 does.')
  const objects = xml
    .split('<Contents>')
    .slice(1)
    .map((part) => ({ key: between(part, 'Key') ?? '', size: Number(between(part, 'Size')) }))
  return { objects, more: between(xml, 'IsTruncated') === 'true' }
}

function between(xml: string, tag: string): string | undefined {
  const start = xml.indexOf(`<${tag}>`)
  const end = start < 0 ? -1 : xml.indexOf(`</${tag}>`, start)
  return end < 0 ? undefined : xml.slice(start + tag.length + 2, end)
}
