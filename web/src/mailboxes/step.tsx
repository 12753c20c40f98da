import type { FormEvent, ReactNode } from 'react'
import { Button } from '../kit/button.tsx'

type Props = {
  title: string
  deed: string
  busy: boolean
  wrong: string | undefined
  back?: () => void
  /** Other deeds beside it. */
  more?: ReactNode
  onSubmit: () => void
  children: ReactNode
}

/** One step of the wizard: what is asked, the deed that goes on, and the way back. */
export function Step({ title, deed, busy, wrong, back, more, onSubmit, children }: Props) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!busy) onSubmit()
  }
  return (
    <form onSubmit={submit} aria-label={title} className="flex flex-col gap-5">
      <h2 className="font-semibold text-lg text-balance [overflow-wrap:anywhere]">{title}</h2>
      {children}
      <footer className="flex flex-wrap items-center gap-2">
        <Button type="submit" look="primary" busy={busy}>
          {deed}
        </Button>
        {back ? <Button onClick={back}>Back</Button> : null}
        {more}
        <p role="alert" className="min-w-0 flex-1 basis-60 text-danger text-sm">
          {wrong}
        </p>
      </footer>
    </form>
  )
}
