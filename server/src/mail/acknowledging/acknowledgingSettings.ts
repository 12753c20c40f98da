import { sql } from 'kysely'
import { audit } from '../../auth/index.ts'
import { notFound } from '../../platform/problem.ts'
import type { Tx } from '../../platform/work.ts'
import { listMailboxes, type MailboxRow } from '../mailbox.ts'
import { type Language, languages, mustBeSendable, type Texts } from './acknowledgementTexts.ts'

export type Acknowledging = MailboxRow & {
  active: boolean
  /** Of the mail's own language where that is one of ours and plain to see, else always this one. */
  language: Language
  as_written: boolean
  texts: Texts
}
export type Wanted = Pick<Acknowledging, 'active' | 'language' | 'as_written' | 'texts'>

const untouched: Wanted = { active: false, language: 'en', as_written: true, texts: {} }

/** Every mailbox with what it does, by id; one that nobody has set anything for acknowledges nothing. */
export async function acknowledgingMailboxes(tx: Tx): Promise<Map<string, Acknowledging>> {
  const { rows } = await sql<Wanted & { mailbox_id: string }>`
    select mailbox_id, active, language, as_written, texts from acknowledging`.execute(tx.db)
  const set = new Map(rows.map(({ mailbox_id, ...wanted }) => [mailbox_id, wanted]))
  return new Map(
    (await listMailboxes(tx)).map((mailbox) => [mailbox.id, { ...mailbox, ...untouched, ...set.get(mailbox.id) }]),
  )
}

export async function acknowledgingOf(tx: Tx, mailboxId: string): Promise<Acknowledging> {
  const found = (await acknowledgingMailboxes(tx)).get(mailboxId)
  if (!found) throw notFound()
  return found
}

/** What a mailbox does from now on; mail that has been decided about stays as it is. */
export async function setAcknowledging(tx: Tx, mailboxId: string, wanted: Wanted): Promise<Acknowledging> {
  const { active, language, as_written, texts, address } = await acknowledgingOf(tx, mailboxId)
  for (const one of languages) {
    const text = wanted.texts[one]
    if (text) mustBeSendable(text, `texts.${one}.`)
  }
  const own = JSON.stringify(wanted.texts)
  await sql`
    insert into acknowledging (mailbox_id, active, language, as_written, texts, changed_at)
    values (${mailboxId}, ${wanted.active}, ${wanted.language}, ${wanted.as_written}, ${own}::jsonb, ${tx.now})
    on conflict (mailbox_id) do update set active = excluded.active, language = excluded.language, as_written = excluded.as_written,
      texts = excluded.texts, changed_at = excluded.changed_at`.execute(tx.db)
  const before = { active, language, as_written }
  const now = { active: wanted.active, language: wanted.language, as_written: wanted.as_written }
  const said = (from: Texts, one: Language) => from[one] && [from[one].subject, from[one].body].join('\n')
  const reworded = languages.filter((one) => said(texts, one) !== said(wanted.texts, one))
  await audit(tx, 'acknowledging.changed', {
    mailbox: address,
    ...Object.fromEntries(
      (Object.keys(now) as (keyof typeof now)[])
        .filter((key) => now[key] !== before[key])
        .map((key) => [key, now[key]]),
    ),
    ...(reworded.length > 0 && { reworded }),
  })
  return acknowledgingOf(tx, mailboxId)
}
