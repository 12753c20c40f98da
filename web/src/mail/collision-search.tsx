import type { CollisionBackfill } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { hooks, sentenceOf } from '../api.ts'
import { useMe } from '../auth/me.ts'
import { Button } from '../kit/button.tsx'
import { When } from '../kit/time.tsx'
import { toast } from '../kit/toast.tsx'

/**
 * New mail is compared as it comes; what was here before is looked through once it is asked for. Says how far that has
 * come.
 */
export function CollisionSearch({ search }: { search: CollisionBackfill | null }) {
  const { permissions } = useMe()
  const client = useQueryClient()
  const start = hooks.useMutation('post', '/ops/messages/collisions/backfill', {
    onSuccess: () => client.invalidateQueries({ queryKey: ['get', '/ops/messages/collisions'] }),
    onError: (error) => toast.wrong('The search did not begin', sentenceOf(error)),
  })
  const runs = search?.finished_at === null
  return (
    <section aria-label="Search through all mail" className="flex items-center gap-3 border-b px-4 py-2 text-sm">
      <div className="min-w-0 flex-1 text-ink-2">
        <State search={search} />
      </div>
      {permissions.includes('ops.retry') && !runs ? (
        <Button busy={start.isPending} onClick={() => start.mutate({})}>
          {search ? 'Search again' : 'Search all mail'}
        </Button>
      ) : null}
    </section>
  )
}

function State({ search }: { search: CollisionBackfill | null }) {
  if (!search) return <p>New mail is compared as it comes. What was here before can be searched.</p>
  const { done, total, unread, finished_at } = search
  if (finished_at === null)
    return (
      <div className="flex flex-col gap-1">
        <p role="status">
          Searching: {done.toLocaleString()} of {total.toLocaleString()} mails.
        </p>
        <progress aria-label="Search" value={done} max={Math.max(total, 1)} className="h-1 w-full accent-accent" />
      </div>
    )
  return (
    <p role="status">
      {total === 1 ? 'One mail was' : `All ${total.toLocaleString()} mails were`} searched,{' '}
      <When at={finished_at} long />.{unread > 0 ? ` ${unread.toLocaleString()} could not be read any more.` : ''}
    </p>
  )
}
