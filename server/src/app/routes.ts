import { z } from 'zod'
import { routes as auth, UserView, whoAmI } from '../auth/index.ts'
import {
  balanceRoutes,
  connectionRoutes,
  imapRoutes,
  inboundRoutes,
  listMailboxes,
  routes as mail,
  hooks as mailHooks,
} from '../mail/index.ts'
import { routes as notify } from '../notify/index.ts'
import { routes as ops } from '../ops/index.ts'
import type { Hook } from '../platform/hooks.ts'
import { type Route, route } from '../platform/routes.ts'
import { routes as tickets } from '../tickets/index.ts'
import { routes as writing } from '../writing/index.ts'
import { describing } from './api/routes.ts'
import { setupRoute } from './settingUp.ts'

const Myself = UserView.extend({ two_factor: z.boolean() })
const Me = z
  .object({
    user: Myself,
    org: z.object({ id: z.string(), name: z.string(), slug: z.string(), is_demo: z.boolean() }),
    permissions: z.array(z.string()),
    support_addresses: z.array(z.string()),
    smtp_port: z.number().int(),
  })
  .meta({ id: 'Me' })

/** The whole surface under /api. */
export const routes: Route[] = [
  ...auth,
  setupRoute,
  route('GET /me', {
    says: 'Who is signed in, and what they may do.',
    name: 'whoAmI',
    may: 'anyone',
    in: z.object({}),
    out: Me,
    run: async (tx, _input, { config }) => ({
      ...(await whoAmI(tx)),
      support_addresses: (await listMailboxes(tx)).map(({ address }) => address),
      smtp_port: config.smtpPort,
    }),
  }),
  ...tickets,
  ...mail,
  ...connectionRoutes,
  ...imapRoutes,
  ...balanceRoutes,
  ...inboundRoutes,
  ...writing,
  ...notify,
  ...ops,
  ...describing(() => routes),
]

/** What other services post to, under /hooks. */
export const hooks: Hook[] = [...mailHooks]
