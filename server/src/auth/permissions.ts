import type { Actor, Permission, Role } from '../platform/work.ts'

const viewer: Permission[] = ['ticket.see', 'mail.source']
const agent: Permission[] = [...viewer, 'ticket.create', 'ticket.update', 'ticket.reply', 'sender.block', 'ops.see']
const admin: Permission[] = [
  ...agent,
  'ops.retry',
  'ops.replay',
  'mailbox.manage',
  'people.manage',
  'token.manage',
  'audit.see',
  'settings.manage',
]

/** What each role may do; the whole of it. */
export const permissionsOf: Record<Role, readonly Permission[]> = { viewer, agent, admin }

/** A token with scopes may do what both its scopes and its user's role allow, now. */
export const may = (actor: Actor, permission: Permission): boolean =>
  actor.roles.some((role) => permissionsOf[role].includes(permission)) &&
  (!actor.scopes || actor.scopes.includes(permission))

const roles: Record<Role, string> = {
  admin: 'Runs the organisation: people, tokens, and mail that failed.',
  agent: 'Answers tickets.',
  viewer: 'Reads tickets and changes nothing.',
}

const permissions: Record<Permission, string> = {
  'ticket.see': 'See tickets, their messages and the people of the organisation.',
  'ticket.create': 'Open a ticket by hand.',
  'ticket.update': 'Change status, priority and assignee of a ticket; merge and split tickets; approve senders.',
  'ticket.reply': 'Answer a ticket, write notes and drafts, and keep a signature and macros.',
  'mail.source': 'See the raw source of a mail and why it was treated so.',
  'sender.block': 'Block senders, whose mail then goes to spam, and let them write again.',
  'ops.see':
    'See failed mails, the mail balance and how mailboxes do, used Message-IDs, the outbox and what replays found.',
  'ops.retry':
    'Try failed mails and jobs again, check and mend the mail balance, and deal with Message-IDs that were used twice.',
  'ops.replay': 'Read kept mail again by today’s rules, and have what changed written.',
  'mailbox.manage': 'Connect mailboxes to their providers, pause them, and set what they do by themselves.',
  'people.manage': 'Invite people, change their role, and switch them off.',
  'token.manage': 'See and revoke the API tokens of everybody.',
  'audit.see': 'Read who signed in and who changed what about access.',
  'settings.manage': 'See and change how mail is put on tickets, and the macros that are everybody’s.',
}

export const allPermissions = Object.keys(permissions) as [Permission, ...Permission[]]

/** The permission page: each role with all that it may do, in words. */
export const rolesInWords = () =>
  (Object.keys(roles) as Role[]).map((role) => ({
    role,
    says: roles[role],
    permissions: permissionsOf[role].map((permission) => ({ permission, says: permissions[permission] })),
  }))
