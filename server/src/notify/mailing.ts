import { z } from 'zod'
import { defineJob } from '../platform/jobs.ts'
import { queueSystemMail } from './systemMail.ts'

/** The mails that follow from what happened to somebody's access. Each event is one mail, however often its job runs. */
export const mailInvitation = defineJob({
  name: 'notify.invitation',
  input: z.object({ invitationId: z.string(), issue: z.number() }),
  run: ({ unit, store }, { invitationId, issue }) =>
    unit((tx) => queueSystemMail(tx, store, 'invitation', `${invitationId} ${issue}`)),
})

export const mailReset = defineJob({
  name: 'notify.reset',
  input: z.object({ resetId: z.string() }),
  run: ({ unit, store }, { resetId }) => unit((tx) => queueSystemMail(tx, store, 'password-reset', resetId)),
})

export const mailPasswordChanged = defineJob({
  name: 'notify.password',
  input: z.object({ userId: z.string(), changeId: z.string() }),
  run: ({ unit, store }, { userId, changeId }) =>
    unit((tx) => queueSystemMail(tx, store, 'password-changed', `${userId} ${changeId}`)),
})

export const mailSecondFactorChanged = defineJob({
  name: 'notify.second-factor',
  input: z.object({ userId: z.string(), changeId: z.string(), on: z.boolean() }),
  run: ({ unit, store }, { userId, changeId, on }) =>
    unit((tx) => queueSystemMail(tx, store, on ? 'second-factor-on' : 'second-factor-off', `${userId} ${changeId}`)),
})
