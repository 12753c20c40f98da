import { cloudmailin } from './cloudmailin.ts'
import { mailgun } from './mailgun.ts'
import type { Provider } from './posted.ts'
import { postmark } from './postmark.ts'
import { raw } from './raw.ts'
import { sendgrid } from './sendgrid.ts'
import { ses } from './ses.ts'

/** Who may post mail to us. */
export const providers = { raw, postmark, sendgrid, mailgun, cloudmailin, ses } satisfies Record<string, Provider>

export type ProviderName = keyof typeof providers
export const providerNames = Object.keys(providers) as [ProviderName, ...ProviderName[]]
