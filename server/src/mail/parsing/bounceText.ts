import type { Bounce } from './parsed.ts'

/** What the bounced mail itself says, when the bounce carries it: its recipients, and whom not to take for one. */
export type Original = { recipients: readonly string[]; senders: readonly string[] }

/**
 * The failed recipients of a bounce that knows no RFC 3464, and what happened to each, by the shapes that mail systems write: an
 * address that begins its line, a command that was refused, a sentence that ends with an address. `named` were told by a header. The
 * status is the code that stands with the recipient, else what the words mean.
 */
export function readBounceText(text: string, named: readonly string[], original: Original): Bounce[] {
  const notice = noticeOf(text.slice(0, charsMax))
  const lines = notice.split('\n').slice(0, linesMax)
  const found = named.length > 0 ? linesOf(lines, named.slice(0, recipientsMax)) : recipientsIn(lines, original)
  const kept = unique(found.length > 0 ? found : original.recipients.map((address) => ({ address, line: 0 })))
  const general = generalOutcome(notice)
  return kept.slice(0, recipientsMax).map(({ address, line }, index) => {
    const own = lines.slice(line, Math.min(kept[index + 1]?.line ?? lines.length, line + ownLinesMax)).join('\n')
    return { recipient: address, ...outcomeOf(own.slice(0, ownCharsMax), general) }
  })
}

/** A status of words alone: what its sentence means in RFC 3463. Empty when they say nothing. */
export function statusOfWords(words: string): string {
  return meanings.find(({ says }) => says.some((one) => means(one, words)))?.status ?? ''
}

/** An enhanced code (RFC 3463), else the class of a reply code (RFC 5321), of the line that tells most. */
export function statusIn(text: string): string {
  const enhanced = /(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/m.exec(text)?.[1]
  if (enhanced) return enhanced
  const reply = /(?:^|[\s:'"(<[-])([45])[0-5]\d(?:[ \-:,'"]|$)(?!\d*(?:\.\d|@))/m.exec(text)?.[1]
  return reply ? `${reply}.0.0` : ''
}

const charsMax = 100_000
const linesMax = 2_000
const recipientsMax = 1000
const ownLinesMax = 200
const ownCharsMax = 4_000

type Found = { address: string; line: number }

/** What the mail system says, without the copy of the mail below it. */
function noticeOf(text: string): string {
  const lines = text.split('\n')
  const cut = lines.findIndex((line, index) => index > 0 && beginsCopy(line.replace(/^[ \t>]{1,20}/, '')))
  return cut < 0 ? text : lines.slice(0, cut).join('\n')
}

function beginsCopy(line: string): boolean {
  if (/^(?:received|return-path|x-received|dkim-signature|x-originating-ip):/i.test(line)) return true
  if (line.startsWith('--'))
    return line.length < 120 && /original|returned|unsent|copy of (?:the|your)|enclosed is a copy/i.test(line)
  return /^(?:below (?:this line )?is a copy of|included is a copy of|original message follows|original message headers|message headers follow)/i.test(
    line,
  )
}

type Named = { address: string; before: string; after: string }

const isLocal = /[a-z0-9.!#$%&'*+/=?^_`{|}~-]/i
const isDomain = /[a-z0-9.-]/i

/** Addresses of a line with what stands on either side. */
function addressesIn(line: string): Named[] {
  const found: Named[] = []
  for (let at = line.indexOf('@'); at >= 0; at = line.indexOf('@', at + 1)) {
    let from = at
    let to = at + 1
    while (from > 0 && at - from < 64 && isLocal.test(line.charAt(from - 1))) from--
    while (to < line.length && to - at < 255 && isDomain.test(line.charAt(to))) to++
    while (to > at + 1 && '.-'.includes(line.charAt(to - 1))) to--
    if (from < at && to > at + 1)
      found.push({ address: line.slice(from, to), before: line.slice(0, from), after: line.slice(to) })
  }
  return found
}

/** From the surest to the weakest: only the first kind that finds anybody counts. */
const shapes: ((named: Named) => boolean)[] = [
  // `<ada@x.example>: why`, `ada@x.example... why`, `  ada@x.example` alone, `>>> ada@x <ada@x>`, `* ada@x`, `ada@x on Thu, …`
  ({ before, after }) => /^[\s>*"'<(]{0,20}(?:mailto:)?$/i.test(before) && endsName(after),
  ({ before, after }) => {
    const words = before
      .replace(/[<"']{1,3}$/, '')
      .trimEnd()
      .slice(-80)
      .toLowerCase()
    if (/(?:recipient|rcpt to|address) ?:$/.test(words)) return true
    if (/\bto:?$/.test(words) && /deliver|undeliverable/.test(words)) return true
    const isLast = /^>?[\s.]{0,5}(?:$|\()/.test(after)
    return isLast && /(?:size|attempts|recipient|mailbox|user|for):?$/.test(words)
  },
  ({ before, after }) => /^[\s<>]{0,10}[45]\d\d[ -]/.test(before) && before.endsWith('<') && after.startsWith('>'),
  ({ before, after }) => /\bT=\[?<?$/.test(before) || (before.endsWith('<') && after.startsWith('>')),
  () => true,
]

function endsName(after: string): boolean {
  const rest = after.replace(/^[>"')]{1,4}/, '').replace(/^ {0,3}<[^<>]{0,300}>/, '')
  const words = rest.trim()
  if (words === '' || words === ':' || words === ',') return true
  return /^(?::\s|\.\.\.| ?\[| on (?:\w{3}, |\d)| invalid address| user unknown)/i.test(rest)
}

/** Lines that name the sender, or somebody to ask. */
const others =
  /mail from|\bfrom:|sender|envelope-from|contact|please |postmaster@|support@|https?:|generated from|expanded from|\bon behalf/i

function recipientsIn(lines: readonly string[], { recipients, senders }: Original): Found[] {
  const isSender = new Set(senders.map((one) => one.toLowerCase()))
  const isKnown = new Set(recipients.map((one) => one.toLowerCase()))
  const named = lines.flatMap((words, line) => {
    if (others.test(words) && !/rcpt to|recipient/i.test(words)) return []
    return addressesIn(words.slice(0, 1000)).map((one) => ({ ...one, line }))
  })
  for (const [kind, shape] of shapes.entries()) {
    const found = firstOfLine(named.filter(shape))
    if (found.length === 0) continue
    // Somebody may have written to himself; then he is the only one there.
    const foreign = found.filter(({ address }) => !isSender.has(address.toLowerCase()))
    const known = foreign.filter(({ address }) => isKnown.has(address.toLowerCase()))
    if (kind === shapes.length - 1 && known.length > 0) return known
    return foreign.length > 0 ? foreign : found
  }
  return []
}

const firstOfLine = (found: Found[]): Found[] => found.filter(({ line }, index) => found[index - 1]?.line !== line)

function unique(found: readonly Found[]): Found[] {
  const seen = new Set<string>()
  return found.filter(({ address }) => {
    const key = address.toLowerCase()
    return !seen.has(key) && Boolean(seen.add(key))
  })
}

/** Where each is spoken of first; the beginning when nowhere. */
function linesOf(lines: readonly string[], addresses: readonly string[]): Found[] {
  const text = lines.join('\n').toLowerCase()
  const starts: number[] = []
  for (let at = 0, index = 0; index < lines.length; at += (lines[index++]?.length ?? 0) + 1) starts.push(at)
  return addresses.map((address) => {
    const at = text.indexOf(address.toLowerCase())
    return { address, line: at < 0 ? 0 : starts.findLastIndex((start) => start <= at) }
  })
}

type General = { status: () => string; waits: boolean }

/** What the notice says of all of them; its status is only looked for when a recipient has none of its own, and once. */
function generalOutcome(notice: string): General {
  let status: string | null = null
  return {
    status: () => {
      status ??= statusIn(withoutQuit(notice)) || statusOfWords(notice)
      return status
    },
    waits: delayed.test(notice) && !finished.test(notice),
  }
}

function outcomeOf(own: string, { status: generalStatus, waits }: General): Omit<Bounce, 'recipient'> {
  const said = withoutQuit(own)
  const status = statusIn(said) || statusOfWords(said) || generalStatus()
  const action = waits ? 'delayed' : 'failed'
  const code = status || (waits ? '4.0.0' : '5.0.0')
  return { action, status: code, permanent: action === 'failed' && code.startsWith('5') }
}

/** The answer to QUIT, or to a command after the refusal, tells nothing about the recipient. */
function withoutQuit(text: string): string {
  const lines = text.split('\n')
  return lines.filter((line, index) => !isQuit(line) && !isQuit(lines[index - 1] ?? '') && !isLate(line)).join('\n')
}

const isQuit = (line: string): boolean => />>> ?QUIT/i.test(line)
const isLate = (line: string): boolean =>
  /\b(?:503|421)\b/.test(line) && /need rcpt|too many errors|valid rcpt/i.test(line)

const delayed =
  /warning message only|has (?:not yet )?been delayed|not yet been delivered|is delayed for|temporary failure report|will be retried|delivery attempts will continue|still trying|will keep trying|delay(?:ed)? \d+ hours/i
const finished = /giving up|given up|permanent error|failed permanently|final(?:ly)? failed|has been returned/i

/** Two words count when the second follows within forty characters. */
function means(one: RegExp | [RegExp, RegExp], words: string): boolean {
  if (!Array.isArray(one)) return one.test(words)
  const [first, second] = one
  return [...words.matchAll(first)].some(({ 0: word, index }) =>
    second.test(words.slice(index + word.length, index + word.length + 40)),
  )
}

/** Words of mail systems, in the order of how surely they mean it. Each is small: one expression of all is too much to check. */
const meanings: { says: (RegExp | [RegExp, RegExp])[]; status: string }[] = [
  {
    status: '5.1.1',
    says: [
      /user (?:is )?(?:unknown|not found)/i,
      /unknown (?:user|recipient|local|address)/i,
      /no such (?:user|recipient|person|mailbox|account|address)/i,
      /does ?n[o']t have an? [\w.-]{1,100} account/i,
      /recipient (?:not found|unknown|name is not recognized)/i,
      /mailbox (?:not found|does not exist|unavailable)/i,
      /account (?:does not exist|not found)/i,
      /not (?:a known user|listed in)/i,
      /invalid (?:recipient|user|mailbox|address)/i,
      /address (?:does not exist|unknown|not found)/i,
      [/宛先/g, /不明|存在/],
      /ディレクトリのリストにありません/,
    ],
  },
  {
    status: '5.2.2',
    says: [
      [/mailbox|quota|inbox|account|storage/gi, /full|exceed|over/i],
      /over ?quota|quota exceeded/i,
      /exceeds? (?:allowed|its|the) (?:size|quota)/i,
      /insufficient (?:disk|system) (?:space|storage)/i,
      [/メールボックスが/g, /一杯/],
    ],
  },
  {
    status: '5.2.1',
    says: [
      [/account/gi, /locked|disabled|suspended|inactive|discontinued/i],
      /mailbox (?:is )?(?:disabled|inactive)/i,
      /has been (?:disabled|suspended|discontinued)/i,
    ],
  },
  {
    status: '5.1.2',
    says: [
      /host (?:[\w.-]{1,255} )?(?:unknown|not found)/i,
      /unknown host|unroute?able|no mx/i,
      [/domain/gi, /not found|does not exist/i],
      /(?:name service|dns) (?:error|lookup failure)/i,
      /could ?n[o']t find a (?:mail exchanger|gateway)|could not find a gateway/i,
    ],
  },
  {
    status: '5.3.4',
    says: [[/message|exceeds/gi, /too (?:big|large)|size/i], /(?:size|line) limit/i],
  },
  {
    status: '5.7.1',
    says: [
      /spam|blacklist|block(?:ed|list)|reverse dns|reputation|policy|access denied|insecure mail relay/i,
      /\b(?:ptr|spf|dkim|dmarc)\b/i,
      /relay(?:ing)? (?:denied|not)|not (?:a )?member/i,
    ],
  },
  {
    status: '5.4.7',
    says: [
      /retry timeout|envelope expired|too long|aborted after/i,
      /could not (?:be )?deliver(?:ed)? for|for the last \d/i,
      [/all hosts/gi, /failing/i],
      /delivery failed \d{1,9} attempts/i,
    ],
  },
  {
    status: '5.4.1',
    says: [
      /network error|not reachable|socket error/i,
      /connection (?:refused|timed out|reset)/i,
      /did not accept our requests/i,
    ],
  },
]
