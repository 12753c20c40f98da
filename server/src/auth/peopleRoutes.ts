import { z } from 'zod'
import { invalid } from '../platform/problem.ts'
import { type Route, route } from '../platform/routes.ts'
import { type AuditRow, listAudit } from './auditing.ts'
import { changeUser, lastAdmin, listUsers } from './changingUsers.ts'
import { invite, listInvitations, resendInvitation, revokeInvitation } from './inviting.ts'
import { rolesInWords } from './permissions.ts'
import { ById, Email, Items, items, Name, Nothing, OneLine, Permission, Role, spoken, UserView } from './shapes.ts'

const Listed = UserView.extend({
  active: z.boolean().optional(),
  two_factor: z.boolean().optional(),
  last_seen_at: z.string().nullable().optional(),
})
const InvitationView = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: Role,
  created_at: z.string(),
  expires_at: z.string(),
  expired: z.boolean(),
  link: z.string(),
})
const AuditView = z.object({
  id: z.string(),
  at: z.string(),
  type: z.string(),
  actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() }),
  ip: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
})

/** What is done about the people of the organisation. */
export const peopleRoutes: Route[] = [
  route('GET /users', {
    says: 'The people of the organisation; who manages them sees more, and with inactive=true also those switched off.',
    name: 'listUsers',
    may: 'ticket.see',
    in: z.object({ inactive: z.stringbool().optional() }),
    out: Items(Listed),
    run: async (tx, { inactive = false }) => items(await listUsers(tx, { inactive })),
  }),
  route('PATCH /users/:id', {
    says: 'Change name or role, switch somebody off or on, or take away a lost second factor.',
    name: 'changeUser',
    refuses: [lastAdmin],
    may: 'people.manage',
    in: ById.extend({
      name: Name.optional(),
      role: Role.optional(),
      active: z.boolean().optional(),
      two_factor: z.literal(false, 'can only be taken away here').optional(),
    }),
    out: z.object({ user: Listed }),
    run: async (tx, { id, ...change }) => ({ user: spoken(await changeUser(tx, id, change)) }),
  }),
  route('GET /users/invitations', {
    says: 'Invitations that wait for an answer, each with its link.',
    name: 'listInvitations',
    may: 'people.manage',
    in: Nothing,
    out: Items(InvitationView),
    run: async (tx, _input, store) => items(await listInvitations(tx, store)),
  }),
  route('POST /users/invitations', {
    says: 'Invite somebody by mail; the link is told too, to hand over by other ways.',
    name: 'invite',
    may: 'people.manage',
    status: 201,
    in: z.object({ email: Email, name: OneLine.optional(), role: Role }),
    out: InvitationView,
    run: async (tx, input, store) => spoken(await invite(tx, store, input)),
  }),
  route('DELETE /users/invitations/:id', {
    says: 'Take an invitation back; its link ends.',
    may: 'people.manage',
    in: ById,
    out: null,
    run: revokeInvitation,
  }),
  route('POST /users/invitations/:id/resend', {
    says: 'Send an invitation anew; the old link ends.',
    name: 'resendInvitation',
    may: 'people.manage',
    in: ById,
    out: InvitationView,
    run: async (tx, input, store) => spoken(await resendInvitation(tx, store, input)),
  }),
  route('GET /audit', {
    says: 'Who did what about access, newest first; type also takes the beginning of one, such as sign-in.',
    name: 'listAudit',
    may: 'audit.see',
    in: z.object({
      limit: z.coerce.number().int().min(1).max(200).default(50),
      cursor: z.string().max(200).optional(),
      type: z.string().max(100).optional(),
      user_id: z.uuid().optional(),
    }),
    out: z.object({ items: z.array(AuditView), next_cursor: z.string().nullable() }),
    async run(tx, { limit, cursor, type, user_id: userId }) {
      const rows = await listAudit(tx, { limit: limit + 1, before: cursor ? placeOf(cursor) : undefined, type, userId })
      const shown = rows.slice(0, limit)
      return { items: spoken(shown), next_cursor: rows.length > limit ? cursorOf(shown.at(-1)!) : null }
    },
  }),
  route('GET /roles', {
    says: 'Each role with what it may do, in words.',
    name: 'listRoles',
    may: 'anyone',
    in: Nothing,
    out: Items(
      z.object({
        role: Role,
        says: z.string(),
        permissions: z.array(z.object({ permission: Permission, says: z.string() })),
      }),
    ),
    run: async () => items(rolesInWords()),
  }),
]

const cursorOf = ({ at, id }: AuditRow) => Buffer.from(`${at.toISOString()} ${id}`).toString('base64url')

function placeOf(cursor: string): { at: Date; id: string } {
  const [at = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split(' ')
  if (Number.isNaN(Date.parse(at)) || !z.uuid().safeParse(id).success) throw invalid('cursor: is not one of ours')
  return { at: new Date(at), id }
}
