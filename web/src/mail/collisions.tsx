import type { Collision } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { Fingerprint } from 'lucide-react'
import { hooks, nextPage, sentenceOf } from '../api.ts'
import { useMe } from '../auth/me.ts'
import { Badge } from '../kit/badge.tsx'
import { Button } from '../kit/button.tsx'
import { Notice } from '../kit/notice.tsx'
import { When } from '../kit/time.tsx'
import { toast } from '../kit/toast.tsx'
import { CollidingMails } from './colliding-mails.tsx'
import { CollisionSearch } from './collision-search.tsx'
import { MailPages } from './mail-pages.tsx'

/** Message-IDs that were used twice: each mail was kept, and here is what differs. */
export function Collisions() {
  const { mail } = useSearch({ from: '/frame/ops/collisions' })
  const list = hooks.useInfiniteQuery(
    'get',
    '/ops/messages/collisions',
    {},
    {
      ...nextPage,
      // It is looked through in the background.
      refetchInterval: ({ state }) => (isSearching(state.data?.pages[0]?.backfill) ? searchMs : false),
    },
  )
  const byId = { params: { path: { id: mail ?? '' } } }
  const one = hooks.useQuery('get', '/ops/messages/collisions/{id}', byId, { enabled: Boolean(mail) })
  return (
    <MailPages
      title="Used Message-IDs"
      at="/ops/collisions"
      head={
        <Link to="/ops/failed-mails" search={{}} className="mr-2 text-accent text-sm hover:underline">
          Failed mails
        </Link>
      }
      above={list.data ? <CollisionSearch search={list.data.pages[0]?.backfill ?? null} /> : null}
      list={list}
      one={mail ? one : undefined}
      openId={mail}
      empty={
        <Notice title="No Message-ID was used twice" icon={<Fingerprint />}>
          Every mail should carry an id of its own. When another mail comes under the same id, by a mistake or with
          intent, both are kept and stand here side by side.
        </Notice>
      }
      row={(each) => <Row collision={each} />}
      heading={({ kind }) => headings[kind]}
      from={({ message_id, message_count, first_seen_at }) => (
        <>
          <span className="line-clamp-4 font-mono text-xs">{message_id}</span>
          {message_count} mails, the second of them <When at={first_seen_at} long />
        </>
      )}
    >
      {(collision) => (
        <>
          <p className="text-base">{meanings[collision.kind]}</p>
          <Seen collision={collision} />
          <CollidingMails collision={collision} />
        </>
      )}
    </MailPages>
  )
}

const searchMs = 2_000
const isSearching = (search: { finished_at: string | null } | null | undefined) => search?.finished_at === null

const headings: Record<Collision['kind'], string> = {
  variant: 'One mail, with what a list added and without',
  different: 'Different mails under one Message-ID',
}
const meanings: Record<Collision['kind'], string> = {
  variant:
    'A mailing list sent it on with a footer or a tag. Both are on the same ticket, unless something else led one of them elsewhere.',
  different:
    'Somebody used the id again. Each mail is kept and none took the place of another; an answer to this id joins the ticket of the oldest one, and is marked as uncertain.',
}

function Row({ collision }: { collision: Collision }) {
  const { kind, message_id, message_count, newest_at, seen_at, messages } = collision
  return (
    <>
      <span className="flex items-baseline gap-2">
        <bdi className={`min-w-0 flex-1 truncate ${seen_at ? 'text-ink-2' : 'font-medium'}`}>
          {messages[0]?.subject || '(no subject)'}
        </bdi>
        <When at={newest_at} className="shrink-0 text-ink-3 text-xs" />
      </span>
      <span className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-mono text-ink-3 text-xs">{message_id}</span>
        {seen_at ? <span className="text-ink-3 text-xs">Seen</span> : null}
        <Badge tone={kind === 'different' ? 'note' : 'quiet'}>
          {kind === 'different' ? `${message_count} different mails` : 'A list’s copy'}
        </Badge>
      </span>
    </>
  )
}

function Seen({ collision: { id, seen_at, seen_by } }: { collision: Collision }) {
  const { permissions } = useMe()
  const client = useQueryClient()
  const mark = hooks.useMutation('post', '/ops/messages/collisions/{id}/seen', {
    onSuccess: () =>
      Promise.all(
        ['/ops/messages/collisions', '/ops/messages/collisions/{id}'].map((path) =>
          client.invalidateQueries({ queryKey: ['get', path] }),
        ),
      ),
    onError: (error) => toast.wrong('It was not marked as seen', sentenceOf(error)),
  })
  if (seen_at)
    return (
      <p className="text-ink-2 text-sm">
        Seen{seen_by ? ` by ${seen_by}` : ''}, <When at={seen_at} long />. Another mail under this id makes it unseen
        again.
      </p>
    )
  if (!permissions.includes('ops.retry')) return null
  return (
    <div>
      <Button look="primary" busy={mark.isPending} onClick={() => mark.mutate({ params: { path: { id } } })}>
        Mark as seen
      </Button>
    </div>
  )
}
