export type Status = 'new' | 'open' | 'pending' | 'resolved' | 'closed' | 'spam'
export type Priority = 'low' | 'normal' | 'high' | 'urgent'
export type Page<T> = { items: T[]; next_cursor: string | null }
export type Address = { name: string; address: string }
export type User = { id: string; email: string; name: string; role: string }

export type Me = {
  user: User
  org: { id: string; name: string; slug: string; is_demo: boolean }
  permissions: string[]
  support_addresses: string[]
  smtp_port: number
}

export type TicketRow = {
  id: string
  number: number
  subject: string
  status: Status
  priority: Priority
  requester: { id: string; name: string; email: string }
  assignee: { id: string; name: string } | null
  preview: string
  unread: boolean
  message_count: number
  has_draft: boolean
  active_at: string
  created_at: string
  updated_at: string
  version: number
}

export type Attachment = { id: string; filename: string; content_type: string; size: number; inline: boolean }
export type Verdict = { auto_generated: boolean; vacation: boolean; bounce: boolean; list: boolean; reasons: string[] }
export type Stitch = { reason: string; confidence: string; evidence?: unknown }
export type DeliveryStatus = 'queued' | 'sending' | 'sent' | 'failed' | 'unsure'

export type Delivery = {
  status: DeliveryStatus
  error: string | null
  attempts: number
  sent_at: string | null
  via: 'smtp' | 'outbox' | null
}

export type MessageView = {
  id: string
  direction: 'in' | 'out' | 'note'
  author: { kind: 'contact' | 'user'; name: string; email: string }
  at: string
  subject: string
  to: Address[]
  cc: Address[]
  text: string
  reply_text: string
  quoted_text: string
  has_html: boolean
  has_source: boolean
  held: boolean
  attachments: Attachment[]
  verdict: Verdict | null
  stitch: Stitch | null
  problems: string[]
  delivery: Delivery | null
}

export type TicketEvent = {
  id: string
  type: string
  at: string
  actor: { kind: string; name: string }
  data: Record<string, unknown>
}

export type DraftKind = 'reply' | 'note'
export type Draft = { kind: DraftKind; body: string; updated_at: string }

export type TicketView = TicketRow & {
  mailbox: { id: string; address: string } | null
  can: { update: boolean; reply: boolean; note: boolean }
  messages: MessageView[]
  events: TicketEvent[]
  drafts: Draft[]
}

export type TicketCounts = Record<Status | 'mine' | 'unassigned', number>

export type TicketPatch = {
  status?: Status
  priority?: Priority
  assignee_user_id?: string | null
  unread?: boolean
}

export type Stage = { stage: string; at: string; error?: string | null }

export type MessageSource = {
  raw_text: string
  size: number
  sha256: string
  occurrences: {
    mailbox: string
    envelope_from: string | null
    envelope_to: string | null
    received_at: string
    stages: Stage[]
  }[]
  verdict: Verdict | null
  recipient: unknown
  stitch: Stitch | null
  problems: string[]
}

export type FailedMail = {
  id: string
  received_at: string
  mailbox: string
  envelope_from: string | null
  envelope_to: string | null
  size: number
  attempts: number
  error: string | null
}

export type OutgoingMail = {
  id: string
  queued_at: string
  status: DeliveryStatus
  via: 'smtp' | 'outbox' | null
  to: string[]
  subject: string
  ticket_id: string | null
  ticket_number: number | null
  error: string | null
}

export type WithRaw<T> = T & { raw_text: string }
