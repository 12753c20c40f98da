import { sql } from 'kysely'
import { z } from 'zod'
import type { Store } from '../../platform/store.ts'
import type { Tx } from '../../platform/work.ts'
import { type Sent, sentByIds } from '../../tickets/index.ts'
import { type MailboxRow, type Stage, withoutTag } from '../mailbox.ts'
import { weighRecipient } from '../parsing/recipientEvidence.ts'
import { amongMailboxes, spelledOnce } from '../senders/spelling.ts'
import type { Readable } from './joining.ts'
import { lookUpThreads } from './lookingUp.ts'
import { hasOwnMark } from './ownMark.ts'
import { ticketReference } from './threadIds.ts'

/**
 * A journal holds copies of the mail of many addresses, in and out. Each copy belongs to the mailbox it was meant for, where its
 * headers say so; what Docket itself sent comes back, here or from a folder for sent mails, as another delivery of that message and never
 * as a second one; and mails that Docket writes about itself, whose links open accounts, are kept and shown to nobody.
 */
export async function heedJournals(
  tx: Tx,
  store: Store,
  readable: readonly Readable[],
  mailboxes: readonly MailboxRow[],
): Promise<{ mails: Readable[]; aside: Readable[] }> {
  const journals = await journalsAmong(tx, readable)
  const addresses = new Set(mailboxes.map(({ address }) => address))
  const isOurs = amongMailboxes(addresses)
  const bySpelling = new Map(mailboxes.map(({ id, address }) => [spelledOnce(address), id]))
  const isAside = ({ mailbox_id, read }: Readable) =>
    journals.has(mailbox_id) && hasOwnMark(store.keys, read.mail.message_id, read.headers)
  const returned = await ownReturned(
    tx,
    store,
    readable.filter(({ read }) => isOurs(read.mail.from?.address ?? '')),
    addresses,
  )
  if (journals.size === 0 && returned.size === 0) return { mails: [...readable], aside: [] }
  const placed = readable.map((one): Readable => {
    const journal = journals.get(one.mailbox_id)
    const sent = returned.get(one.id)
    if (journal === undefined) return sent ? { ...one, sent } : one
    const { address } = sent
      ? { address: one.read.mail.from?.address ?? null }
      : weighRecipient(one.read, one.envelope_to, isOurs, journal)
    const meant = address === null ? undefined : bySpelling.get(spelledOnce(withoutTag(address)))
    return { ...one, mailbox_id: meant ?? one.mailbox_id, journal, sent }
  })
  const aside = new Set(readable.filter(isAside).map(({ id }) => id))
  return { mails: placed.filter(({ id }) => !aside.has(id)), aside: placed.filter(({ id }) => aside.has(id)) }
}

const asideSays =
  'Docket wrote this mail about itself, and the journal brought it back: it makes no ticket, and its links stay closed.'

/** Kept, and nothing more. */
export async function recordAside(tx: Tx, aside: readonly Readable[]): Promise<void> {
  for (const { id, stages } of aside) {
    const stage: Stage = { stage: 'routed', at: tx.now.toISOString(), error: asideSays }
    await sql`update occurrence set state = 'done', error = ${asideSays}, stages = ${JSON.stringify([...stages, stage])}::jsonb
      where id = ${id}`.execute(tx.db)
  }
}

/** The accounts of those mailboxes that are journals. */
async function journalsAmong(tx: Tx, readable: readonly Readable[]): Promise<Map<string, string>> {
  const ids = [...new Set(readable.map(({ mailbox_id }) => mailbox_id))]
  const { rows } = await sql<{ mailbox_id: string; account: string }>`
    select mailbox_id, settings->>'account' as account from connection
    where kind = 'gmail' and settings->>'journal' = 'true' and mailbox_id = any(${ids}::uuid[])`.execute(tx.db)
  return new Map(rows.map(({ mailbox_id, account }) => [mailbox_id, account]))
}

/**
 * Which of these are answers of ours, though servers on the way changed their bytes or their Message-ID: the mail names its message,
 * and refers to the ticket with a token that only we can make.
 */
async function ownReturned(
  tx: Tx,
  store: Store,
  mails: readonly Readable[],
  ownAddresses: ReadonlySet<string>,
): Promise<Map<string, Sent>> {
  const named = mails.flatMap((one) => {
    const { data } = z.uuid().safeParse(one.read.headers.get('x-docket-message-id')?.[0]?.trim())
    return data ? [{ one, messageId: data }] : []
  })
  const sent = await sentByIds(
    tx,
    named.map(({ messageId }) => messageId),
  )
  const asked = named.filter(({ messageId }) => sent.has(messageId))
  if (asked.length === 0) return new Map()
  const stitchable = asked.map(({ one }) => ({ ...one, mailboxId: one.mailbox_id, envelopeTo: one.envelope_to }))
  const known = await lookUpThreads(tx, store.keys, stitchable, ownAddresses)
  return new Map(
    asked.flatMap(({ one, messageId }) => {
      const message = sent.get(messageId)!
      const isProved = one.read.mail.references.some((id) => {
        const token = ticketReference(id)
        return token !== null && known.byToken(token)?.ticket.id === message.ticketId
      })
      return isProved ? [[one.id, message] as const] : []
    }),
  )
}
