export const Mark = ({ size = 20 }: { size?: number }) => (
  <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden className="shrink-0">
    <rect x="1" y="1" width="22" height="22" rx="6" fill="var(--accent)" />
    <path d="M7 8.5h10M7 12h10M7 15.5h5" stroke="var(--on-accent)" strokeWidth="1.8" strokeLinecap="round" />
  </svg>
)
