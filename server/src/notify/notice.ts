import type { AnswerDoes } from '../mail/index.ts'
import type { Tx } from '../platform/work.ts'

/** Why somebody is told. */
export const kinds = ['assigned', 'mentioned', 'opened', 'answered'] as const
export type Kind = (typeof kinds)[number]

export type NoticeStatus = 'gathering' | 'queued' | 'sending' | 'sent' | 'failed' | 'withheld'

export type Notice = {
  id: string
  user_id: string
  ticket_id: string | null
  status: NoticeStatus
  leaves_at: Date
  attempts: number
  says: string | null
  created_at: Date
  let_out_at: Date | null
  sent_at: Date | null
}
export type Cause = {
  id: string
  notice_id: string
  user_id: string
  kind: Kind
  about: string
  message_id: string | null
  actor_user_id: string | null
  at: Date
}
type Wish = { user_id: string; answer_does: AnswerDoes; changed_at: Date } & Record<Kind, boolean>

/** The tables of notifications. */
export const tables = (tx: Tx) =>
  tx.db.withTables<{
    notice: Notice
    notice_cause: Cause
    notice_wish: Wish
    mailbox_follow: { user_id: string; mailbox_id: string }
    notice_setting: { quotes: boolean; changed_at: Date }
  }>()
