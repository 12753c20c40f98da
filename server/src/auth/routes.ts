import { z } from 'zod'
import { entrance, type Route, route } from '../platform/routes.ts'
import { signIn, signOut } from './signingIn.ts'
import { listUsers } from './user.ts'

const Nothing = z.object({})
const UserView = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(['admin', 'agent', 'viewer']),
})
const Credentials = z.object({ email: z.string().min(1).max(320), password: z.string().min(1).max(1000) })

export const routes: Route[] = [
  entrance('GET /auth/csrf', {
    says: 'The token that every changing request of a browser sends again as x-csrf-token.',
    in: Nothing,
    out: z.object({ csrf_token: z.string() }),
    enter: async (_store, _input, session) => ({ csrf_token: session.csrfToken() }),
  }),
  entrance('POST /auth/login', {
    says: 'Sign in with address and password; sets the session cookie.',
    in: Credentials,
    out: z.object({ user: UserView }),
    enter: signIn,
  }),
  entrance('POST /auth/logout', {
    says: 'Sign out and end the session.',
    in: Nothing,
    out: null,
    enter: (store, _input, session) => signOut(store, session),
  }),
  route('GET /users', {
    says: 'The people of the organisation.',
    may: 'ticket.see',
    in: Nothing,
    out: z.object({ items: z.array(UserView), next_cursor: z.null() }),
    run: async (tx) => ({ items: await listUsers(tx), next_cursor: null }),
  }),
]
