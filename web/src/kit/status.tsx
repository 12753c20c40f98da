import type { TicketStatus as Status } from '@docket/api'

const shapes: Record<Status, React.ReactNode> = {
  new: <circle cx="8" cy="8" r="5.75" />,
  open: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M8 4.25a3.75 3.75 0 0 1 0 7.5z" fill="currentColor" stroke="none" />
    </>
  ),
  pending: (
    <>
      <circle cx="8" cy="8" r="5.75" strokeDasharray="2.4 1.6" />
      <path d="M8 8V4.25A3.75 3.75 0 0 1 11.75 8z" fill="currentColor" stroke="none" />
    </>
  ),
  resolved: <circle cx="8" cy="8" r="6.5" fill="currentColor" stroke="none" />,
  closed: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="m5.6 8.2 1.7 1.7 3.2-3.6" />
    </>
  ),
  spam: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="m4 12 8-8" />
    </>
  ),
}

/** Status by shape and by colour, so that neither is needed alone. */
export function StatusGlyph({ status, size = 16 }: { status: Status; size?: number }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      className="shrink-0"
      style={{ color: `var(--status-${status})` }}
      role="img"
      aria-label={status}
    >
      {shapes[status]}
    </svg>
  )
}
