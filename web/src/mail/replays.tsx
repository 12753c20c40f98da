import type { ReplayRun } from '@docket/api'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { ArrowLeft, History, Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { hooks, nextPage } from '../api.ts'
import { useMe } from '../auth/me.ts'
import { Badge } from '../kit/badge.tsx'
import { Button, IconButton } from '../kit/button.tsx'
import { cx } from '../kit/class-names.ts'
import { Loaded } from '../kit/loaded.tsx'
import { Notice } from '../kit/notice.tsx'
import { PaneHead } from '../shell/pane-head.tsx'
import { BeginReplay } from './begin-replay.tsx'
import { OneReplay, ReplayRow, StateBadge } from './replay-run.tsx'
import { kindWords, rangeInWords } from './replay-words.ts'

/** As often as a person looks up. */
const refreshMs = 1500
const calmMs = 5000

/** Passes over kept mail by today's rules: what each would change, or has changed. */
export function Replays() {
  const { run } = useSearch({ from: '/frame/ops/replays' })
  const { permissions } = useMe()
  const navigate = useNavigate()
  const [begins, setBegins] = useState(false)
  useEffect(() => {
    document.title = 'Replays · Docket'
  }, [])
  const may = permissions.includes('ops.replay')
  return (
    <div className="flex h-full">
      <section
        aria-label="Replays"
        className={cx(
          'h-full min-w-0 flex-col min-[900px]:border-r',
          run ? 'hidden w-104 shrink-0 min-[900px]:flex' : 'flex flex-1',
        )}
      >
        <PaneHead title="Replays">
          {may ? (
            <Button onClick={() => setBegins(true)}>
              <Plus /> Dry run
            </Button>
          ) : null}
        </PaneHead>
        <List openId={run} />
      </section>
      {run ? (
        <div className="slide-over h-full min-w-0 flex-1 overflow-y-auto">
          <Reading key={run} id={run} />
        </div>
      ) : null}
      {begins ? (
        <BeginReplay
          onClose={() => setBegins(false)}
          onBegun={({ id }) => {
            setBegins(false)
            void navigate({ to: '/ops/replays', search: { run: id } })
          }}
        />
      ) : null}
    </div>
  )
}

function List({ openId }: { openId: string | undefined }) {
  const list = hooks.useInfiniteQuery(
    'get',
    '/ops/replays',
    {},
    {
      ...nextPage,
      refetchInterval: ({ state }) =>
        // One may also begin by itself, after an upgrade.
        state.data?.pages.some(({ items }) => items.some(isUnderWay)) ? refreshMs : calmMs,
    },
  )
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <Loaded asked={list} waiting="Loading replays" wrong="The list could not be read" lines={6}>
        {({ pages }) => <Rows runs={pages.flatMap(({ items }) => items)} openId={openId} />}
      </Loaded>
      {list.hasNextPage ? (
        <div className="p-3 text-center">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        </div>
      ) : null}
    </div>
  )
}

const isUnderWay = ({ state }: ReplayRun): boolean => state === 'running'

function Rows({ runs, openId }: { runs: ReplayRun[]; openId: string | undefined }) {
  if (runs.length === 0)
    return (
      <Notice title="No mail was read again yet" icon={<History />}>
        Docket keeps every mail as it came. A dry run reads them again and says what it would decide otherwise today; it
        changes nothing. After an upgrade that reads mail better, Docket does this by itself.
      </Notice>
    )
  return (
    <ul aria-label="Replays">
      {runs.map((run) => (
        <li key={run.id}>
          <Link
            to="/ops/replays"
            search={{ run: run.id }}
            aria-current={run.id === openId ? 'true' : undefined}
            className={cx(
              'flex flex-col gap-0.5 border-b px-4 py-2.5 text-sm -outline-offset-2!',
              run.id === openId ? 'bg-selected' : 'hover:bg-hover',
            )}
          >
            <ReplayRow run={run} />
          </Link>
        </li>
      ))}
    </ul>
  )
}

function Reading({ id }: { id: string }) {
  const navigate = useNavigate()
  const asked = hooks.useQuery(
    'get',
    '/ops/replays/{id}',
    { params: { path: { id } } },
    { refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? refreshMs : false) },
  )
  return (
    <Loaded isPage asked={asked} waiting="Loading the replay" wrong="The replay could not be read" lines={9}>
      {(run) => (
        <article aria-label="One replay" className="flex max-w-[64rem] flex-col gap-4 p-4">
          <header className="flex items-start gap-2">
            <IconButton
              label="Back to the list"
              onClick={() => void navigate({ to: '/ops/replays', search: {} })}
              className="min-[900px]:hidden"
            >
              <ArrowLeft />
            </IconButton>
            <h1 className="flex min-h-7 min-w-0 flex-1 flex-wrap items-center gap-x-2 gap-y-1 font-semibold text-md [overflow-wrap:anywhere] max-[899px]:min-h-9">
              {rangeInWords(run)} <Badge>{kindWords[run.kind]}</Badge> <StateBadge state={run.state} />
            </h1>
          </header>
          <OneReplay run={run} />
        </article>
      )}
    </Loaded>
  )
}
