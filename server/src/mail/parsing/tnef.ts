/** What Outlook packed into a winmail.dat: files, and the text when the mail has none outside. */
export type Tnef = {
  files: { name: string; type: string | null; bytes: Buffer }[]
  text: string | null
  html: Buffer | null
}

const signature = 0x223e9f78
const attribute = {
  title: 0x18010,
  data: 0x6800f,
  rendering: 0x69002,
  attachmentProps: 0x69005,
  body: 0x2800c,
  messageProps: 0x69003,
}
const property = { data: 0x3701, longName: 0x3707, mimeTag: 0x370e, displayName: 0x3001, body: 0x1000, html: 0x1013 }
const filesMax = 1000
const propertiesMax = 10_000

/** MS-OXTNEF. Null when it is none; what breaks off in the middle ends there and keeps what came before. */
export function readTnef(bytes: Buffer): Tnef | null {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== signature) return null
  const tnef: Tnef = { files: [], text: null, html: null }
  let file: Tnef['files'][number] | null = null
  for (let at = 6; at + 9 <= bytes.length; ) {
    const id = bytes.readUInt32LE(at + 1)
    const length = bytes.readUInt32LE(at + 5)
    const from = at + 9
    const data = bytes.subarray(from, Math.min(bytes.length, from + length))
    at = from + length + 2
    if (id === attribute.rendering) {
      if (tnef.files.length >= filesMax) break
      file = { name: '', type: null, bytes: Buffer.alloc(0) }
      tnef.files.push(file)
    } else if (id === attribute.title && file) file.name ||= ansi(data)
    else if (id === attribute.data && file) file.bytes = data
    else if (id === attribute.attachmentProps && file) {
      const props = readProperties(data)
      file.name = props.get(property.longName)?.text ?? (file.name || props.get(property.displayName)?.text) ?? ''
      file.type = props.get(property.mimeTag)?.text ?? null
      if (file.bytes.length === 0) file.bytes = props.get(property.data)?.bytes ?? file.bytes
    } else if (id === attribute.body) tnef.text = ansi(data)
    else if (id === attribute.messageProps) {
      const props = readProperties(data)
      tnef.text = props.get(property.body)?.text ?? tnef.text
      tnef.html = props.get(property.html)?.bytes ?? null
    }
  }
  return tnef
}

type Value = { text: string; bytes: Buffer }

/** MAPI properties by id; several values of one keep the first. */
function readProperties(bytes: Buffer): Map<number, Value> {
  const found = new Map<number, Value>()
  const reader = new Reader(bytes)
  const count = Math.min(reader.u32(), propertiesMax)
  for (let index = 0; index < count && !reader.isOver; index++) {
    const type = reader.u16()
    const id = reader.u16()
    if (id >= 0x8000) skipName(reader)
    const isMany = (type & 0x1000) !== 0
    const base = type & 0xfff
    const isLong = base === 0x1e || base === 0x1f || base === 0x102 || base === 0x0d
    const values = isMany || isLong ? Math.min(reader.u32(), propertiesMax) : 1
    for (let value = 0; value < values && !reader.isOver; value++) {
      const data = isLong ? reader.padded(reader.u32()) : reader.take(sizes[base] ?? 4)
      if (found.has(id)) continue
      const text = base === 0x1f ? untilZero(utf16.decode(data)) : ansi(data)
      // An embedded object begins with the id of its interface.
      found.set(id, { text, bytes: base === 0x0d ? data.subarray(16) : data })
    }
  }
  return found
}

/** Bytes of the fixed MAPI types; 2-byte values are padded to 4. */
const sizes: Record<number, number> = { 2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16 }

/** A named property carries its set, and a number or a name. */
function skipName(reader: Reader): void {
  reader.take(16)
  if (reader.u32() === 0) reader.u32()
  else reader.padded(reader.u32())
}

class Reader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get isOver(): boolean {
    return this.#at >= this.#bytes.length
  }

  take(length: number): Buffer {
    const from = this.#at
    this.#at = Math.min(this.#bytes.length, from + length)
    return this.#bytes.subarray(from, this.#at)
  }

  padded(length: number): Buffer {
    const data = this.take(length)
    this.take((4 - (length % 4)) % 4)
    return data
  }

  u16(): number {
    const data = this.take(2)
    return data.length === 2 ? data.readUInt16LE() : 0
  }

  u32(): number {
    const data = this.take(4)
    return data.length === 4 ? data.readUInt32LE() : 0
  }
}

// Not Buffer's toString: of an odd number of bytes at an odd address it writes one byte past its own memory (Node 24.21).
const utf16 = new TextDecoder('utf-16le', { ignoreBOM: true })
const windows1252 = new TextDecoder('windows-1252')
const untilZero = (text: string): string => text.split('\0', 1)[0] ?? ''
const ansi = (bytes: Buffer): string => untilZero(windows1252.decode(bytes))
