import { sql } from 'kysely'
import type { Store } from '../../platform/store.ts'
import type { Tx } from '../../platform/work.ts'
import type { MailboxRow, Stage } from '../mailbox.ts'
import { structured } from '../parsing/parameters.ts'
import type { ReadMail } from '../parsing/parsed.ts'
import type { Readable } from '../threads/joining.ts'
import { heedJournals, recordAside } from '../threads/journaling.ts'
import { hearStaffAnswer } from './hearing.ts'
import {
  type Claim,
  findStaffMails,
  isStaffId,
  type KnownStaffMails,
  recordReturned,
  type StaffMail,
  staffClaim,
  staffMarkHeader,
} from './staffMail.ts'

/** Mail of which no message is made by itself: Docket's own that came round, and what answers mails to colleagues. Told in a sentence each. */
export async function setAside(
  tx: Tx,
  store: Store,
  readable: readonly Readable[],
  mailboxes: readonly MailboxRow[],
): Promise<Readable[]> {
  const { mails, aside } = await heedJournals(tx, store, readable, mailboxes)
  await recordAside(tx, aside)
  return setStaffMailAside(tx, store, mails)
}

/**
 * A mail to a colleague that bounces, comes back or is answered by a machine makes no ticket and is told to nobody, or two machines could
 * talk for ever. What a person answers is heard by a job, for it must be found out first who wrote it.
 */
async function setStaffMailAside(tx: Tx, store: Store, mails: readonly Readable[]): Promise<Readable[]> {
  const named = mails.map((one) => ({ one, names: namesIn(one) }))
  const claims = named.flatMap(({ names }) => [...names.claims, ...names.marks])
  const ids = named.flatMap(({ names }) => [...names.direct, ...names.passing])
  if (claims.length + ids.length === 0) return [...mails]
  const known = await findStaffMails(tx, store.keys, { claims, ids })
  const left: Readable[] = []
  for (const { one, names } of named) {
    const fate = fateOf(one, names, known)
    if (!fate) left.push(one)
    else await recordFate(tx, one, fate)
  }
  return left
}

type Names = { claims: Claim[]; marks: Claim[]; direct: string[]; passing: string[] }

const addressesMax = 100

/** What a mail may be known by: tags of its recipients, our mark, ids that it is or answers, and ids that it only refers to. */
function namesIn({ envelope_to, read: { mail, headers, original, originalReferences } }: Readable): Names {
  const recipients = [
    ...(envelope_to ? [envelope_to] : []),
    ...(headers.get('delivered-to') ?? []),
    ...(headers.get('x-original-to') ?? []),
    ...mail.to.map(({ address }) => address),
    ...mail.cc.map(({ address }) => address),
  ].slice(0, addressesMax)
  const mark = headers.get(staffMarkHeader.toLowerCase())?.[0]?.trim() ?? ''
  const marked = staffClaim(`mark+t.${mark}@docket`)
  const ids = (some: (string | null)[]) => some.filter((id): id is string => id !== null && isStaffId(id))
  return {
    claims: recipients.flatMap((address) => staffClaim(address) ?? []),
    marks: marked ? [marked] : [],
    direct: ids([mail.message_id, mail.in_reply_to, original]),
    passing: ids([...mail.references.slice(-addressesMax), ...originalReferences]),
  }
}

type Fate = { says: string; answers?: StaffMail; returned?: StaffMail }

const cameRound = 'A notification of ours that came back: it makes no ticket.'
const byMachine = 'A machine answered a notification: it makes no ticket, and nobody is told.'
const tooOld = 'An answer to a notification that came with old mail: nothing follows from it.'
const beingHeard = 'An answer to a notification: it is found out who wrote it.'

/** What becomes of it, or undefined for a mail like any other. */
function fateOf({ read, is_history }: Readable, names: Names, known: KnownStaffMails): Fate | undefined {
  const own = read.mail.message_id
  if ((own && isStaffId(own) && known.byId(own)) || names.marks.some((mark) => known.byClaim(mark)))
    return read.mail.verdict.bounce ? undelivered(read, names, known) : { says: cameRound }
  const claimed = names.claims.flatMap((claim) => {
    const it = known.byClaim(claim)
    return it ? [{ it, purpose: claim.purpose }] : []
  })
  const answered = claimed.find(({ purpose }) => purpose === 'answer')?.it ?? firstOf(names.direct, known)
  const back = claimed.find(({ purpose }) => purpose === 'return')?.it
  const isMachine = isOfMachine(read)
  const about = answered ?? back ?? (isMachine ? firstOf(names.passing, known) : undefined)
  if (!about) return undefined
  if (read.mail.verdict.bounce) return undelivered(read, names, known) ?? { says: byMachine }
  if (isMachine) return { says: byMachine }
  if (is_history) return { says: tooOld }
  return { says: beingHeard, answers: about }
}

/** Only what came to an address or names an id that we gave to nobody else says that a mail did not arrive. */
function undelivered(read: ReadMail, names: Names, known: KnownStaffMails): Fate | undefined {
  const returned =
    names.claims.map((claim) => known.byClaim(claim)).find(Boolean) ??
    firstOf([...names.direct, ...names.passing], known) ??
    names.marks.map((mark) => known.byClaim(mark)).find(Boolean)
  const reason = read.mail.bounces[0]
  const says = reason ? `${reason.recipient || 'The address'} did not take it (${reason.status || reason.action}).` : ''
  return returned && { says: `A notification could not be delivered. ${says}`.trim(), returned }
}

const firstOf = (ids: readonly string[], known: KnownStaffMails): StaffMail | undefined =>
  ids.map((id) => known.byId(id)).find(Boolean)

/** Surely a machine. What only looks like one is heard, and held before a person. */
function isOfMachine({ mail: { verdict }, headers }: ReadMail): boolean {
  const says = (headers.get('auto-submitted') ?? []).map((value) => structured(value).value)
  return verdict.vacation || verdict.bounce || verdict.loop || says.some((value) => value !== '' && value !== 'no')
}

async function recordFate(tx: Tx, { id, stages, is_history }: Readable, fate: Fate): Promise<void> {
  const stage: Stage = { stage: 'routed', at: tx.now.toISOString(), error: fate.says }
  await sql`update occurrence set state = 'done', error = ${fate.says}, stages = ${JSON.stringify([...stages, stage])}::jsonb
    where id = ${id}`.execute(tx.db)
  if (fate.returned && !is_history) await recordReturned(tx, fate.returned.id, fate.says)
  if (fate.answers) tx.enqueue(hearStaffAnswer, { occurrenceId: id, staffMailId: fate.answers.id })
}
