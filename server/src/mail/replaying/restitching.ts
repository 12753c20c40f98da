import type { Store } from '../../platform/store.ts'
import type { Tx } from '../../platform/work.ts'
import { type StoredMessage, ticketsForStitching } from '../../tickets/index.ts'
import type { ReadMail } from '../parsing/parsed.ts'
import { lookUpThreads, type Stitch, stitch } from '../threads/stitching.ts'
import type { Change } from './rejudging.ts'
import type { KeptMail } from './rereading.ts'

/**
 * The ticket of a mail if it came today, when its answers are known too. Only another ticket, or another word on whether its sender
 * takes part, is a change: with hindsight there are more reasons for the same one.
 */
export async function compareStitching(
  tx: Tx,
  store: Store,
  stored: StoredMessage,
  { mailboxId, envelopeTo, read }: KeptMail & { read: ReadMail },
  ownAddresses: ReadonlySet<string>,
): Promise<Change[]> {
  if (stored.ticketId === null) return []
  const mail = { mailboxId, envelopeTo, read }
  const known = await lookUpThreads(tx, store.keys, [mail], ownAddresses, [], stored.id)
  const today = stitch(mail, known)
  const was = `#${stored.ticketNumber} (${named(stored.stitchReason ?? 'no reason kept')})`
  // These were decided by words, by the hour the mail came and by its provider, of which ids know nothing.
  if (
    today.ticketId === null &&
    ['variant', 'subject_and_sender', 'provider_thread'].includes(stored.stitchReason ?? '')
  )
    return []
  const isOpener = ['new', 'closed', 'new_subject'].includes(stored.stitchReason ?? '')
  if (today.ticketId === null && isOpener) return []
  if (today.ticketId !== stored.ticketId) {
    const kind = today.ticketId === null ? 'ticket: one of its own' : 'ticket: another one'
    return [{ field: 'ticket', kind, was, is: await inWords(tx, today) }]
  }
  // Who opened a ticket takes part in it, whatever answers came from whom.
  if (today.held === stored.held || isOpener) return []
  const [held, would] = [stored.held ? 'yes' : 'no', today.held ? 'yes' : 'no']
  return [{ field: 'held', kind: `held: ${held} → ${would}`, was: held, is: would }]
}

const named = (reason: string) => reason.replaceAll('_', ' ')

async function inWords(tx: Tx, { ticketId, reason, confidence, evidence }: Stitch): Promise<string> {
  if (ticketId === null) return 'a ticket of its own (new)'
  const [ticket] = await ticketsForStitching(tx, { ids: [ticketId] })
  const seen = Object.values(evidence).join(' ')
  return `#${ticket?.number ?? '?'} (${named(reason)}${seen ? ` ${seen}` : ''}; ${confidence})`
}
