import type { TicketPriority as Priority, TicketStatus as Status, TicketCounts } from '@docket/api'

export const statuses: Status[] = ['new', 'open', 'pending', 'resolved', 'closed', 'spam']
export const priorities: Priority[] = ['urgent', 'high', 'normal', 'low']

export const statusWords: Record<Status, string> = {
  new: 'New',
  open: 'Open',
  pending: 'Pending',
  resolved: 'Resolved',
  closed: 'Closed',
  spam: 'Spam',
}

export const priorityWords: Record<Priority, string> = { urgent: 'Urgent', high: 'High', normal: 'Normal', low: 'Low' }

/** What the address bar says about the list. No status means the inbox: all that still wants something. */
export type TicketFilter = { status?: string; assignee?: string; q?: string }

const inboxStatuses = 'new,open,pending'

/** A search without a status looks everywhere; the inbox alone would hide the answer. */
export const statusAsked = ({ status, q }: TicketFilter): string | undefined =>
  status === 'all' ? undefined : (status ?? (q ? undefined : inboxStatuses))

export const inboxCount = (counts: TicketCounts): number => counts.new + counts.open + counts.pending

/** The list's name, as the rail says it. */
export function titleOf({ status, assignee, q }: TicketFilter): string {
  if (q) return 'Search'
  if (assignee === 'me') return 'My tickets'
  if (assignee === 'none') return 'Unassigned'
  if (status === 'all') return 'All tickets'
  if (status && status in statusWords) return statusWords[status as Status]
  return 'Inbox'
}

export function bytesInWords(size: number): string {
  if (size < 1000) return `${size} B`
  if (size < 1_000_000) return `${Math.round(size / 1000)} kB`
  return `${(size / 1_000_000).toFixed(1)} MB`
}
