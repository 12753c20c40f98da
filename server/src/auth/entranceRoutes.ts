import { z } from 'zod'
import { entrance, type Route } from '../platform/routes.ts'
import { acceptInvitation, linkSpent, readInvitation } from './inviting.ts'
import { tooManyTries } from './limiting.ts'
import { resetPassword, wishReset } from './resetting.ts'
import { signOut } from './sessions.ts'
import { Email, LinkToken, Name, Nothing, Password, UserView } from './shapes.ts'
import { secondFactor, signIn, wrongSignIn } from './signingIn.ts'
import { isSetUp } from './signingUp.ts'

const SignedIn = z.object({ user: UserView })

/** The ways in, for those who are not in yet. */
export const entranceRoutes: Route[] = [
  entrance('GET /setup', {
    says: 'Whether this installation still waits for its first administrator.',
    name: 'readSetup',
    in: Nothing,
    out: z.object({ open: z.boolean() }),
    enter: async (store) => ({ open: !(await isSetUp(store)) }),
  }),
  entrance('GET /auth/csrf', {
    says: 'The token that every changing request of a browser sends again as x-csrf-token.',
    name: 'readCsrfToken',
    in: Nothing,
    out: z.object({ csrf_token: z.string() }),
    enter: async (_store, _input, session) => ({ csrf_token: session.csrfToken() }),
  }),
  entrance('POST /auth/login', {
    says: 'Sign in with address, password and, where it is on, the second factor; sets the session cookie.',
    refuses: [wrongSignIn, secondFactor, tooManyTries],
    in: z.object({
      email: z.string().min(1).max(320),
      password: Password,
      code: z.string().max(40).optional(),
      remember: z.boolean().optional(),
    }),
    out: SignedIn,
    enter: signIn,
  }),
  entrance('POST /auth/logout', {
    says: 'Sign out and end the session.',
    name: 'signOut',
    in: Nothing,
    out: null,
    enter: (store, _input, session) => signOut(store, session),
  }),
  entrance('POST /auth/password/forgot', {
    says: 'Ask for a link that sets a new password; it goes to the address, if a user has it.',
    name: 'askPasswordReset',
    refuses: [tooManyTries],
    in: z.object({ email: Email }),
    out: null,
    enter: (store, { email }, session) => wishReset(store, email, session),
  }),
  entrance('POST /auth/password/reset', {
    says: 'Set a new password with the link of the mail; all sessions of the user end.',
    refuses: [linkSpent],
    in: z.object({ token: LinkToken, password: Password }),
    out: null,
    enter: resetPassword,
  }),
  entrance('GET /auth/invitation', {
    says: 'Whom an invitation is for, and to which organisation.',
    name: 'readInvitation',
    refuses: [linkSpent],
    in: z.object({ token: LinkToken }),
    out: z.object({ email: z.string(), name: z.string(), organisation: z.string() }),
    enter: (store, { token }) => readInvitation(store, token),
  }),
  entrance('POST /auth/invitation', {
    says: 'Accept an invitation: become a user, signed in.',
    refuses: [linkSpent],
    in: z.object({ token: LinkToken, name: Name, password: Password }),
    out: SignedIn,
    enter: acceptInvitation,
  }),
]
