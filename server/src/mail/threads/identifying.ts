import type { Tx } from '../../platform/work.ts'
import { knownMessages, type Like, mostAlike, type Prints } from '../../tickets/index.ts'
import type { Fingerprints } from '../parsing/fingerprinting.ts'

type Mail = Fingerprints & { read: { mail: { message_id: string | null } } }
type Held = { messageId: string; ticketId: string | null; held: boolean }

/**
 * What is here already of the mails of a batch; grows as they are taken in, so that they know each other too. It is asked and told mail
 * by mail, in the order in which they are taken in: a batch knows what one mail after the other would.
 */
export class KnownMails {
  readonly #byFingerprint: Map<string, { messageId: string; ticketId: string | null }>
  readonly #alike: ReadonlyMap<string, Like>
  readonly #fresh = new Map<string, (Held & Prints)[]>()

  constructor(byFingerprint: Map<string, { messageId: string; ticketId: string | null }>, alike: Map<string, Like>) {
    this.#byFingerprint = byFingerprint
    this.#alike = alike
  }

  /** The message this mail is another delivery of: the same content, or the same words. */
  same(mail: Mail): { messageId: string; ticketId: string | null } | undefined {
    const like = this.#like(mail)
    return this.#byFingerprint.get(mail.fingerprint) ?? (like?.likeness === 'words' ? like : undefined)
  }

  /** The message that it is but for what a mailing list adds. */
  variantOf(mail: Mail): Held | undefined {
    const like = this.#like(mail)
    return like?.likeness === 'weak' ? like : undefined
  }

  /** Another message has its Message-ID. */
  collides = (mail: Mail): boolean => this.#like(mail) !== undefined

  /** Where the mails that were here before the batch are. */
  ticketIds = (): string[] => [
    ...new Set([...this.#byFingerprint.values(), ...this.#alike.values()].flatMap(({ ticketId }) => ticketId ?? [])),
  ]

  add(mail: Mail, held: Held): void {
    this.#byFingerprint.set(mail.fingerprint, held)
    const prints = printsOf(mail)
    if (prints) this.#fresh.set(prints.header, [...(this.#fresh.get(prints.header) ?? []), { ...prints, ...held }])
  }

  /** What was held before the batch stands before what came with it. */
  #like(mail: Mail): Like | undefined {
    const prints = printsOf(mail)
    if (!prints) return undefined
    const before = this.#alike.get(mail.fingerprint)
    const beside = this.#fresh.get(prints.header) ?? []
    const words = beside.find(({ wordsFingerprint }) => wordsFingerprint === prints.wordsFingerprint)
    const weak = beside.find(({ weakFingerprint }) => weakFingerprint === prints.weakFingerprint)
    if (before?.likeness === 'words') return before
    if (words) return { ...words, likeness: 'words' }
    if (before?.likeness === 'weak') return before
    if (weak) return { ...weak, likeness: 'weak' }
    return before ?? (beside[0] && { ...beside[0], likeness: 'none' })
  }
}

/** In two queries, however many mails. */
export async function lookUpMails(tx: Tx, mails: readonly Mail[]): Promise<KnownMails> {
  const same = await knownMessages(
    tx,
    mails.map(({ fingerprint }) => fingerprint),
  )
  const asked = mails.flatMap((mail) => {
    const prints = same.has(mail.fingerprint) ? undefined : printsOf(mail)
    return prints ? [{ fingerprint: mail.fingerprint, prints }] : []
  })
  const found = await mostAlike(
    tx,
    asked.map(({ prints }) => prints),
  )
  const alike = asked.flatMap(({ fingerprint }, at) => (found[at] ? [[fingerprint, found[at]] as const] : []))
  return new KnownMails(same, new Map(alike))
}

function printsOf({ wordsFingerprint, weakFingerprint, read }: Mail): Prints | undefined {
  const header = read.mail.message_id
  return header !== null && wordsFingerprint && weakFingerprint
    ? { header, wordsFingerprint, weakFingerprint }
    : undefined
}
