import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { ApiError, sentenceOf } from '../api.ts'
import { Button } from './button.tsx'

type Props = { title: string; children?: ReactNode; icon?: ReactNode; isPage?: boolean }

/** A whole pane with nothing in it: says why, and what to do next. `isPage` when nothing else names the page. */
export function Notice({ title, children, icon, isPage }: Props) {
  const Heading = isPage ? 'h1' : 'h2'
  return (
    <div className="late flex h-full flex-col items-center justify-center gap-2 px-6 py-12 text-center">
      {icon ? <div className="mb-1 text-ink-3 [&_.lucide]:size-6">{icon}</div> : null}
      <Heading className="font-semibold text-md text-balance">{title}</Heading>
      <div className="flex max-w-[44ch] flex-col items-center gap-3 text-base text-ink-2 text-pretty">{children}</div>
    </div>
  )
}

/** What happened, in the server's sentence; the request id for whoever reads the log; a way to try again. */
export function Failure({ error, again, ...notice }: Props & { error: unknown; again?: () => void }) {
  const requestId = error instanceof ApiError ? error.requestId : null
  return (
    <Notice icon={<CircleAlert />} {...notice}>
      <p role="alert">{sentenceOf(error)}</p>
      {again ? <Button onClick={again}>Try again</Button> : null}
      {requestId ? <p className="font-mono text-ink-3 text-xs">request {requestId}</p> : null}
    </Notice>
  )
}
