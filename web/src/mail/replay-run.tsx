import type { ReplayRun, ReplayRunView } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Pause, Play, X } from 'lucide-react'
import { useState } from 'react'
import { hooks, sentenceOf } from '../api.ts'
import { useMe } from '../auth/me.ts'
import { Badge } from '../kit/badge.tsx'
import { Button } from '../kit/button.tsx'
import { Confirm } from '../kit/confirm.tsx'
import { When } from '../kit/time.tsx'
import { toast } from '../kit/toast.tsx'
import { Groups } from './replay-groups.tsx'
import { isProposal, kindWords, rangeInWords, stateWords } from './replay-words.ts'

/** One replay: how far it is, what it found, and what may be done with it. */
export function OneReplay({ run }: { run: ReplayRunView }) {
  const isDry = run.kind === 'look'
  return (
    <>
      <p className="text-ink-2 text-sm">
        Begun by {run.started_by}, <When at={run.created_at} long />
        {run.ended_at ? (
          <>
            {'; '}
            {run.state === 'done' ? 'done' : 'ended'} <When at={run.ended_at} long />
          </>
        ) : null}
        .
      </p>
      <Progress run={run} />
      {run.error ? <p className="text-danger text-sm [overflow-wrap:anywhere]">{run.error}</p> : null}
      <Counts run={run} />
      <Deeds run={run} />
      {run.changes.length > 0 ? (
        <Groups groups={run.changes} isDry={isDry} />
      ) : run.state === 'done' ? (
        <p className="border-y py-4 text-ink-2 text-sm">
          {run.mails.read === 0 ? 'No mail answers this.' : 'Today’s rules decide everything as it stands.'}
        </p>
      ) : null}
    </>
  )
}

function Progress({ run: { mails, state } }: { run: ReplayRun }) {
  if (state === 'done' || state === 'cancelled') return null
  const all = Math.max(mails.all, mails.read)
  return (
    <div className="flex items-center gap-3">
      <progress
        aria-label="How far it is"
        max={Math.max(all, 1)}
        value={mails.read}
        className="h-1.5 min-w-0 flex-1 appearance-none overflow-hidden rounded-full border-0 bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
      />
      <span className="tnum shrink-0 text-ink-2 text-sm">
        {mails.read.toLocaleString()} of {all.toLocaleString()}
      </span>
    </div>
  )
}

function Counts({ run: { mails, kind } }: { run: ReplayRun }) {
  const counts = [
    ['Read again', mails.read],
    ['As they stand', mails.same],
    [kind === 'look' ? 'Would be otherwise' : 'Decided otherwise', mails.changed],
    ['Cannot be read', mails.failed],
    ['Failed before, can be read', mails.recovered],
  ] as const
  return (
    <dl className="flex flex-wrap gap-x-7 gap-y-2">
      {counts.map(([name, n], at) =>
        n > 0 || at < 3 ? (
          <div key={name} className="flex flex-col">
            <dt className="text-ink-3 text-xs">{name}</dt>
            <dd className="tnum font-semibold text-lg">{n.toLocaleString()}</dd>
          </div>
        ) : null,
      )}
    </dl>
  )
}

function Deeds({ run }: { run: ReplayRunView }) {
  const { permissions } = useMe()
  const client = useQueryClient()
  const [asks, setAsks] = useState(false)
  const path = { params: { path: { id: run.id } } }
  const onSuccess = async () => {
    await client.invalidateQueries({ queryKey: ['get', '/ops/replays'] })
    await client.invalidateQueries({ queryKey: ['get', '/ops/replays/{id}'] })
  }
  const onError = (error: unknown) => void toast.wrong('The replay stays as it is', sentenceOf(error))
  const pause = hooks.useMutation('post', '/ops/replays/{id}/pause', { onSuccess, onError })
  const resume = hooks.useMutation('post', '/ops/replays/{id}/resume', { onSuccess, onError })
  const cancel = hooks.useMutation('post', '/ops/replays/{id}/cancel', { onSuccess, onError })
  if (!permissions.includes('ops.replay')) return null
  const { state, kind, mails } = run
  const isOver = state === 'done' || state === 'cancelled'
  const finds = mails.recovered > 0 || run.changes.some((group) => !isProposal(group))
  if (isOver && !(kind === 'look' && finds)) return null
  return (
    <div className="flex flex-wrap gap-2">
      {state === 'running' ? (
        <Button busy={pause.isPending} onClick={() => pause.mutate(path)}>
          <Pause /> Pause
        </Button>
      ) : null}
      {state === 'paused' || state === 'failed' ? (
        <Button look="primary" busy={resume.isPending} onClick={() => resume.mutate(path)}>
          <Play /> Go on
        </Button>
      ) : null}
      {isOver ? (
        <Button look="primary" onClick={() => setAsks(true)}>
          Write this…
        </Button>
      ) : (
        <Button look="danger" busy={cancel.isPending} onClick={() => cancel.mutate(path)}>
          <X /> Cancel
        </Button>
      )}
      {asks ? <Apply run={run} onClose={() => setAsks(false)} /> : null}
    </div>
  )
}

function Apply({ run, onClose }: { run: ReplayRun; onClose: () => void }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const apply = hooks.useMutation('post', '/ops/replays/{id}/apply', {
    onSuccess: async ({ id }) => {
      onClose()
      await navigate({ to: '/ops/replays', search: { run: id } })
      await client.invalidateQueries({ queryKey: ['get', '/ops/replays'] })
    },
  })
  return (
    <Confirm
      open
      onClose={onClose}
      title="Write what the dry run found?"
      deed="Write it"
      busy={apply.isPending}
      wrong={apply.error ? sentenceOf(apply.error) : undefined}
      onSubmit={() => apply.mutate({ params: { path: { id: run.id } } })}
    >
      <p>
        The same mails are read once more and their messages become what today’s rules make of them: text, verdict,
        sender, attachments, what search finds. What they say now is not kept beside it; the mails themselves never
        change.
      </p>
      <p>
        Nothing is sent: no answer, notice or webhook, and no ticket changes its status or becomes unread. No message
        moves to another ticket.
      </p>
      {run.mails.recovered > 0 ? (
        <p>Mails that had failed and can be read now come into the inbox, open and unread.</p>
      ) : null}
    </Confirm>
  )
}

const tones = { running: 'note', paused: 'note', failed: 'danger', done: 'good', cancelled: 'quiet' } as const

export const StateBadge = ({ state }: Pick<ReplayRun, 'state'>) => (
  <Badge tone={tones[state]}>{stateWords[state]}</Badge>
)

/** A replay in two lines. */
export function ReplayRow({ run }: { run: ReplayRun }) {
  const { kind, state, mails, created_at } = run
  return (
    <>
      <span className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">{rangeInWords(run)}</span>
        <When at={created_at} className="shrink-0 text-ink-3 text-xs" />
      </span>
      <span className="flex items-center gap-2">
        <span className="tnum min-w-0 flex-1 truncate text-ink-2">
          {kindWords[kind]}: {mails.read.toLocaleString()} read, {(mails.changed + mails.recovered).toLocaleString()}{' '}
          otherwise
        </span>
        <StateBadge state={state} />
      </span>
    </>
  )
}
