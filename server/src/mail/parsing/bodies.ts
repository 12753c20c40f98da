import { isMultipart, type Part } from './parts.ts'

/** Which parts a person reads, and which hang on the mail. A part may be both: a picture between two texts. */
export type Bodies = { text: Part[]; html: Part[]; attached: Part[] }

/** RFC 8621 4.1.4, the rule that mail programs of the IMAP and JMAP world share. */
export function bodiesOf(root: Part): Bodies {
  const bodies: Bodies = { text: [], html: [], attached: [] }
  sort([root], 'mixed', false, bodies.html, bodies.text, bodies.attached)
  return bodies
}

function sort(
  parts: readonly Part[],
  kind: string,
  isAlternative: boolean,
  html: Part[] | null,
  text: Part[] | null,
  attached: Part[],
): void {
  const textsBefore = text?.length ?? -1
  const htmlsBefore = html?.length ?? -1
  for (const [index, part] of parts.entries()) {
    if (isMultipart(part)) {
      const inner = part.type.slice('multipart/'.length)
      sort(part.children, inner, isAlternative || inner === 'alternative', html, text, attached)
      continue
    }
    if (!isRead(part, index, kind)) {
      attached.push(part)
      continue
    }
    if (kind === 'alternative') {
      if (part.type === 'text/plain' && text) text.push(part)
      else if (part.type === 'text/html' && html) html.push(part)
      else attached.push(part)
      continue
    }
    if (isAlternative) {
      // Inside an alternative each side is whole by itself: what is not of its kind belongs to the other.
      if (part.type === 'text/plain') html = null
      if (part.type === 'text/html') text = null
    }
    text?.push(part)
    html?.push(part)
    if (isMedia(part)) attached.push(part)
  }
  if (kind !== 'alternative' || !text || !html) return
  // One side is missing: the other is read in its place.
  if (textsBefore === text.length && htmlsBefore !== html.length) text.push(...html.slice(htmlsBefore))
  if (htmlsBefore === html.length && textsBefore !== text.length) html.push(...text.slice(textsBefore))
}

function isRead(part: Part, index: number, kind: string): boolean {
  if (dispositionOf(part) === 'attachment') return false
  if (part.type !== 'text/plain' && part.type !== 'text/html' && !isMedia(part)) return false
  return index === 0 || (kind !== 'related' && (isMedia(part) || !isNamed(part)))
}

const isMedia = ({ type }: Part): boolean => /^(?:image|audio|video)\//.test(type)

export function dispositionOf({ headers }: Part): string {
  const value = headers.get('content-disposition')?.[0] ?? ''
  return /^\s*([\w-]+)/.exec(value)?.[1]?.toLowerCase() ?? ''
}

const isNamed = ({ headers, params }: Part): boolean =>
  params.has('name') || /filename\*?(?:\d+\*?)?[ \t]*=/i.test(headers.get('content-disposition')?.[0] ?? '')
