/** A text as decoded, or the hash of what was never held: an attachment, the rest of a text that was cut. */
export type Leaf = string | { hash: string }

const listHeaders = [
  'list-id',
  'list-post',
  'list-unsubscribe',
  'list-help',
  'list-subscribe',
  'list-owner',
  'list-archive',
]
const hostsMax = 20

/** The hosts a mail's list speaks of in the headers of RFC 2369 and 2919; none when it came over no list. */
export function listHosts(headers: ReadonlyMap<string, readonly string[]>): string[] {
  const hosts = new Set<string>()
  for (const name of [...listHeaders, 'mailing-list']) {
    for (const value of headers.get(name) ?? []) {
      const text = value.slice(0, 2_000).toLowerCase()
      // `Users <users.httpd.apache.org>`: the list's name stands before its host.
      const id =
        name === 'list-id'
          ? text
              .slice(text.lastIndexOf('<') + 1)
              .replace('>', '')
              .trim()
          : ''
      const host = id.slice(id.indexOf('.') + 1)
      if (host.includes('.')) hosts.add(host)
      for (const [, found = ''] of text.matchAll(/(?:@|:\/\/)([\w.-]{4,253})/g))
        if (found.includes('.')) hosts.add(found)
    }
  }
  return [...hosts].slice(0, hostsMax)
}

/** Without white space at the ends of lines and of the whole. Bytes stay as they are. */
export const withoutSpace = (leaf: Leaf): Leaf => (typeof leaf === 'string' ? linesOf(leaf).join('\n') : leaf)

const footerLinesMax = 20
const footerCharsMax = 2_000

/**
 * Without the footer of a list: the end of a text, from a line of nothing but dashes or the like on, when it names a host that the
 * mail's own list headers name. So no language needs to be known, and no signature is taken for one: a mail that came over no list has
 * no footer. Lists also add the footer as a part of its own, which is then empty.
 */
export function withoutFooter(leaf: Leaf, hosts: readonly string[]): Leaf {
  if (typeof leaf !== 'string') return leaf
  const lines = linesOf(leaf)
  const isHtml = /<(?:html|body|div|p|br|table)\b/i.test(leaf)
  const plain = (line: string) => (isHtml ? wordsOf(line) : line.trim())
  let end = lines.length
  for (let at = end - 1; hosts.length > 0 && at >= Math.max(0, lines.length - footerLinesMax); at--) {
    if (!/^[-_=*#~]{2,}$/.test(plain(lines[at]!))) continue
    const footer = lines.slice(at, lines.length).join('\n').toLowerCase()
    if (footer.length > footerCharsMax) break
    if (!hosts.some((host) => footer.includes(host))) continue
    end = at
    break
  }
  while (end > 0 && plain(lines[end - 1]!) === '') end--
  return lines.slice(0, end).join('\n')
}

function linesOf(text: string): string[] {
  const lines = text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.trimEnd())
  let end = lines.length
  while (end > 0 && lines[end - 1] === '') end--
  return lines.slice(0, end)
}

/** What is left of a line of HTML without its tags. */
function wordsOf(line: string): string {
  let words = ''
  let isTag = false
  for (const char of line) {
    if (char === '<') isTag = true
    else if (char === '>' && isTag) isTag = false
    else if (!isTag) words += char
  }
  return words.replaceAll('&nbsp;', ' ').trim()
}
