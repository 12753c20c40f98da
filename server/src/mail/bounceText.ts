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
  const found =
    named.length > 0
      ? named.map((address) => ({ address, line: lineOf(lines, address) }))
      : recipientsIn(lines, original)
  const kept = unique(found.length > 0 ? found : original.recipients.map((address) => ({ address, line: 0 })))
  return kept.slice(0, recipientsMax).map(({ address, line }, index) => {
    const own = lines.slice(line, kept[index + 1]?.line ?? lines.length).join('\n')
    return { recipient: address, ...outcomeOf(own, notice) }
  })
}

/** A status of words alone: what its sentence means in RFC 3463. Empty when they say nothing. */
export function statusOfWords(words: string): string {
  return meanings.find(({ says }) => says.test(words))?.status ?? ''
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

type Found = { address: string; line: number }

/** What the mail system says, without the copy of the mail below it. */
function noticeOf(text: string): string {
  const cut = copyBegins.exec(text)
  return cut && cut.index > 0 ? text.slice(0, cut.index) : text
}

const copyBegins = new RegExp(
  [
    '^[ \\t>]*(?:received|return-path|x-received|dkim-signature|x-originating-ip)[ \\t]*:[ \\t]?\\S',
    '^[ \\t>]*-{2,}[^\\n]{0,80}(?:original|returned|unsent|copy of (?:the|your)|enclosed is a copy)[^\\n]{0,80}$',
    '^[ \\t>]*(?:below (?:this line )?is a copy of|included is a copy of|original message (?:headers? )?(?:follows?|headers:)|message headers follow)',
  ].join('|'),
  'im',
)

const address = "([a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?)"

/** From the surest to the weakest: only the first kind that finds anybody counts. */
const shapes: RegExp[][] = [
  [
    // `<ada@x.example>: why`, `ada@x.example... why`, `  ada@x.example` alone, `>>> ada@x <ada@x>`, `* ada@x`
    new RegExp(
      `^[ \\t>*]*["'<(]?(?:mailto:)?${address}[>"')]*(?:<mailto:[^>]*>|[ \\t]+<[^>]*>)?[ \\t]*(?:[:,]?[ \\t]*$|:[ \\t]|\\.\\.\\.|\\[)`,
      'i',
    ),
    new RegExp(`^[ \\t]*${address} (?:on \\w{3}, |on \\d|invalid address|user unknown)`, 'i'),
  ],
  [
    new RegExp(`(?:recipient|rcpt to|address)[ \\t]*:[ \\t]*<?${address}`, 'i'),
    new RegExp(`(?:deliver(?:ing|ed)?|undeliverable)\\b[^@\\n]{0,60}\\bto:?[ \\t]*<?${address}`, 'i'),
    new RegExp(`(?:size|attempts|recipient|mailbox|user|gateway for|for)[: \\t]+<?${address}>?[ \\t.]*(?:$|\\()`, 'i'),
  ],
  [
    new RegExp(`^[ \\t<>]*[45]\\d\\d[ -][^@\\n]{0,80}<${address}>`, 'i'),
    new RegExp(`\\bT=\\[?<?${address}`),
    new RegExp(`<${address}>`, 'i'),
  ],
  [new RegExp(`${address}`, 'i')],
]

/** Lines that name the sender, or somebody to ask. */
const others =
  /mail from|\bfrom:|sender|envelope-from|contact|please |postmaster@|support@|https?:|generated from|expanded from|\bon behalf/i

function recipientsIn(lines: readonly string[], { recipients, senders }: Original): Found[] {
  const isSender = new Set(senders.map((one) => one.toLowerCase()))
  for (const kind of shapes) {
    const found: Found[] = []
    for (const [line, words] of lines.entries()) {
      if (others.test(words) && !/rcpt to|recipient/i.test(words)) continue
      const match = kind.map((shape) => shape.exec(words.slice(0, 1000))).find((one) => one?.[1])
      if (match?.[1]) found.push({ address: match[1], line })
    }
    // Somebody may have written to himself; then he is the only one there.
    const foreign = found.filter(({ address }) => !isSender.has(address.toLowerCase()))
    const known = foreign.filter(({ address }) => recipients.some((one) => one.toLowerCase() === address.toLowerCase()))
    if (kind === shapes.at(-1) && known.length > 0) return known
    if (foreign.length > 0 || found.length > 0) return foreign.length > 0 ? foreign : found
  }
  return []
}

function unique(found: readonly Found[]): Found[] {
  const seen = new Set<string>()
  return found.filter(({ address }) => {
    const key = address.toLowerCase()
    return !seen.has(key) && Boolean(seen.add(key))
  })
}

const lineOf = (lines: readonly string[], address: string): number =>
  Math.max(
    0,
    lines.findIndex((line) => line.toLowerCase().includes(address.toLowerCase())),
  )

function outcomeOf(own: string, notice: string): Omit<Bounce, 'recipient'> {
  const said = withoutQuit(own)
  const status = statusIn(said) || statusOfWords(said) || statusIn(withoutQuit(notice)) || statusOfWords(notice)
  const waits = delayed.test(notice) && !finished.test(notice)
  const action = waits ? 'delayed' : 'failed'
  const code = status || (waits ? '4.0.0' : '5.0.0')
  return { action, status: code, permanent: action === 'failed' && code.startsWith('5') }
}

/** The answer to QUIT, or to a command after the refusal, tells nothing about the recipient. */
const withoutQuit = (text: string): string =>
  text
    .replace(/^.*>>> ?QUIT.*\n?.*$/gim, '')
    .replace(/^.*\b(?:503|421)\b[^\n]*(?:need rcpt|too many errors|valid rcpt)[^\n]*$/gim, '')

const delayed =
  /warning message only|has (?:not yet )?been delayed|not yet been delivered|is delayed for|temporary failure report|will be retried|delivery attempts will continue|still trying|will keep trying|delay(?:ed)? \d+ hours/i
const finished = /giving up|given up|permanent error|failed permanently|final(?:ly)? failed|has been returned/i

/** Words of mail systems in the order of how surely they mean it. */
const meanings: { says: RegExp; status: string }[] = [
  {
    says: /user (?:is )?(?:unknown|not found)|unknown (?:user|recipient|local|address)|no such (?:user|recipient|person|mailbox|account|address)|does ?n[o']t have an? [\w.-]+ account|recipient (?:not found|unknown|name is not recognized)|mailbox (?:not found|does not exist|unavailable)|account (?:does not exist|not found)|not (?:a known user|listed in)|invalid (?:recipient|user|mailbox|address)|address (?:does not exist|unknown|not found)|宛先.{0,10}(?:不明|存在)|ディレクトリのリストにありません/i,
    status: '5.1.1',
  },
  {
    says: /(?:mailbox|quota|inbox|account|storage).{0,40}(?:full|exceed|over)|over ?quota|quota exceeded|exceeds? (?:allowed|its|the) (?:size|quota)|insufficient (?:disk|system) (?:space|storage)|メールボックスが.{0,10}一杯/i,
    status: '5.2.2',
  },
  {
    says: /account.{0,30}(?:locked|disabled|suspended|inactive|discontinued)|mailbox (?:is )?(?:disabled|inactive)|has been (?:disabled|suspended|discontinued)/i,
    status: '5.2.1',
  },
  {
    says: /host (?:\S+ )?(?:unknown|not found)|unknown host|unroute?able|domain.{0,30}(?:not found|does not exist)|(?:name service|dns) (?:error|lookup failure)|no mx|could ?n[o']t find a (?:mail exchanger|gateway)|could not find a gateway/i,
    status: '5.1.2',
  },
  {
    says: /message.{0,20}(?:too (?:big|large)|size)|size limit|line limit|exceeds.{0,20}(?:size|limit)/i,
    status: '5.3.4',
  },
  {
    says: /spam|blacklist|block(?:ed|list)|reverse dns|\bptr\b|\bspf\b|\bdkim\b|\bdmarc\b|reputation|policy|relay(?:ing)? (?:denied|not)|access denied|insecure mail relay|not (?:a )?member/i,
    status: '5.7.1',
  },
  {
    says: /retry timeout|envelope expired|too long|could not (?:be )?deliver(?:ed)? for|for the last \d+|all hosts .{0,40}failing|delivery failed \d+ attempts|aborted after/i,
    status: '5.4.7',
  },
  {
    says: /network error|connection (?:refused|timed out|reset)|not reachable|did not accept our requests|socket error/i,
    status: '5.4.1',
  },
]
