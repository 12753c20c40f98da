import type { TicketPriority as Priority } from '@docket/api'

const heights: Record<Priority, number> = { low: 1, normal: 2, high: 3, urgent: 3 }

/** Priority by bars; urgent is a filled square, so that it is found without counting. */
export function PriorityBars({ priority }: { priority: Priority }) {
  if (priority === 'urgent') {
    return (
      <svg viewBox="0 0 16 16" width={16} height={16} role="img" aria-label="urgent" className="shrink-0 text-danger">
        <rect x="2" y="2" width="12" height="12" rx="3" fill="currentColor" />
        <path d="M8 5v3.6" stroke="var(--surface)" strokeWidth="1.8" strokeLinecap="round" />
        <circle cx="8" cy="11.2" r="1" fill="var(--surface)" />
      </svg>
    )
  }
  return (
    <svg viewBox="0 0 16 16" width={16} height={16} role="img" aria-label={priority} className="shrink-0 text-ink-2">
      {[0, 1, 2].map((bar) => (
        <rect
          key={bar}
          x={2.5 + bar * 4}
          y={9 - bar * 3}
          width="3"
          height={4 + bar * 3}
          rx="1"
          fill="currentColor"
          opacity={bar < heights[priority] ? 1 : 0.25}
        />
      ))}
    </svg>
  )
}
