import { passwordChanged, resetIssued, secondFactorChanged, userInvited } from '../auth/index.ts'
import {
  acknowledge,
  checkSenders,
  connectionChanged,
  endAccess,
  fileSent,
  hearStaffAnswer,
  resumeConnected,
  runBalance,
  searchCollisions,
} from '../mail/index.ts'
import {
  mailInvitation,
  mailPasswordChanged,
  mailReset,
  mailSecondFactorChanged,
  noticeAnswer,
  noticeAssignment,
  noticeMentions,
  noticeOpening,
  sendNotice,
  sendSystemMail,
} from '../notify/index.ts'
import { after } from '../platform/events.ts'
import type { Job } from '../platform/work.ts'
import { messageReceived, noteAdded, ticketChanged, ticketOpened } from '../tickets/index.ts'

/** What follows from what. The whole product's chain of consequences, on one page. */
export const reactions = [
  after(connectionChanged, resumeConnected),
  after(ticketOpened, noticeOpening),
  after(ticketChanged, noticeAssignment),
  after(messageReceived, noticeAnswer),
  after(noteAdded, noticeMentions),
  after(userInvited, mailInvitation),
  after(resetIssued, mailReset),
  after(passwordChanged, mailPasswordChanged),
  after(secondFactorChanged, mailSecondFactorChanged),
]

/** Jobs that follow no event: ordered by other jobs, or for a batch of what has happened. */
const ordered = [
  ...[fileSent, sendSystemMail, sendNotice, hearStaffAnswer],
  ...[checkSenders, acknowledge, searchCollisions, endAccess, runBalance],
]

/** Every kind of job there is: those above, and those that are only ordered by name. */
export const jobs: readonly Job<never>[] = [
  ...new Set([...reactions.flatMap(({ jobs }) => jobs), ...ordered]),
] as Job<never>[]
