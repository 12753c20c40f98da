import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Keys } from '../../platform/secrets.ts'
import type { Tx } from '../../platform/work.ts'
import { lettersOf } from '../../tickets/index.ts'
import { splitAddress, tagOf } from '../mailbox.ts'

/** What an answer does that is proven to be of the person whom the mail went to. */
export const answerDeeds = ['nothing', 'note', 'reply'] as const
export type AnswerDoes = (typeof answerDeeds)[number]

export type StaffMail = {
  id: string
  user_id: string
  ticket_id: string | null
  message_id_header: string
  answer_hash: Buffer
  return_hash: Buffer
  answer_does: AnswerDoes
  answer_until: Date
  answered_at: Date | null
  returned_at: Date | null
  returned_says: string | null
  at: Date
}

export type Outcome = 'noted' | 'replied' | 'held' | 'known'
type StaffAnswer = {
  occurrence_id: string
  staff_mail_id: string
  message_id_header: string | null
  outcome: Outcome
  says: string
  message_id: string | null
  at: Date
}

/** The tables of this room. */
export const tables = (tx: Tx) => tx.db.withTables<{ staff_mail: StaffMail; staff_answer: StaffAnswer }>()

/** In every mail to a colleague about a ticket: whichever id a server on the way gives it, it is known when it comes round. */
export const staffMarkHeader = 'X-Docket-Staff'

/** A server may refuse a longer one (RFC 5321). */
const localMax = 64
const answerableMs = 14 * 24 * 3600_000

type Purpose = 'answer' | 'return'
const signs = { answer: 's', return: 't' } as const
const tagShape = /^([st])\.([a-z2-7]{26})$/

const tokenOf = (keys: Keys, orgId: string, id: string, purpose: Purpose): string =>
  lettersOf(
    createHmac('sha256', keys.derive('staff mail'))
      .update(JSON.stringify([orgId, id, purpose]))
      .digest(),
  )

const hashOf = (token: string) => createHash('sha256').update(token).digest()

export type StaffAddresses = {
  messageId: string
  /** Where an answer goes; the mailbox itself where it knows no tags. */
  replyTo: string
  isAnswerable: boolean
  /** The envelope sender. */
  returnTo: string
  /** What the mark says. */
  mark: string
}

/**
 * What one mail to one person about one ticket is known by: its Message-ID, the address that takes an answer once, and the one that
 * bounces come back to. Asked again for the same mail, the answer is the same; what an answer does is what the person wants now.
 */
export async function addressStaffMail(
  tx: Tx,
  keys: Keys,
  of: { id: string; userId: string; ticketId: string; answerDoes: AnswerDoes },
  mailbox: { address: string; plus_addresses: boolean },
): Promise<StaffAddresses> {
  const { id } = of
  const { local, domain } = splitAddress(mailbox.address)
  const [answer, back] = (['answer', 'return'] as const).map((purpose) =>
    tokenOf(keys, tx.actor.orgId, id, purpose),
  ) as [string, string]
  const messageId = staffMessageId(id, domain)
  await tables(tx)
    .insertInto('staff_mail')
    .values({
      ...{ id, user_id: of.userId, ticket_id: of.ticketId, message_id_header: messageId, answer_does: of.answerDoes },
      ...{ answer_hash: hashOf(answer), return_hash: hashOf(back), at: tx.now },
      answer_until: new Date(tx.now.getTime() + answerableMs),
      ...{ answered_at: null, returned_at: null, returned_says: null },
    })
    .onConflict((on) => on.column('id').doUpdateSet({ answer_does: of.answerDoes }))
    .execute()
  const tagged = (purpose: Purpose, token: string) => `${local}+${signs[purpose]}.${token}`
  const fits = mailbox.plus_addresses && tagged('answer', answer).length <= localMax
  return {
    messageId,
    replyTo: fits ? `${tagged('answer', answer)}@${domain}` : mailbox.address,
    isAnswerable: fits,
    returnTo: fits ? `${tagged('return', back)}@${domain}` : '',
    mark: back,
  }
}

/** A person changes what answers do: from then on also those to mails that left before. */
export async function changeAnswers(tx: Tx, userId: string, answerDoes: AnswerDoes): Promise<void> {
  await tables(tx)
    .updateTable('staff_mail')
    .set({ answer_does: answerDoes })
    .where('user_id', '=', userId)
    .where('answered_at', 'is', null)
    .execute()
}

const idSign = 'docket-staff.'
const staffMessageId = (id: string, domain: string) => `${idSign}${id}@${domain}`
/** What all mails to colleagues about one ticket refer to, so that mail programs show them as one. */
export const staffThreadId = (ticketId: string, domain: string) => `docket-desk.${ticketId}@${domain}`

/** Whether it may be the id of such a mail; a claim only. */
export const isStaffId = (id: string): boolean => id.startsWith(idSign)

export type Claim = { purpose: Purpose; token: string }

/** What a recipient's tag claims to be; `findStaffMails` decides. */
export function staffClaim(address: string): Claim | null {
  const [, sign, token] = tagShape.exec(tagOf(address.trim().replace(/^<|>$/g, '')) ?? '') ?? []
  return token === undefined ? null : { purpose: sign === signs.answer ? 'answer' : 'return', token }
}

export type KnownStaffMails = {
  byClaim(claim: Claim): StaffMail | undefined
  byId(messageId: string): StaffMail | undefined
}

/**
 * Which of these tags and ids are of mails of ours. A row is found by the hash of a token, and the token is then signed anew and compared
 * in constant time: a row that somebody put in proves nothing.
 */
export async function findStaffMails(
  tx: Tx,
  keys: Keys,
  { claims, ids }: { claims: readonly Claim[]; ids: readonly string[] },
): Promise<KnownStaffMails> {
  const hashes = claims.map(({ token }) => hashOf(token))
  const rows =
    claims.length + ids.length === 0
      ? []
      : await tables(tx)
          .selectFrom('staff_mail')
          .selectAll()
          .where((eb) =>
            eb.or([
              eb('answer_hash', '=', eb.fn.any(eb.val(hashes))),
              eb('return_hash', '=', eb.fn.any(eb.val(hashes))),
              eb('message_id_header', '=', eb.fn.any(eb.val([...ids]))),
            ]),
          )
          .execute()
  const isOf = ({ id }: StaffMail, { purpose, token }: Claim) =>
    timingSafeEqual(Buffer.from(tokenOf(keys, tx.actor.orgId, id, purpose)), Buffer.from(token))
  return {
    byClaim: (claim) => rows.find((row) => isOf(row, claim)),
    byId: (messageId) => rows.find(({ message_id_header }) => message_id_header === messageId),
  }
}

/** A server says that it could not deliver the mail: the newest word stands. */
export async function recordReturned(tx: Tx, id: string, says: string): Promise<void> {
  await tables(tx)
    .updateTable('staff_mail')
    .set({ returned_at: tx.now, returned_says: says })
    .where('id', '=', id)
    .execute()
}

/** Of these mails the ones that came back, and why. */
export async function returnedAmong(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await tables(tx)
    .selectFrom('staff_mail')
    .select(['id', 'returned_says'])
    .where('id', 'in', [...ids])
    .where('returned_at', 'is not', null)
    .execute()
  return new Map(rows.map(({ id, returned_says }) => [id, returned_says ?? '']))
}
