import { audit } from '../auth/index.ts'
import type { Tx } from '../platform/work.ts'
import { tables } from './notice.ts'

/** Whether mails to colleagues show the words of customers and colleagues; else only that there are some, and where. */
export async function quotesWords(tx: Tx): Promise<boolean> {
  const row = await tables(tx).selectFrom('notice_setting').select('quotes').executeTakeFirst()
  return row?.quotes ?? true
}

/** It counts for every mail that has not left yet. */
export async function setQuotesWords(tx: Tx, quotes: boolean): Promise<void> {
  const before = await quotesWords(tx)
  if (before === quotes) return
  await tables(tx)
    .insertInto('notice_setting')
    .values({ quotes, changed_at: tx.now })
    .onConflict((on) => on.column('org_id' as never).doUpdateSet({ quotes, changed_at: tx.now }))
    .execute()
  await audit(tx, 'notifications.changed', { quotes_words: [before, quotes] })
}
