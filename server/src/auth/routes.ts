import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { entrance, type Route, route } from '../platform/routes.ts'
import { signIn, signOut, tooManyTries, wrongSignIn } from './signingIn.ts'
import { listUsers } from './user.ts'

const Nothing = z.object({})
export const UserView = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role: z.enum(['admin', 'agent', 'viewer']).meta({ id: 'Role' }),
  })
  .meta({ id: 'User' })
const Credentials = z.object({ email: z.string().min(1).max(320), password: z.string().min(1).max(1000) })

export const routes: Route[] = [
  entrance('GET /auth/csrf', {
    says: 'The token that every changing request of a browser sends again as x-csrf-token.',
    name: 'readCsrfToken',
    in: Nothing,
    out: z.object({ csrf_token: z.string() }),
    async enter(_store, _input, session) {
      const csrf_token = session.cookies.docket_csrf ?? randomBytes(24).toString('base64url')
      session.setCookie('docket_csrf', csrf_token, null, false)
      return { csrf_token }
    },
  }),
  entrance('POST /auth/login', {
    says: 'Sign in with address and password; sets the session cookie.',
    in: Credentials,
    out: z.object({ user: UserView }),
    refuses: [wrongSignIn, tooManyTries],
    enter: signIn,
  }),
  entrance('POST /auth/logout', {
    says: 'Sign out and end the session.',
    name: 'signOut',
    in: Nothing,
    out: null,
    enter: (store, _input, session) => signOut(store, session),
  }),
  route('GET /users', {
    says: 'The people of the organisation.',
    name: 'listUsers',
    may: 'ticket.see',
    in: Nothing,
    out: z.object({ items: z.array(UserView), next_cursor: z.null() }),
    run: async (tx) => ({ items: await listUsers(tx), next_cursor: null }),
  }),
]
