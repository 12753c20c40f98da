import type { Hook } from '../../platform/hooks.ts'
import type { Route } from '../../platform/routes.ts'
import { nylasHooks } from './nylasPush.ts'
import { nylasRoutes } from './nylasRoutes.ts'
import { mailHooks } from './takingPosts.ts'
import { webhookRoutes } from './webhookRoutes.ts'

/** The ways in besides SMTP and the mailboxes that are fetched: providers that post mail, and Nylas. */
export const inboundRoutes: Route[] = [...webhookRoutes, ...nylasRoutes]

/** What posts to us under /hooks. */
export const hooks: Hook[] = [...mailHooks, ...nylasHooks]
