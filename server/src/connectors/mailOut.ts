/** A way that mail leaves by: a server or a provider. Nothing here knows tables or tickets. */
export type WayOut = {
  /** One attempt: what it throws says whether the mail left. Never tried again by itself. */
  send(mail: MailOut): Promise<SentBy>
  /** Whether the provider has it among what was sent. */
  findSent?(messageId: string, about: SentAbout): Promise<Found>
  /** Signs in, and says each step in a sentence. */
  check(): Promise<Step[]>
  close(): void
}

export type MailOut = {
  /** The envelope: `''` is the null sender. */
  from: string
  to: readonly string[]
  raw: Uint8Array
  /** Without its brackets. */
  messageId: string
}
/** `mark` is what our header X-Docket-Message-ID says: a provider may give a Message-ID of its own. */
export type SentAbout = { mark: string; since: Date }
export type Found = 'there' | 'absent' | 'unknown'
export type Step = { step: string; ok: boolean; says: string }

/** What the server said of each recipient; one that is not accepted `isPutOff` when it may be later. */
export type Answered = { address: string; accepted: boolean; says: string; isPutOff?: boolean }
export type SentBy = { response: string; recipients: Answered[] }

type More = {
  retryAfterMs?: number | undefined
  /**
   * It is not about this mail: `away`, no mail of the mailbox leaves for now; `refused`, none leaves until a person has changed
   * something.
   */
  ofWay?: 'away' | 'refused' | undefined
  recipients?: Answered[] | undefined
}

/**
 * How a mail was not sent. `temporary`: the server surely does not have it, and may take it later. `permanent`: it refused.
 * `unsure`: the whole mail was handed over and no answer came, so the server may or may not have it.
 */
export class SendFailed extends Error {
  readonly kind: 'temporary' | 'permanent' | 'unsure'
  readonly retryAfterMs: number | undefined
  readonly ofWay: 'away' | 'refused' | undefined
  readonly recipients: Answered[]
  constructor(
    kind: SendFailed['kind'],
    sentence: string,
    cause?: unknown,
    { retryAfterMs, ofWay, recipients }: More = {},
  ) {
    super(sentence, { cause })
    this.name = 'SendFailed'
    this.kind = kind
    this.retryAfterMs = retryAfterMs
    this.ofWay = ofWay
    this.recipients = recipients ?? []
  }
}
