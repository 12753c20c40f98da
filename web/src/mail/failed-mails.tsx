import { addressOf } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { MailCheck } from 'lucide-react'
import { hooks, nextPage, sentenceOf } from '../api.ts'
import { Button } from '../kit/button.tsx'
import { Notice } from '../kit/notice.tsx'
import { When } from '../kit/time.tsx'
import { toast } from '../kit/toast.tsx'
import { bytesInWords } from '../tickets/words.ts'
import { MailPages } from './mail-pages.tsx'
import { DownloadRaw } from './raw.tsx'

/** Mails that were kept but could not be understood: nothing was lost, and each can be tried again. */
export function FailedMails() {
  const { mail } = useSearch({ from: '/frame/ops/failed-mails' })
  const list = hooks.useInfiniteQuery('get', '/ops/failed-mails', {}, nextPage)
  const byId = { params: { path: { id: mail ?? '' } } }
  const one = hooks.useQuery('get', '/ops/failed-mails/{id}', byId, { enabled: Boolean(mail) })
  return (
    <MailPages
      title="Failed mails"
      at="/ops/failed-mails"
      head={
        <>
          <Link to="/ops/collisions" search={{}} className="mr-2 text-accent text-sm hover:underline">
            Used Message-IDs
          </Link>
          <Link to="/ops/replays" search={{}} className="mr-2 text-accent text-sm hover:underline">
            Replays
          </Link>
        </>
      }
      list={list}
      one={mail ? one : undefined}
      openId={mail}
      empty={
        <Notice title="Every mail was understood" icon={<MailCheck />}>
          A mail that cannot be read is kept whole and listed here, with the reason and a button to try again.
        </Notice>
      }
      row={({ envelope_from, received_at, error }) => (
        <>
          <span className="flex items-baseline gap-2">
            <span className="min-w-0 flex-1 truncate font-medium">{envelope_from || '(empty sender)'}</span>
            <When at={received_at} className="shrink-0 text-ink-3 text-xs" />
          </span>
          <span className="line-clamp-2 text-danger [overflow-wrap:anywhere]">{error ?? noReason}</span>
        </>
      )}
      heading={({ error }) => error ?? noReason}
      from={({ envelope_from, envelope_to, mailbox, received_at, size, attempts }) => (
        <>
          From {envelope_from || 'an empty sender'} to {envelope_to ?? mailbox}, <When at={received_at} long />,{' '}
          {bytesInWords(size)}, tried {attempts} ×
        </>
      )}
    >
      {({ id }, close) => <Deeds id={id} close={close} />}
    </MailPages>
  )
}

const noReason = 'No reason was recorded.'

function Deeds({ id, close }: { id: string; close: () => void }) {
  const client = useQueryClient()
  const retry = hooks.useMutation('post', '/ops/failed-mails/{id}/retry', {
    onSuccess: async () => {
      toast.done('Trying again', 'If it works now, its ticket appears in the inbox.')
      close()
      await client.invalidateQueries({ queryKey: ['get', '/ops/failed-mails'] })
    },
    onError: (error) => toast.wrong('It was not tried again', sentenceOf(error)),
  })
  return (
    <>
      <p className="text-base">
        The mail is kept as it came. Trying again does no harm: a mail becomes one message however often it is read.
      </p>
      <div className="flex gap-2">
        <Button look="primary" busy={retry.isPending} onClick={() => retry.mutate({ params: { path: { id } } })}>
          Try again
        </Button>
        <DownloadRaw href={addressOf('/ops/failed-mails/{id}/raw', { id })} />
      </div>
    </>
  )
}
