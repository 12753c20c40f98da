import type { MailboxTurn } from '@docket/api'
import { useQuery } from '@tanstack/react-query'
import { cx } from '../kit/class-names.ts'
import { Loaded } from '../kit/loaded.tsx'
import { When } from '../kit/time.tsx'
import { historyQuery } from './queries.ts'
import { turnDetail, turnWords } from './words.ts'

/** When it was connected, broke and healed, and who did what to it. */
export function MailboxHistory({ mailboxId }: { mailboxId: string }) {
  const asked = useQuery(historyQuery(mailboxId))
  return (
    <section aria-label="History" className="flex flex-col gap-2">
      <h2 className="font-semibold text-md">History</h2>
      <Loaded asked={asked} waiting="Loading the history" wrong="The history could not be read">
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-ink-2 text-sm">Nothing has happened to it yet.</p>
          ) : (
            <ol className="flex flex-col border-t">
              {items.map((turn) => (
                <Turn key={turn.id} turn={turn} />
              ))}
            </ol>
          )
        }
      </Loaded>
    </section>
  )
}

function Turn({ turn }: { turn: MailboxTurn }) {
  const isTrouble = turn.what === 'refused' || turn.what === 'tripped'
  const detail = turnDetail(turn)
  return (
    <li className="flex items-baseline gap-3 border-b py-2 text-sm">
      <p className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        <span className={cx('font-medium', isTrouble && 'text-danger')}>{turnWords[turn.what]}</span>
        {turn.by ? ` by ${turn.by}` : ''}
        {detail ? <span className="text-ink-2">: {detail}</span> : null}
      </p>
      <When at={turn.at} long className="shrink-0 text-ink-3 text-xs" />
    </li>
  )
}
