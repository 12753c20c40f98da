import { createHmac, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import MailComposer from 'nodemailer/lib/mail-composer'
import { z } from 'zod'
import { audit } from '../../auth/index.ts'
import { type MailOut, SendFailed } from '../../connectors/mailOut.ts'
import { problem } from '../../platform/problem.ts'
import type { Keys } from '../../platform/secrets.ts'
import type { Store } from '../../platform/store.ts'
import type { Tx } from '../../platform/work.ts'
import { mustNotBeInShadow, refused } from '../../tickets/index.ts'
import { splitAddress } from '../mailbox.ts'
import { identities, identityOf, mailboxOf, triesMax } from './identities.ts'
import { takeTurn } from './limiting.ts'
import { asWritten } from './safeWords.ts'
import { openWay, readWay, type Way } from './wayOut.ts'

export const tooManyCodes = problem('too-many-codes', 429, 'Enough codes were mailed for now', {
  retry_after: z.number().int().meta({ description: 'Seconds to wait.' }),
})

const minuteMs = 60_000
const dayMs = 86_400_000
const goodMs = 30 * minuteMs
/** Eight digits, five tries a code and five codes a day: who guesses needs some ten thousand years. */
const codesADay = 5
/** Of all addresses of an organisation: nobody's letter box is filled by us. */
const codesOfOrgADay = 50

/** With `waits`, why none can be mailed now. */
export type CodeToMail = { way: Way; mail: MailOut } | { waits: string }
export const Mailed = z.object({ ok: z.boolean(), says: z.string() }).meta({ id: 'CodeMailed' })

/** Orders a new code for an address; those before it are good no more. Addresses that are added again and again count as one. */
export async function orderCode(
  tx: Tx,
  store: Store,
  { mailboxId, identityId }: { mailboxId: string; identityId: string },
): Promise<CodeToMail> {
  const mailbox = await mailboxOf(tx, mailboxId)
  await mustNotBeInShadow(tx, { address: mailbox.address, mailboxId })
  const { address, verified_at } = await identityOf(tx, mailboxId, identityId)
  if (verified_at) throw refused([{ field: 'identity_id', message: 'is verified already' }])
  await mustNotBeTooMany(tx, address)
  const wait = await takeTurn(tx, mailboxId)
  if (wait) return { waits: wait.says }
  await identities(tx)
    .updateTable('identity_code')
    .set({ good_until: tx.now })
    .where('identity_id', '=', identityId)
    .where('good_until', '>', tx.now)
    .execute()
  const id = tx.newId()
  const row = { id, identity_id: identityId, address, sent_at: tx.now, good_until: new Date(tx.now.getTime() + goodMs) }
  await identities(tx).insertInto('identity_code').values(row).execute()
  const code = codeFrom(store.keys, tx.actor.orgId, id)
  return { way: await readWay(tx, mailboxId), mail: await mailWith(tx, { code, id, mailbox, address }) }
}

async function mustNotBeTooMany(tx: Tx, address: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`identity codes ${tx.actor.orgId}`}, 0))`.execute(tx.db)
  const { rows } = await sql<{ address: string; sent_at: Date }>`
    select address, sent_at from identity_code where sent_at > ${new Date(tx.now.getTime() - dayMs)} order by sent_at`.execute(
    tx.db,
  )
  const same = rows.filter((row) => row.address === address)
  const limits = [
    { sent: same, most: codesADay, ms: dayMs, says: `${codesADay} codes were mailed to ${address} within a day.` },
    { sent: same.slice(-1), most: 1, ms: minuteMs, says: `A code was mailed to ${address} within this minute.` },
    { sent: rows, most: codesOfOrgADay, ms: dayMs, says: `${codesOfOrgADay} codes were mailed within a day.` },
  ]
  for (const { sent, most, ms, says } of limits) {
    const first = sent.at(-most)
    const seconds = first ? Math.ceil((first.sent_at.getTime() + ms - tx.now.getTime()) / 1000) : 0
    if (seconds > 0) throw tooManyCodes(`${says} The next may be mailed later.`, { retry_after: seconds })
  }
}

/** The code stands nowhere: whoever reads the tables, or a backup, cannot make it without the key of the server. */
function codeFrom(keys: Keys, orgId: string, codeId: string): string {
  const mac = createHmac('sha256', keys.derive('identity-code'))
    .update(JSON.stringify([orgId, codeId]))
    .digest()
  return String(mac.readBigUInt64BE(0) % 100_000_000n).padStart(8, '0')
}

type Words = { code: string; id: string; mailbox: { address: string; name: string }; address: string }

/** No mark of a loop stands on it: an address that is handed on to the mailbox brings it onto a ticket, where it is read. */
async function mailWith(tx: Tx, { code, id, mailbox, address }: Words): Promise<MailOut> {
  const messageId = `docket.code.${id}@${splitAddress(mailbox.address).domain}`
  const raw = await new MailComposer({
    from: { name: asWritten(mailbox.name), address: asWritten(mailbox.address) },
    to: { name: '', address: asWritten(address) },
    subject: `${code.slice(0, 4)} ${code.slice(4)} is the code for ${asWritten(address)}`,
    text: [
      `${mailbox.address} would like to send mail as ${address}.`,
      '',
      `The code is ${code.slice(0, 4)} ${code.slice(4)}. It is good for ${goodMs / minuteMs} minutes.`,
      '',
      'If you do not know of this, give the code to nobody: without it nothing is sent under your address.',
      '',
    ].join('\n'),
    date: tx.now,
    messageId: `<${messageId}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'windows',
  })
    .compile()
    .build()
  return { from: mailbox.address, to: [address], raw, messageId }
}

/** After the commit. A server's refusal is an answer: the address stands on the list, and another code can be asked for. */
export async function mailCode(store: Store, ordered: CodeToMail): Promise<z.input<typeof Mailed>> {
  if ('waits' in ordered) return { ok: false, says: `No code was mailed. ${ordered.waits} Ask for one later.` }
  const { way, mail } = ordered
  let out: ReturnType<typeof openWay>
  try {
    out = openWay(store, way)
    if (!out) return { ok: false, says: 'No code was mailed: SMTP_URL is not set, so no mail leaves this server.' }
    await out.send(mail)
    return { ok: true, says: `A code is on its way to ${mail.to[0]}. It is good for ${goodMs / minuteMs} minutes.` }
  } catch (error) {
    if (!(error instanceof SendFailed)) throw error
    return { ok: false, says: `The code could not be mailed. ${error.message}` }
  } finally {
    out?.close()
  }
}

/** A try counts in its own right, right or wrong: the caller refuses after the commit. */
export async function tryCode(
  tx: Tx,
  store: Store,
  { mailboxId, identityId, code }: { mailboxId: string; identityId: string; code: string },
): Promise<{ wrong?: string }> {
  const identity = await identityOf(tx, mailboxId, identityId)
  if (identity.verified_at) return {}
  const { rows } = await sql<{ id: string; tries: number }>`
    update identity_code set tries = tries + 1 where tries < ${triesMax} and good_until > ${tx.now} and id = (
      select id from identity_code where identity_id = ${identityId} order by sent_at desc, id desc limit 1)
    returning id, tries`.execute(tx.db)
  const out = rows[0]
  if (!out) return { wrong: 'there is no code that is still good; ask for another' }
  const expected = Buffer.from(codeFrom(store.keys, tx.actor.orgId, out.id))
  const given = Buffer.from(code.replace(/\s/g, ''))
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    const left = triesMax - out.tries
    return { wrong: `is not the code that was mailed; ${left === 0 ? 'ask for another' : `${left} more may be tried`}` }
  }
  await identities(tx)
    .updateTable('send_identity')
    .set({ verified_at: tx.now, verified_by: 'code', revoked_at: null, revoked_says: null })
    .where('id', '=', identityId)
    .execute()
  await audit(tx, 'mailbox.identity_verified', { mailbox_id: mailboxId, address: identity.address })
  return {}
}
