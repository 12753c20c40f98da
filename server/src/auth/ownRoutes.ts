import { z } from 'zod'
import { forbidden } from '../platform/problem.ts'
import { type Route, route } from '../platform/routes.ts'
import { countOwnTry, tooManyTries } from './limiting.ts'
import { rename } from './me.ts'
import { changePassword } from './resetting.ts'
import { listSessions, revokeOtherSessions, revokeSession } from './sessions.ts'
import { ById, Items, items, Name, Nothing, Password, Permission, spoken, UserView } from './shapes.ts'
import { createOwnToken, listTokens, revokeToken } from './tokens.ts'
import { alreadyOn, beginTwoFactor, confirmTwoFactor, endTwoFactor, notBegun } from './twoFactor.ts'
import { chooseUndoSeconds, ownUndoSeconds, undoChoices } from './undoSeconds.ts'

const SessionView = z.object({
  id: z.string(),
  created_at: z.string(),
  last_seen_at: z.string(),
  expires_at: z.string(),
  ip: z.string(),
  user_agent: z.string(),
  remember: z.boolean(),
  current: z.boolean(),
})
const TokenView = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()).nullable(),
  created_at: z.string(),
  expires_at: z.string().nullable(),
  last_used_at: z.string().nullable(),
  user: z.object({ id: z.string(), name: z.string() }),
})

const Sending = z.object({
  undo_seconds: z.literal(undoChoices, { error: 'must be 0, 5, 10, 20 or 30' }).nullable(),
})

/** What everybody may do about themselves. Where it says so, only in a browser: not with an API token. */
export const ownRoutes: Route[] = [
  route('PATCH /me', {
    says: "Change one's own name (in a browser).",
    name: 'renameMyself',
    refuses: [forbidden],
    may: 'anyone',
    in: z.object({ name: Name }),
    out: z.object({ user: UserView }),
    run: async (tx, input) => ({ user: await rename(tx, input) }),
  }),
  route('GET /me/sending', {
    says: 'How long what one sends waits before it leaves, so that it can be taken back.',
    name: 'readOwnSending',
    may: 'anyone',
    in: Nothing,
    out: Sending.extend({ undo_seconds_default: z.number().int() }),
    run: async (tx, _input, { config }) => ({
      undo_seconds: await ownUndoSeconds(tx),
      undo_seconds_default: config.undoSeconds,
    }),
  }),
  route('PUT /me/sending', {
    says: 'Choose how long what one sends waits; null is what the server does.',
    name: 'chooseOwnSending',
    may: 'anyone',
    in: Sending,
    out: null,
    run: (tx, { undo_seconds }) => chooseUndoSeconds(tx, { seconds: undo_seconds }),
  }),
  route('POST /me/password', {
    says: "Change one's own password (in a browser); the other sessions end.",
    name: 'changePassword',
    refuses: [forbidden, tooManyTries],
    may: 'anyone',
    before: countOwnTry,
    in: z.object({ current_password: Password, password: Password }),
    out: null,
    run: (tx, input, store) => changePassword(tx, store, input),
  }),
  route('GET /me/sessions', {
    says: 'Where one is signed in.',
    name: 'listSessions',
    may: 'anyone',
    in: Nothing,
    out: Items(SessionView),
    run: async (tx) => items(await listSessions(tx)),
  }),
  route('DELETE /me/sessions/:id', {
    says: "End one of one's own sessions (in a browser).",
    refuses: [forbidden],
    may: 'anyone',
    in: ById,
    out: null,
    run: revokeSession,
  }),
  route('DELETE /me/sessions', {
    says: "End all of one's own sessions but this one (in a browser).",
    name: 'revokeOtherSessions',
    refuses: [forbidden],
    may: 'anyone',
    in: Nothing,
    out: null,
    run: (tx) => revokeOtherSessions(tx),
  }),
  route('POST /me/two-factor', {
    says: 'Begin a second factor (in a browser): a secret for an authenticator; it counts once confirmed.',
    name: 'beginTwoFactor',
    refuses: [forbidden, alreadyOn],
    may: 'anyone',
    in: Nothing,
    out: z.object({ secret: z.string(), otpauth_url: z.string() }),
    run: (tx, _input, store) => beginTwoFactor(tx, store),
  }),
  route('POST /me/two-factor/confirm', {
    says: 'Show a code of the authenticator: the second factor is on, and the recovery codes are told this once.',
    name: 'confirmTwoFactor',
    refuses: [forbidden, tooManyTries, alreadyOn, notBegun],
    may: 'anyone',
    before: countOwnTry,
    in: z.object({ code: z.string().min(1).max(20) }),
    out: z.object({ recovery_codes: z.array(z.string()) }),
    run: (tx, input, store) => confirmTwoFactor(tx, store, input),
  }),
  route('DELETE /me/two-factor', {
    says: 'Take the second factor away (in a browser), saying the password.',
    name: 'endTwoFactor',
    refuses: [forbidden, tooManyTries],
    may: 'anyone',
    before: countOwnTry,
    in: z.object({ password: Password }),
    out: null,
    run: (tx, input, store) => endTwoFactor(tx, store, input),
  }),
  route('GET /tokens', {
    says: "One's own API tokens; those of the whole organisation for who manages tokens.",
    name: 'listTokens',
    may: 'anyone',
    in: Nothing,
    out: Items(TokenView),
    run: async (tx) => items(await listTokens(tx)),
  }),
  route('POST /tokens', {
    says: 'Make an API token (in a browser); it is told this once.',
    name: 'makeToken',
    refuses: [forbidden],
    may: 'anyone',
    status: 201,
    in: z.object({
      name: Name,
      scopes: z.array(Permission).min(1, 'name at least one, or leave it out').optional(),
      expires_at: z.iso.datetime({ offset: true, error: 'must be an instant, such as 2030-01-31T12:00:00Z' }).nullish(),
    }),
    out: TokenView.extend({ token: z.string() }),
    run: async (tx, { expires_at, ...input }) =>
      spoken(await createOwnToken(tx, { ...input, expires_at: expires_at ? new Date(expires_at) : null })),
  }),
  route('DELETE /tokens/:id', {
    says: 'Revoke an API token; a token may revoke itself, and others only where it manages tokens.',
    refuses: [forbidden],
    may: 'anyone',
    in: ById,
    out: null,
    run: revokeToken,
  }),
]
