import type { ReactNode } from 'react'

type Props = { title: string; says?: ReactNode; deed?: ReactNode; children: ReactNode }

/** One matter of the settings: its name, a sentence, what can be done, and how it stands. */
export const Part = ({ title, says, deed, children }: Props) => (
  <section aria-label={title} className="flex flex-col gap-3">
    <header className="flex flex-wrap items-start gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1 basis-60">
        <h2 className="font-semibold text-md">{title}</h2>
        {says ? <p className="max-w-[60ch] text-ink-2 text-sm text-pretty">{says}</p> : null}
      </div>
      {deed}
    </header>
    {children}
  </section>
)

/** Things of one kind, one under the other. */
export const Rows = ({ label, children }: { label: string; children: ReactNode }) => (
  <ul aria-label={label} className="flex flex-col border-t">
    {children}
  </ul>
)

type RowProps = { icon?: ReactNode; title: ReactNode; says?: ReactNode; children?: ReactNode }

export const Row = ({ icon, title, says, children }: RowProps) => (
  <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b py-2.5">
    {icon ? <span className="flex shrink-0 text-ink-3">{icon}</span> : null}
    <div className="min-w-0 flex-1 basis-44">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium text-base [overflow-wrap:anywhere]">
        {title}
      </div>
      {says ? <div className="text-ink-3 text-sm [overflow-wrap:anywhere]">{says}</div> : null}
    </div>
    <div className="flex flex-wrap items-center gap-2">{children}</div>
  </li>
)

export const None = ({ children }: { children: ReactNode }) => (
  <p className="border-y py-4 text-ink-2 text-sm">{children}</p>
)
