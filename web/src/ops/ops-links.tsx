import { Link } from '@tanstack/react-router'

const pages = [
  ['/ops', 'Operations'],
  ['/ops/balance', 'Mail balance'],
  ['/ops/failed-mails', 'Failed mails'],
  ['/ops/collisions', 'Used Message-IDs'],
] as const

/** The pages of those who look after the mail; the one that is open is its title already. */
export const OpsLinks = ({ here }: { here: (typeof pages)[number][0] }) => (
  <nav aria-label="Operations" className="flex shrink-0 flex-wrap gap-x-4 gap-y-1 border-b px-4 py-1.5 text-sm">
    {pages.map(([to, label]) => (
      <Link
        key={to}
        to={to}
        search={{}}
        aria-current={to === here ? 'page' : undefined}
        className={to === here ? 'font-medium' : 'text-accent hover:underline'}
      >
        {label}
      </Link>
    ))}
  </nav>
)
