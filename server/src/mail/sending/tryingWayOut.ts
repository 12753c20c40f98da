import MailComposer from 'nodemailer/lib/mail-composer'
import type { MailOut } from '../../connectors/mailOut.ts'
import { notFound } from '../../platform/problem.ts'
import type { Tx } from '../../platform/work.ts'
import { mustNotBeInShadow } from '../../tickets/index.ts'
import { splitAddress, tables } from '../mailbox.ts'
import { loopHeader } from '../parsing/judging.ts'

/** A mail from a mailbox to itself. When it comes back it opens no ticket: it says that a machine of ours wrote it. */
export async function mailToOneself(tx: Tx, mailboxId: string): Promise<MailOut> {
  const mailbox = await tables(tx)
    .selectFrom('mailbox')
    .select(['address', 'name'])
    .where('id', '=', mailboxId)
    .executeTakeFirst()
  if (!mailbox) throw notFound()
  const { address, name } = mailbox
  await mustNotBeInShadow(tx, { address, mailboxId })
  const messageId = `docket.check.${tx.newId()}@${splitAddress(address).domain}`
  const raw = await new MailComposer({
    from: { name, address },
    to: { name, address },
    subject: 'A trial of the way out',
    text: 'This mail was sent by Docket to try how mail leaves this mailbox. Nothing needs to be done.\n',
    date: tx.now,
    messageId: `<${messageId}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', [loopHeader]: 'yes' },
    newline: 'windows',
  })
    .compile()
    .build()
  return { from: address, to: [address], raw, messageId }
}
