import type { ReactNode } from 'react'

/** One question about a mail, and its answer. */
export const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section aria-label={title} className="flex flex-col gap-2.5">
    <h2 className="font-semibold text-md">{title}</h2>
    {children}
  </section>
)

/** Names and values, one under the other. */
export const Facts = ({ facts }: { facts: [name: string, value: ReactNode][] }) => (
  <dl className="grid grid-cols-[minmax(6rem,10rem)_1fr] gap-x-3 gap-y-1 text-sm">
    {facts.map(([name, value]) =>
      value === null || value === undefined || value === '' ? null : (
        <div key={name} className="contents">
          <dt className="text-ink-3 [overflow-wrap:anywhere]">{name}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ),
    )}
  </dl>
)
