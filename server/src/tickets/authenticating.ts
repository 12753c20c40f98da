import { sql } from 'kysely'
import type { Tx } from '../platform/work.ts'
import { messageAuthenticated } from './events.ts'
import type { Authentication } from './shapes.ts'
import type { Verdict } from './ticket.ts'

type Found = { messageId: string; rawSha256: string; authentication: Authentication }

/** `alone`: nothing but this check took the mail for spam, so the hint goes when another delivery of it stands the check. */
type Known = Authentication & { alone?: boolean }
type Row = {
  id: string
  ticket_id: string | null
  raw_sha256: string | null
  verdict: Verdict | null
  authentication: Known | null
}

/**
 * What was found out about senders, shown with their messages. Only the mail whose words are shown speaks for them: another delivery of
 * the same message may differ from it in what a reader does not see. Of several deliveries of that mail the best one stands. A check
 * that failed is a hint of spam, and no more than a hint: nothing is hidden for it.
 */
export async function authenticateMessages(tx: Tx, found: readonly Found[]): Promise<void> {
  const { rows } = await sql<Row>`
    select id, ticket_id, raw_sha256, verdict, authentication from message
    where id = any(${found.map(({ messageId }) => messageId)}::uuid[]) order by id for no key update`.execute(tx.db)
  const changed = rows.flatMap((row) => {
    const own = found.filter(({ messageId, rawSha256 }) => messageId === row.id && rawSha256 === row.raw_sha256)
    const best = (own.find(({ authentication }) => authentication.verdict === 'verified') ?? own[0])?.authentication
    const isSettled = row.authentication?.verdict === 'verified' || (best && isSame(best, row.authentication))
    return best && !isSettled ? [{ ...row, ...hinted(row, best) }] : []
  })
  if (changed.length === 0) return
  await sql`
    update message m set authentication = c.authentication, verdict = c.verdict
    from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as c(id uuid, authentication jsonb, verdict jsonb)
    where m.id = c.id`.execute(tx.db)
  for (const { id: messageId, ticket_id: ticketId, authentication } of changed)
    if (ticketId) tx.emit(messageAuthenticated, { ticketId, messageId, verdict: authentication.verdict })
}

/** The answer of the check in place of the one before, and the hint of spam that follows from it in place of its own. */
function hinted(
  { verdict, authentication: before }: Row,
  now: Authentication,
): { authentication: Known; verdict: Verdict | null } {
  if (!verdict) return { authentication: now, verdict }
  const isSpamAnyway = (verdict.spam ?? false) && !before?.alone
  const others = verdict.reasons.filter((reason) => !before || reason !== hintOf(before))
  if (now.verdict !== 'failed')
    return { authentication: now, verdict: { ...verdict, spam: isSpamAnyway, reasons: others } }
  return {
    authentication: { ...now, ...(isSpamAnyway ? {} : { alone: true }) },
    verdict: { ...verdict, spam: true, reasons: [...others, hintOf(now)] },
  }
}

const hintOf = ({ reasons: [reason = 'the sender is not who the mail says.'] }: Authentication): string =>
  `The check of the sender failed: ${reason}`

const isSame = ({ verdict, reasons }: Authentication, before: Known | null): boolean =>
  before?.verdict === verdict && JSON.stringify(before.reasons) === JSON.stringify(reasons)

/** The senders that the pages show of these messages. */
export async function sendersOf(tx: Tx, messageIds: readonly string[]): Promise<Map<string, string>> {
  if (messageIds.length === 0) return new Map()
  const { rows } = await sql<{ id: string; from_address: string }>`
    select id, from_address from message where id = any(${messageIds}::uuid[])`.execute(tx.db)
  return new Map(rows.map(({ id, from_address }) => [id, from_address]))
}
