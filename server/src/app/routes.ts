import { z } from 'zod'
import { routes as auth, whoAmI } from '../auth/index.ts'
import { listMailboxes, routes as mail } from '../mail/index.ts'
import { routes as ops } from '../ops/index.ts'
import { type Route, route } from '../platform/routes.ts'
import { routes as tickets } from '../tickets/index.ts'

const Me = z.object({
  user: z.object({ id: z.string(), email: z.string(), name: z.string(), role: z.string() }),
  org: z.object({ id: z.string(), name: z.string(), slug: z.string(), is_demo: z.boolean() }),
  permissions: z.array(z.string()),
  support_addresses: z.array(z.string()),
  smtp_port: z.number(),
})

/** The whole surface under /api. */
export const routes: Route[] = [
  ...auth,
  route('GET /me', {
    says: 'Who is signed in, and what they may do.',
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
  ...ops,
]
