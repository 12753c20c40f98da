import { actingUser } from '../auth/index.ts'
import { type Language, languageOf, listMailboxes } from '../mail/index.ts'
import { invalid } from '../platform/problem.ts'
import type { Tx } from '../platform/work.ts'
import { wordsAbout } from '../tickets/index.ts'
import { firstNameOf, type Values } from './filling.ts'
import type { Where } from './shapes.ts'

type Surroundings = { values: Values; mailboxId: string | null; language: Language | null }

/** What is known where the words will stand: what variables stand for, the mailbox, and what the requester speaks. */
export async function surroundingsOf(tx: Tx, where: Where): Promise<Surroundings> {
  const about = where.ticket_id ? await wordsAbout(tx, where.ticket_id) : null
  const mailboxId = about ? about.mailbox_id : (where.mailbox_id ?? null)
  const mailboxName = about?.mailbox_name ?? (await nameOf(tx, mailboxId))
  const contact = about?.contact_name || where.contact_name?.trim() || ''
  return {
    mailboxId,
    language: about ? languageOf(about.newest) : null,
    values: {
      ...(about && { 'ticket.number': String(about.number), 'ticket.subject': about.subject }),
      'contact.name': contact,
      'contact.first_name': firstNameOf(contact),
      'agent.name': (await actingUser(tx))?.name ?? '',
      'mailbox.name': mailboxName,
    },
  }
}

async function nameOf(tx: Tx, mailboxId: string | null): Promise<string> {
  if (!mailboxId) return ''
  return (await mustBeMailboxes(tx, 'mailbox_id', [mailboxId]))[0]!.name
}

/** Those of this organisation; any other is missing, and refused by the field that names it. */
export async function mustBeMailboxes(
  tx: Tx,
  field: 'mailbox_id' | 'off_mailbox_ids',
  ids: readonly string[],
): Promise<{ id: string; name: string }[]> {
  if (ids.length === 0) return []
  const known = new Map((await listMailboxes(tx)).map((mailbox) => [mailbox.id, mailbox]))
  return ids.map((id) => {
    const mailbox = known.get(id)
    if (!mailbox) {
      const message = 'there is no such mailbox'
      throw invalid(`${field}: ${message}`, { errors: [{ field, message }] })
    }
    return mailbox
  })
}
