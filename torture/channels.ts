import type { Ledger } from '../server/src/app/torturing/ledger.ts'
import { imapChannel } from './imap.ts'
import type { mailOf } from './mail.ts'
import type { Orders } from './provider.ts'
import { providerChannel } from './providers.ts'
import { smtpChannel } from './smtp.ts'
import type { Work } from './striking.ts'
import type { Victim } from './victim.ts'

/** One way for mail to come in, with a world outside that gives it in. */
export type Channel = Omit<Work, 'halfDone'> & {
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
