import type { MailboxSync } from '@docket/api'
import { Link } from '@tanstack/react-router'
import { Badge } from '../kit/badge.tsx'
import { When } from '../kit/time.tsx'
import { None, Row, Rows } from '../settings/part.tsx'
import { mails } from './balance-words.ts'

type State = NonNullable<MailboxSync['state']>

const words: Record<State, { says: string; tone: 'quiet' | 'note' | 'danger' | 'good' }> = {
  unconfirmed: { says: 'Waits for a look', tone: 'note' },
  new: { says: 'Not brought yet', tone: 'quiet' },
  live: { says: 'Live', tone: 'good' },
  backfilling: { says: 'Bringing older mail', tone: 'quiet' },
  failing: { says: 'Failing, tries again', tone: 'note' },
  paused: { says: 'Paused', tone: 'note' },
  tripped: { says: 'Rests after failures', tone: 'danger' },
  refused: { says: 'Refused: wants a person', tone: 'danger' },
}

/** Each mailbox in a line: what it is to its provider, what waits, what is wrong. */
export function MailboxStates({ mailboxes }: { mailboxes: MailboxSync[] }) {
  if (mailboxes.length === 0) return <None>There is no mailbox yet.</None>
  return (
    <Rows label="Mailboxes">
      {mailboxes.map((one) => (
        <Row
          key={one.id}
          title={
            <>
              <Link to="/mailboxes/$mailboxId" params={{ mailboxId: one.id }} className="hover:underline">
                {one.address}
              </Link>
              {one.state ? (
                <Badge tone={words[one.state].tone}>{words[one.state].says}</Badge>
              ) : (
                <Badge>Not fetched: delivered here</Badge>
              )}
              {one.off > 0 ? <Badge tone="danger">Off by {mails(one.off)}</Badge> : null}
            </>
          }
          says={<Says one={one} />}
        >
          <Link to="/ops/balance" search={{}} className="text-accent text-sm hover:underline">
            Balance
          </Link>
        </Row>
      ))}
    </Rows>
  )
}

function Says({
  one: { kind, last_success_at, last_error, backfill, waiting, failed, newest_at },
}: {
  one: MailboxSync
}) {
  return (
    <>
      {kind === null ? null : last_success_at ? (
        <>
          in step <When at={last_success_at} long />,{' '}
        </>
      ) : (
        'never in step yet, '
      )}
      {newest_at ? (
        <>
          last mail <When at={newest_at} long />
        </>
      ) : (
        'no mail yet'
      )}
      {backfill
        ? `, ${backfill.done.toLocaleString()}${backfill.total === null ? '' : ` of ${backfill.total.toLocaleString()}`} older mails brought`
        : null}
      {waiting > 0 ? `, ${mails(waiting)} waiting` : null}
      {failed > 0 ? (
        <>
          ,{' '}
          <Link to="/ops/failed-mails" search={{}} className="text-danger underline underline-offset-2">
            {failed.toLocaleString()} failed
          </Link>
        </>
      ) : null}
      {last_error ? <span className="block text-danger">{last_error}</span> : null}
    </>
  )
}
