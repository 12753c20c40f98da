import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { hooks } from '../api.ts'
import { Loaded } from '../kit/loaded.tsx'
import { None } from '../settings/part.tsx'
import { PaneHead } from '../shell/pane-head.tsx'
import { DeadLetters } from './dead-letters.tsx'
import { Figures, redOf } from './figures.tsx'
import { MailboxStates } from './mailbox-states.tsx'
import { OpsLinks } from './ops-links.tsx'
import { SlowTable } from './slow-table.tsx'

/** What is shown stays as fresh as this. */
const refetchInterval = 10_000

/** How it goes: what wants a person, what waits, how each mailbox does, what was given up, what is slow. */
export function Operations() {
  const alerts = hooks.useQuery('get', '/ops/alerts', {}, { refetchInterval })
  const overview = hooks.useQuery('get', '/ops/metrics/overview', {}, { refetchInterval })
  const sync = hooks.useQuery('get', '/ops/mailboxes/sync', {}, { refetchInterval })
  useEffect(() => {
    document.title = 'Operations · Docket'
  }, [])
  return (
    <section aria-label="Operations" className="flex h-full flex-col">
      <PaneHead title="Operations" />
      <OpsLinks here="/ops" />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="flex max-w-5xl flex-col gap-6 p-4">
          <Block title="Wants a person">
            <Loaded asked={alerts} waiting="Loading the alerts" wrong="The alerts could not be read" lines={2}>
              {({ items }) => {
                const open = items.filter(({ closed_at }) => closed_at === null)
                if (open.length === 0)
                  return overview.data && redOf(overview.data) > 0 ? (
                    <None>No alarm is raised. What is red below waits for somebody who looks at it.</None>
                  ) : (
                    <None>Nothing: all conditions that are watched are well.</None>
                  )
                return (
                  <ul aria-label="Alerts" className="border-t">
                    {open.map(({ condition, says, todo, page }) => (
                      <li key={`${condition} ${says}`} className="border-b py-2 text-sm">
                        <p className="font-medium text-danger [overflow-wrap:anywhere]">{says}</p>
                        <p className="text-ink-2 text-pretty">
                          {todo}{' '}
                          {page === '/' ? null : (
                            <Link to={page} className="text-accent underline underline-offset-2">
                              Look there
                            </Link>
                          )}
                        </p>
                      </li>
                    ))}
                  </ul>
                )
              }}
            </Loaded>
          </Block>
          <Block title="Now">
            <Loaded asked={overview} waiting="Loading the figures" wrong="The figures could not be read" lines={3}>
              {(figures) => <Figures figures={figures} />}
            </Loaded>
          </Block>
          <Block title="Mailboxes">
            <Loaded asked={sync} waiting="Loading the mailboxes" wrong="The mailboxes could not be read">
              {({ items }) => <MailboxStates mailboxes={items} />}
            </Loaded>
          </Block>
          <Block title="Jobs that were given up">
            <DeadLetters />
          </Block>
          {overview.data ? (
            <Block title="How long things take">
              <SlowTable slow={overview.data.slow} />
            </Block>
          ) : null}
        </div>
      </div>
    </section>
  )
}

const Block = ({ title, children }: { title: string; children: ReactNode }) => (
  <section aria-label={title} className="flex flex-col gap-1.5">
    <h2 className="font-semibold text-base">{title}</h2>
    {children}
  </section>
)
