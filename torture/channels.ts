import type { Ledger } from '../server/src/app/torturing/ledger.ts'
import { imapChannel } from './imap.ts'
import type { mailOf } from './mail.ts'
import type { Orders } from './provider.ts'
import { providerChannel } from './providers.ts'
import { smtpChannel } from './smtp.ts'
import type { Victim } from './victim.ts'

/** One way for mail to come in, with a world outside that gives it in. */
export type Channel = {
  /** How many mails were promised to be kept so far. */
  readonly promised: number
  /** Lets so many more mails be given in, as fast as they are taken. Resolves at once. */
  allow(mails: number): void
  /** Between a kill and the next start; after the last kill nobody helps. */
  killed(isLast: boolean): Promise<void>
  /** Resolves when all that was allowed was promised. */
  settled(): Promise<void>
  /** What the outside saw, for the report: resends, refusals. */
  saw(): Record<string, number> | Promise<Record<string, number>>
  close(): Promise<void>
}

/** What is there before Docket is, and must be told to it. */
export type Outside = { env: Record<string, string>; orders: Orders; close(): Promise<void> }

export type Given = {
  victim: Victim
  ledger: Ledger
  run: string
  random: () => number
  write?: typeof mailOf
  outside?: Outside | undefined
}

/** What there is to torture; a new way in is a line here. */
export const channels: Record<
  string,
  {
    says: string
    missing?: string | undefined
    outside?(): Promise<Outside>
    open(given: Given): Promise<Channel>
  }
> = {
  smtp: smtpChannel,
  imap: imapChannel,
  gmail: providerChannel('gmail'),
  nylas: providerChannel('nylas'),
}
