import { activeAmong, usersById } from '../auth/index.ts'
import { defineJob } from '../platform/jobs.ts'
import type { Tx } from '../platform/work.ts'
import {
  type Arrival,
  arrivalOf,
  assignmentOf,
  messageReceived,
  noteAdded,
  noteOf,
  ticketChanged,
  ticketOpened,
} from '../tickets/index.ts'
import { gather, type Told } from './gathering.ts'
import { followersOf, wishesOf } from './wishing.ts'

/** Who is told by mail of what happened. History makes none of these events, so nobody is told of it. */

export const noticeAssignment = defineJob({
  name: 'notify.assigned',
  input: ticketChanged.data,
  concerns: ({ assignee }) => Boolean(assignee?.[1]),
  run: ({ unit }, { ticketId }) => unit((tx) => tellAssignee(tx, ticketId)),
})

/** Those who follow the mailbox, and whoever was given the ticket with its opening. */
export const noticeOpening = defineJob({
  name: 'notify.opened',
  input: ticketOpened.data,
  run: ({ unit }, { ticketId }) =>
    unit(async (tx) => {
      await tellAssignee(tx, ticketId)
      const arrival = await arrivalOf(tx, { ticketId })
      if (!arrival?.mailboxId || isSilent(arrival)) return
      const about = { ticketId, kind: 'opened', about: ticketId, ...byCustomer(arrival) } as const
      await tell(tx, { ...about, actorUserId: arrival.openedBy }, await followersOf(tx, arrival.mailboxId), arrival)
    }),
})

export const noticeAnswer = defineJob({
  name: 'notify.answered',
  input: messageReceived.data,
  run: ({ unit }, { ticketId, messageId }) =>
    unit(async (tx) => {
      const arrival = await arrivalOf(tx, { ticketId, messageId })
      if (!arrival?.assigneeUserId || arrival.opens || isSilent(arrival)) return
      const about = { ticketId, kind: 'answered', about: messageId, ...byCustomer(arrival) } as const
      await tell(tx, about, [arrival.assigneeUserId], arrival)
    }),
})

export const noticeMentions = defineJob({
  name: 'notify.mentioned',
  input: noteAdded.data,
  concerns: ({ mentions = [] }) => mentions.length > 0,
  run: ({ unit }, { ticketId, messageId, mentions = [] }) =>
    unit(async (tx) => {
      const note = await noteOf(tx, messageId)
      if (!note) return
      const { at, authorUserId: actorUserId } = note
      await tell(tx, { ticketId, kind: 'mentioned', about: messageId, messageId, actorUserId, at }, mentions)
    }),
})

async function tellAssignee(tx: Tx, ticketId: string): Promise<void> {
  const it = await assignmentOf(tx, ticketId)
  if (!it) return
  const { about, actorUserId, at, userId } = it
  await tell(tx, { ticketId, kind: 'assigned', about, messageId: null, actorUserId, at }, [userId])
}

const byCustomer = ({ messageId, at }: Arrival) => ({ messageId, at, actorUserId: null })

/**
 * Nobody is told of what answers by itself, came back or is spam: two machines that tell each other of each other would never end. In
 * shadow the customer is served elsewhere.
 */
const isSilent = ({ verdict, status, inShadow }: Arrival): boolean =>
  inShadow ||
  status === 'spam' ||
  Boolean(verdict && (verdict.loop || verdict.vacation || verdict.bounce || verdict.spam))

const dayMs = 24 * 3600_000

/** All of these but who did it, who wrote it, who works here no more and who does not want to know. */
async function tell(tx: Tx, it: Told, userIds: readonly string[], { from }: { from?: string } = {}): Promise<void> {
  // Work that lay for a day is told to nobody: a morning of old mails says nothing.
  if (userIds.length === 0 || it.at.getTime() < tx.now.getTime() - dayMs) return
  const here = await activeAmong(tx, userIds)
  const people = await usersById(tx, [...here])
  const wishes = await wishesOf(tx, [...here])
  const sender = from?.trim().toLowerCase()
  for (const id of [...here].sort()) {
    const isOwn = id === it.actorUserId || people.get(id)?.email.trim().toLowerCase() === sender
    if (!isOwn && wishes.get(id)?.[it.kind]) await gather(tx, id, it)
  }
}
