import type { Part } from './parts.ts'

/** What is signed or sealed in this mail, as sentences; a person must know why words are missing. */
export function sealsOf(parts: readonly Part[]): string[] {
  const sentences = new Set<string>()
  for (const { type, params, body } of parts) {
    if (type === 'multipart/encrypted') sentences.add('The mail is encrypted with PGP; Docket holds no key to read it.')
    if (isCms(type) && /enveloped|authenveloped/i.test(params.get('smime-type') ?? ''))
      sentences.add('The mail is encrypted with S/MIME; Docket holds no key to read it.')
    if (type === 'text/plain' && body.subarray(0, 4096).includes('-----BEGIN PGP MESSAGE-----'))
      sentences.add('The text is encrypted with PGP; Docket holds no key to read it.')
  }
  return [...sentences]
}

export const isCms = (type: string): boolean => /^application\/(?:x-)?pkcs7-mime$/.test(type)

/** The mail inside an opaque S/MIME signature (RFC 8551 3.5.2: CMS SignedData); null when the bytes are none. The signature is not checked. */
export function signedContent(bytes: Buffer): Buffer | null {
  // ContentInfo { type, [0] SignedData { version, algorithms, EncapsulatedContentInfo { type, [0] OCTET STRING } … } }
  const info = read(bytes, 0)
  const wrapped = info && childAt(info.content, 1)
  const signed = wrapped && childAt(wrapped.content, 0)
  const capsule = signed && childAt(signed.content, 2)
  const wrappedContent = capsule && childAt(capsule.content, 1)
  const octets = wrappedContent && childAt(wrappedContent.content, 0)
  if (!octets || (octets.tag & 0x1f) !== 4) return null
  return octetsOf(octets, 0)
}

type Node = { tag: number; content: Buffer; end: number }

const depthMax = 20

/** One BER value; an indefinite length ends with two zero bytes at its own depth. */
function read(bytes: Buffer, at: number, depth = 0): Node | null {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f || depth > depthMax) return null
  if (first === 0x80) {
    let end = at + 2
    while (!(bytes[end] === 0 && bytes[end + 1] === 0)) {
      const inner = read(bytes, end, depth + 1)
      if (!inner) return null
      end = inner.end
    }
    return { tag, content: bytes.subarray(at + 2, end), end: end + 2 }
  }
  const many = first & 0x80 ? first & 0x7f : 0
  if (many > 4 || at + 2 + many > bytes.length) return null
  const length = many === 0 ? first : bytes.readUIntBE(at + 2, many)
  const from = at + 2 + many
  return { tag, content: bytes.subarray(from, from + length), end: from + length }
}

function childAt(content: Buffer, index: number): Node | null {
  let node = read(content, 0)
  for (let step = 0; step < index && node; step++) node = read(content, node.end)
  return node
}

/** A long string is built of pieces. */
function octetsOf({ tag, content }: Node, depth: number): Buffer {
  if ((tag & 0x20) === 0 || depth > depthMax) return content
  const pieces: Buffer[] = []
  for (let node = read(content, 0); node; node = node.end < content.length ? read(content, node.end) : null)
    pieces.push(octetsOf(node, depth + 1))
  return Buffer.concat(pieces)
}
