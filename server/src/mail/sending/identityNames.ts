import { organisationOf } from '../../auth/index.ts'
import { askedOnce } from '../../platform/askedOnce.ts'
import type { Tx } from '../../platform/work.ts'
import type { DeliveryToSend, Named } from '../../tickets/index.ts'

/** Whose name stands beside the address: of the writer and the organisation, of the address, or of the mailbox. */
export const fromNames = ['person', 'address', 'mailbox'] as const
export type FromName = (typeof fromNames)[number]

type Mailbox = { address: string; name: string; from_name: FromName }

/** Who a mail says it is from. What a machine writes bears no person's name. */
export async function fromOf(
  tx: Tx,
  { identity, author, automatic }: DeliveryToSend['message'],
  mailbox: Mailbox,
): Promise<Named> {
  const written = identity ?? mailbox
  const { name: organisation } =
    mailbox.from_name === 'person' ? await askedOnce(tx, 'organisation', () => organisationOf(tx)) : { name: '' }
  const writer = automatic ? '' : author
  return { address: written.address, name: nameOf(mailbox.from_name, { written, mailbox, writer, organisation }) }
}

type Names = { written: { name: string }; mailbox: { name: string }; writer: string; organisation: string }

export function nameOf(style: FromName, { written, mailbox, writer, organisation }: Names): string {
  if (style === 'mailbox') return mailbox.name
  return style === 'person' && writer.trim() !== '' ? `${writer} at ${organisation}` : written.name
}
