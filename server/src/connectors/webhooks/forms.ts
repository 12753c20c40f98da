import { headerOf, NotReadable, type Posted } from './posted.ts'

/** The fields of a form, byte for byte: a mail in a field is in no charset. */
export type Form = { field(name: string): Buffer | undefined; names: ReadonlySet<string> }

const fieldsMax = 2_000

export function formOf(posted: Posted): Form {
  const type = headerOf(posted, 'content-type')
  const parts = /^multipart\/form-data/i.test(type)
    ? multipart(posted.body, boundaryOf(type))
    : /^application\/x-www-form-urlencoded/i.test(type)
      ? urlencoded(posted.body)
      : undefined
  if (!parts) throw new NotReadable('The post should be a form, and is not.')
  const fields = new Map<string, Buffer>()
  for (const { name, value } of parts) if (!fields.has(name)) fields.set(name, value)
  return { field: (name) => fields.get(name), names: new Set(fields.keys()) }
}

type Part = { name: string; value: Buffer }

function boundaryOf(type: string): string {
  const found = /;\s*boundary=(?:"([^"]{1,200})"|([^;\s"]{1,200}))/i.exec(type)
  if (!found) throw new NotReadable('The form has no boundary.')
  return (found[1] ?? found[2])!
}

/** RFC 7578, as RFC 2046 5.1.1 has it: a delimiter is a line end, two hyphens and the boundary. */
function* multipart(body: Buffer, boundary: string): Generator<Part> {
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  const opening = body.indexOf(delimiter.subarray(2))
  if (opening < 0) throw new NotReadable('The form has no parts.')
  let at = opening + delimiter.length - 2
  for (let count = 0; ; count++) {
    if (count > fieldsMax) throw new NotReadable('The form has too many fields.')
    if (body.subarray(at, at + 2).equals(Buffer.from('--'))) return
    const head = body.indexOf('\r\n', at)
    const next = head < 0 ? -1 : body.indexOf(delimiter, head)
    if (next < 0) throw new NotReadable('The form breaks off.')
    const blank = body.indexOf('\r\n\r\n', head)
    if (blank < 0 || blank > next) throw new NotReadable('A field of the form has no value.')
    const name = /;\s*name="([^"]{0,200})"/i.exec(body.toString('utf8', head, Math.min(blank, head + 4096)))?.[1]
    // What follows the blank line; a field without a value ends where its delimiter's line end begins.
    if (name !== undefined) yield { name, value: body.subarray(Math.min(blank + 4, next), next) }
    at = next + delimiter.length
  }
}

function* urlencoded(body: Buffer): Generator<Part> {
  let count = 0
  for (let from = 0; from < body.length; ) {
    if (++count > fieldsMax) throw new NotReadable('The form has too many fields.')
    const amp = body.indexOf(0x26, from)
    const end = amp < 0 ? body.length : amp
    const equals = body.indexOf(0x3d, from)
    const split = equals < 0 || equals > end ? end : equals
    const name = decoded(body.subarray(from, split)).toString('utf8')
    yield { name, value: decoded(body.subarray(Math.min(split + 1, end), end)) }
    from = end + 1
  }
}

/** Percent signs become bytes, plus signs blanks. */
function decoded(bytes: Buffer): Buffer {
  const out = Buffer.allocUnsafe(bytes.length)
  let length = 0
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!
    if (byte === 0x2b) out[length++] = 0x20
    else if (byte === 0x25) {
      const value = hex(bytes[i + 1]) * 16 + hex(bytes[i + 2])
      if (Number.isNaN(value)) out[length++] = byte
      else {
        out[length++] = value
        i += 2
      }
    } else out[length++] = byte
  }
  return out.subarray(0, length)
}

function hex(byte: number | undefined): number {
  if (byte === undefined) return Number.NaN
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : Number.NaN
}
