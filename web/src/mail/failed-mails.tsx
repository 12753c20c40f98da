import { addressOf } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { ArrowLeft, Download, MailCheck } from 'lucide-react'
import { useEffect } from 'react'
import { hooks, nextPage, sentenceOf } from '../api.ts'
import { Button, IconButton } from '../kit/button.tsx'
import { Failure, Notice } from '../kit/notice.tsx'
import { SkeletonLines } from '../kit/skeleton.tsx'
import { When } from '../kit/time.tsx'
import { toast } from '../kit/toast.tsx'
import { bytesInWords } from '../tickets/words.ts'
import { MailPane, mailRowClass } from './mail-list.tsx'
import { Raw } from './raw.tsx'

/** Mails that were kept but could not be understood: nothing was lost, and each can be tried again. */
export function FailedMails() {
  const { mail } = useSearch({ from: '/frame/ops/failed-mails' })
  const list = hooks.useInfiniteQuery('get', '/ops/failed-mails', {}, nextPage)
  const mails = list.data?.pages.flatMap((page) => page.items) ?? []

  useEffect(() => {
    document.title = 'Failed mails · Docket'
  }, [])

  const rows = (
    <>
      {list.isPending ? <SkeletonLines count={6} label="Loading failed mails" /> : null}
      {list.isError ? (
        <Failure error={list.error} again={() => void list.refetch()} title="The list could not be read" />
      ) : null}
      {list.isSuccess && mails.length === 0 ? (
        <Notice title="Every mail was understood" icon={<MailCheck />}>
          A mail that cannot be read is kept whole and listed here, with the reason and a button to try again.
        </Notice>
      ) : null}
      <ul>
        {mails.map((each) => (
          <li key={each.id}>
            <Link
              to="/ops/failed-mails"
              search={{ mail: each.id }}
              aria-current={each.id === mail ? 'true' : undefined}
              className={mailRowClass(each.id === mail)}
            >
              <span className="flex items-baseline gap-2">
                <span className="min-w-0 flex-1 truncate font-medium">{each.envelope_from || '(empty sender)'}</span>
                <When at={each.received_at} className="shrink-0 text-ink-3 text-xs" />
              </span>
              <span className="line-clamp-2 text-danger [overflow-wrap:anywhere]">
                {each.error ?? 'No reason was recorded.'}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {list.hasNextPage ? (
        <div className="p-3 text-center">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        </div>
      ) : null}
    </>
  )
  return <MailPane title="Failed mails" list={rows} reading={mail ? <Reading key={mail} id={mail} /> : undefined} />
}

function Reading({ id }: { id: string }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const close = () => void navigate({ to: '/ops/failed-mails', search: {} })
  const mail = hooks.useQuery('get', '/ops/failed-mails/{id}', { params: { path: { id } } })
  const retry = hooks.useMutation('post', '/ops/failed-mails/{id}/retry', {
    onSuccess: async () => {
      toast.done('Trying again', 'If it works now, its ticket appears in the inbox.')
      close()
      await client.invalidateQueries({ queryKey: ['get', '/ops/failed-mails'] })
    },
    onError: (error) => toast.wrong('It was not tried again', sentenceOf(error)),
  })
  if (mail.isPending) return <SkeletonLines count={9} label="Loading mail" />
  if (mail.isError)
    return <Failure error={mail.error} again={() => void mail.refetch()} title="The mail could not be read" />
  const { error, envelope_from, envelope_to, mailbox, received_at, size, attempts, raw_text } = mail.data
  return (
    <article aria-label="Failed mail" className="flex flex-col gap-4 p-4">
      <header className="flex items-start gap-2">
        <IconButton label="Back to the list" onClick={close} className="min-[900px]:hidden">
          <ArrowLeft />
        </IconButton>
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold text-md [overflow-wrap:anywhere]">{error ?? 'No reason was recorded.'}</h2>
          <p className="text-ink-2 text-sm [overflow-wrap:anywhere]">
            From {envelope_from || 'an empty sender'} to {envelope_to ?? mailbox}, <When at={received_at} long />,{' '}
            {bytesInWords(size)}, tried {attempts} ×
          </p>
        </div>
      </header>
      <p className="text-base">
        The mail is kept as it came. Trying again does no harm: a mail becomes one message however often it is read.
      </p>
      <div className="flex gap-2">
        <Button look="primary" busy={retry.isPending} onClick={() => retry.mutate({ params: { path: { id } } })}>
          Try again
        </Button>
        <a
          href={addressOf('/ops/failed-mails/{id}/raw', { id })}
          download
          className="inline-flex h-7 items-center gap-1.5 rounded-md px-2 font-medium text-ink-2 text-sm hover:bg-hover"
        >
          <Download /> Download
        </a>
      </div>
      <Raw text={raw_text} />
    </article>
  )
}
