import type { Generated } from 'kysely'
import { z } from 'zod'
import { actingUser, listUsers, organisationOf, usersById } from '../../auth/index.ts'
import { Instant } from '../../platform/instant.ts'
import { notFound } from '../../platform/problem.ts'
import type { Tx } from '../../platform/work.ts'
import { refused } from '../../tickets/index.ts'
import { tables as mailboxTables } from '../mailbox.ts'
import { fromNames, nameOf } from './identityNames.ts'
import { DomainLine, domainsOf } from './sendingDomains.ts'
import { readWay, type Way } from './wayOut.ts'

type Identity = {
  id: string
  mailbox_id: string
  address: string
  name: string
  user_ids: string[] | null
  verified_at: Date | null
  verified_by: 'code' | 'provider' | null
  revoked_at: Generated<Date | null>
  revoked_says: Generated<string | null>
  removed_at: Generated<Date | null>
  created_at: Date
}
type IdentityCode = {
  id: string
  identity_id: string
  address: string
  sent_at: Date
  good_until: Date
  tries: Generated<number>
}

/** Of one code. */
export const triesMax = 5

export const identities = (tx: Tx) => tx.db.withTables<{ send_identity: Identity; identity_code: IdentityCode }>()

export const IdentityView = z
  .object({
    id: z.string(),
    address: z.string(),
    name: z.string(),
    state: z.enum(['verified', 'unverified', 'revoked']),
    says: z.string().nullable().meta({ description: 'Why nothing leaves under it any more.' }),
    verified_at: Instant.nullable(),
    verified_by: z.enum(['code', 'provider']).nullable(),
    people: z
      .array(z.object({ id: z.string(), name: z.string() }))
      .nullable()
      .meta({ description: 'Who may write from it; null: everybody who may reply.' }),
    code: z
      .object({ sent_at: Instant, good_until: Instant, tries_left: z.number().int() })
      .nullable()
      .meta({ description: 'The code that is out, while it is good.' }),
  })
  .meta({ id: 'Identity' })

export const MailboxIdentities = z
  .object({
    from_name: z.enum(fromNames).meta({
      description:
        'The name beside the address: of the writer and the organisation, of the address, or of the mailbox.',
    }),
    organisation: z.string(),
    default_identity_id: z.string().nullable().meta({ description: 'Null: the address of the mailbox itself.' }),
    asks_google: z.boolean().meta({ description: 'Its Gmail account can be asked which addresses it may send from.' }),
    google_asked_at: Instant.nullable().meta({
      description: 'When Google last said from which it may; it is asked once a day.',
    }),
    google_error: z.string().nullable().meta({ description: 'Why it could not be asked the last time.' }),
    note: z.string().nullable().meta({ description: 'What the way out does with other addresses.' }),
    items: z.array(IdentityView),
    domains_checked_at: Instant.nullable(),
    domains: z.array(z.object({ domain: z.string(), checked_at: Instant, lines: z.array(DomainLine) })),
  })
  .meta({ id: 'MailboxIdentities' })

export const UsableIdentity = z
  .object({
    id: z.string().meta({ description: 'The id of the mailbox for its own address.' }),
    address: z.string(),
    name: z.string().meta({ description: 'As recipients see it when you write.' }),
    is_default: z.boolean(),
  })
  .meta({ id: 'UsableIdentity' })

export const asksGoogle = ({ connection }: Way): boolean =>
  connection?.kind === 'gmail' &&
  connection.confirmed_at !== null &&
  (connection.settings as { journal?: boolean }).journal !== true

export async function readIdentities(tx: Tx, mailboxId: string): Promise<z.input<typeof MailboxIdentities>> {
  const mailbox = await mailboxOf(tx, mailboxId)
  const rows = await identities(tx)
    .selectFrom('send_identity')
    .selectAll()
    .where('mailbox_id', '=', mailboxId)
    .where('removed_at', 'is', null)
    .orderBy('address')
    .execute()
  const users = await usersById(
    tx,
    rows.flatMap(({ user_ids }) => user_ids ?? []),
  )
  const way = await readWay(tx, mailboxId)
  const items = []
  for (const row of rows) items.push(await viewOf(tx, row, users))
  return {
    from_name: mailbox.from_name,
    organisation: (await organisationOf(tx)).name,
    default_identity_id: mailbox.default_identity_id,
    asks_google: asksGoogle(way),
    google_asked_at: mailbox.send_as_asked_at,
    google_error: asksGoogle(way) ? mailbox.send_as_error : null,
    note: noteOf(way),
    items,
    domains_checked_at: mailbox.domains_checked_at,
    domains: await domainsOf(tx, mailboxId),
  }
}

export type IdentityRow = Awaited<ReturnType<typeof identityOf>>

async function viewOf(
  tx: Tx,
  row: IdentityRow,
  users: Awaited<ReturnType<typeof usersById>>,
): Promise<z.input<typeof IdentityView>> {
  const { id, address, name, verified_at, verified_by, revoked_at, revoked_says, user_ids } = row
  return {
    ...{ id, address, name, verified_at, verified_by, says: revoked_says },
    state: verified_at ? 'verified' : revoked_at ? 'revoked' : 'unverified',
    people:
      user_ids?.flatMap((userId) => users.get(userId) ?? []).map((one) => ({ id: one.id, name: one.name })) ?? null,
    code: verified_at ? null : await codeOf(tx, id),
  }
}

/** The newest code, while it is good. */
async function codeOf(tx: Tx, identityId: string) {
  const row = await identities(tx)
    .selectFrom('identity_code')
    .select(['sent_at', 'good_until', 'tries'])
    .where('identity_id', '=', identityId)
    .orderBy('sent_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row || row.good_until <= tx.now) return null
  const { sent_at, good_until, tries } = row
  return { sent_at, good_until, tries_left: Math.max(triesMax - tries, 0) }
}

/** What may be written from now, by whoever asks; the default first where there is one. */
export async function usableIdentities(
  tx: Tx,
  mailboxId: string | undefined,
): Promise<z.input<typeof UsableIdentity>[]> {
  const mailbox = await found(tx, mailboxId)
  if (!mailbox && mailboxId === undefined) return []
  if (!mailbox) throw refused([{ field: 'mailbox_id', message: 'there is no such mailbox' }])
  const rows = await identities(tx)
    .selectFrom('send_identity')
    .select(['id', 'address', 'name', 'user_ids'])
    .where('mailbox_id', '=', mailbox.id)
    .where('removed_at', 'is', null)
    .where('verified_at', 'is not', null)
    .orderBy('address')
    .execute()
  const mine = rows.filter(({ user_ids }) => user_ids === null || user_ids.includes(tx.actor.id))
  const writer = (await actingUser(tx))?.name ?? ''
  const organisation = (await organisationOf(tx)).name
  const chosen = mine.find(({ id }) => id === mailbox.default_identity_id)?.id ?? mailbox.id
  return [mailbox, ...mine]
    .map(({ id, address, name }) => ({
      ...{ id, address, is_default: id === chosen },
      name: nameOf(mailbox.from_name, { written: { name }, mailbox, writer, organisation }),
    }))
    .sort((one, other) => Number(other.is_default) - Number(one.is_default))
}

export async function mailboxOf(tx: Tx, mailboxId: string) {
  const mailbox = await found(tx, mailboxId)
  if (!mailbox) throw notFound()
  return mailbox
}

const found = (tx: Tx, mailboxId: string | undefined) =>
  mailboxTables(tx)
    .selectFrom('mailbox')
    .select(['id', 'address', 'name', 'from_name', 'default_identity_id', 'domains_checked_at'])
    .select(['send_as_asked_at', 'send_as_error'])
    .$if(mailboxId !== undefined, (query) => query.where('id', '=', mailboxId!))
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst()

/** One that stands on the list of its mailbox, locked. */
export async function identityOf(tx: Tx, mailboxId: string, identityId: string) {
  const row = await identities(tx)
    .selectFrom('send_identity')
    .selectAll()
    .where('id', '=', identityId)
    .where('mailbox_id', '=', mailboxId)
    .where('removed_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!row) throw notFound()
  return row
}

/** People of the organisation; one that is not is refused as one that does not exist. */
export async function mustBePeople(tx: Tx, userIds: readonly string[]): Promise<void> {
  const known = new Set((await listUsers(tx)).map(({ id }) => id))
  const strange = userIds.findIndex((id) => !known.has(id))
  if (strange < 0) return
  throw refused([{ field: `user_ids.${strange}`, message: 'is nobody of this organisation' }])
}

function noteOf({ row }: Way): string | null {
  if (row?.kind === 'gmail')
    return 'Mail leaves by Gmail, which puts the address of its account in the place of any that is not among its “send as” addresses.'
  if (row?.kind === 'nylas')
    return 'Mail leaves by Nylas, which cannot be asked what its provider allows: some put the address of the account in the place of another, or refuse the mail. Send one to yourself first.'
  return null
}
