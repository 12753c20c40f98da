import type { Actor, Permission, Role } from '../platform/work.ts'

const viewer: Permission[] = ['ticket.see', 'mail.source']
const agent: Permission[] = [...viewer, 'ticket.create', 'ticket.update', 'ticket.reply', 'ops.see']
const admin: Permission[] = [...agent, 'ops.retry']

/** What each role may do; the whole of it. */
export const permissionsOf: Record<Role, readonly Permission[]> = { viewer, agent, admin }

export const may = (actor: Actor, permission: Permission): boolean =>
  actor.roles.some((role) => permissionsOf[role].includes(permission))
