import type { Hook } from '../../platform/hooks.ts'
import type { Route } from '../../platform/routes.ts'
import { consentRoutes } from './consentRoutes.ts'
import { gmailHooks } from './gmailPush.ts'
import { nylasHooks } from './nylasPush.ts'
import { mailHooks } from './takingPosts.ts'
import { webhookRoutes } from './webhookRoutes.ts'

/** The ways in besides SMTP and IMAP: providers that post mail, and those that a person allows to be read. */
export const inboundRoutes: Route[] = [...webhookRoutes, ...consentRoutes]

/** What posts to us under /hooks. */
export const hooks: Hook[] = [...mailHooks, ...gmailHooks, ...nylasHooks]
