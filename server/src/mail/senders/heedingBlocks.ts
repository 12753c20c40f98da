import { listUsers } from '../../auth/index.ts'
import type { Tx } from '../../platform/work.ts'
import type { ReadMail } from '../parsing/parsed.ts'
import { type BlockedSender, keysOf, listBlocked } from './blocking.ts'
import { amongMailboxes, spelledOnce, spelledOut } from './spelling.ts'

/**
 * Marks the mails whose senders are blocked here, with the sentence why; all of a batch in one question. Nothing is dropped: such a
 * mail begins a spam ticket, or stands on its ticket without waking it. Our own people and mailboxes are never strangers, even if
 * somebody blocked their address before it was ours.
 */
export async function heedBlocks<M extends { read: ReadMail }>(
  tx: Tx,
  mails: readonly M[],
  mailboxes: ReadonlySet<string>,
): Promise<(M & { isBlocked: boolean })[]> {
  const isOurs = amongMailboxes(mailboxes)
  const keys = mails.map(({ read: { mail } }) =>
    mail.from && !isOurs(mail.from.address) ? keysOf(mail.from.address) : [],
  )
  const asked = [...new Set(keys.flat())]
  const blocks = asked.length > 0 ? await listBlocked(tx, { keys: asked, limit: asked.length }) : []
  const ours = blocks.length > 0 ? new Set((await listUsers(tx)).map(({ email }) => spelledOnce(email))) : new Set()
  return mails.map((mail, at) => {
    // The address says more than its domain.
    const [address, domain] = keys[at]!
    const block = ours.has(address) ? undefined : (find(blocks, address) ?? find(blocks, domain))
    return block
      ? { ...mail, isBlocked: true, read: marked(mail.read, sentenceOf(block)) }
      : { ...mail, isBlocked: false }
  })
}

const find = (blocks: readonly BlockedSender[], key: string | undefined) =>
  blocks.find(({ address }) => address === key)

function marked(read: ReadMail, sentence: string): ReadMail {
  const { verdict } = read.mail
  return {
    ...read,
    mail: { ...read.mail, verdict: { ...verdict, spam: true, reasons: [...verdict.reasons, sentence] } },
  }
}

export function sentenceOf({ address, reason, by, at }: BlockedSender): string {
  const who = by ? `by ${by.name} ` : ''
  const why = reason ? `: “${reason}”,` : ','
  return `${spelledOut(address)} is blocked here${why} ${who}on ${at.toISOString().slice(0, 10)}.`
}
