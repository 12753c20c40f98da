import type { DeadLetter } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { hooks, nextPage, sentenceOf } from '../api.ts'
import { useMe } from '../auth/me.ts'
import { Button } from '../kit/button.tsx'
import { Loaded } from '../kit/loaded.tsx'
import { When } from '../kit/time.tsx'
import { toast } from '../kit/toast.tsx'
import { None, Row, Rows } from '../settings/part.tsx'

/** Jobs that failed too often, each with its last sentence; done again one by one, or all that are shown. */
export function DeadLetters() {
  const client = useQueryClient()
  const mayDo = useMe().permissions.includes('ops.retry')
  const list = hooks.useInfiniteQuery('get', '/ops/jobs/dlq', {}, nextPage)
  const replay = hooks.useMutation('post', '/ops/jobs/replay', {
    onSuccess: ({ replayed }) =>
      toast.done(
        replayed === 1 ? '1 job is done again' : `${replayed} jobs are done again`,
        'What fails again comes back here.',
      ),
    onError: (error) => toast.wrong('They were not done again', sentenceOf(error)),
    onSettled: () =>
      Promise.all(
        ['/ops/jobs/dlq', '/ops/metrics/overview'].map((path) => client.invalidateQueries({ queryKey: ['get', path] })),
      ),
  })
  const again = (letters: DeadLetter[]) => replay.mutate({ body: { job_ids: letters.map(({ id }) => id) } })
  return (
    <Loaded asked={list} waiting="Loading the jobs" wrong="The jobs could not be read">
      {({ pages }) => {
        const letters = pages.flatMap(({ items }) => items)
        const known = letters.filter((one) => one.known)
        if (letters.length === 0) return <None>None: every job was done, or is still tried.</None>
        return (
          <>
            <Rows label="Jobs that were given up">
              {letters.map((one) => (
                <Row
                  key={one.id}
                  title={<span className="font-mono text-sm">{one.job ?? 'unknown'}</span>}
                  says={
                    <>
                      <span className="block text-danger">{one.says ?? 'No reason was recorded.'}</span>
                      given up <When at={one.failed_at} long />, tried {one.attempts} ×
                      {one.request_id ? (
                        <>
                          , request <span className="font-mono">{one.request_id}</span>
                        </>
                      ) : null}
                    </>
                  }
                >
                  {mayDo && one.known ? (
                    <Button busy={replay.isPending} onClick={() => again([one])}>
                      Do again
                    </Button>
                  ) : null}
                </Row>
              ))}
            </Rows>
            <div className="flex flex-wrap gap-2">
              {mayDo && known.length > 1 ? (
                <Button busy={replay.isPending} onClick={() => again(known.slice(0, 1000))}>
                  Do all {known.length.toLocaleString()} again
                </Button>
              ) : null}
              {list.hasNextPage ? (
                <Button look="plain" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                  Show more
                </Button>
              ) : null}
            </div>
          </>
        )
      }}
    </Loaded>
  )
}
