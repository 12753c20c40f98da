import { z } from 'zod'
import { defineEvent } from '../platform/events.ts'

/** Somebody was invited, or the invitation was issued anew. */
export const userInvited = defineEvent('user.invited', z.object({ invitationId: z.string(), issue: z.number() }))
/** Somebody forgot the password, and a link to set a new one exists. */
export const resetIssued = defineEvent('reset.issued', z.object({ resetId: z.string() }))
export const passwordChanged = defineEvent('password.changed', z.object({ userId: z.string(), changeId: z.string() }))
export const secondFactorChanged = defineEvent(
  'second-factor.changed',
  z.object({ userId: z.string(), changeId: z.string(), on: z.boolean() }),
)
/** Whoever is connected as this user is asked again who they are. */
export const accessChanged = defineEvent('access.changed', z.object({ userId: z.string() }))
