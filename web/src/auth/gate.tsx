import { type FormEvent, type ReactNode, useEffect } from 'react'
import { Button } from '../kit/button.tsx'
import { Mark } from '../shell/mark.tsx'

type Props = { title: string; says?: ReactNode; children: ReactNode }

/** The page of somebody who is not in yet: one thing to do, and nothing else. */
export function Gate({ title, says, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Docket`
  }, [title])
  return (
    <div className="flex min-h-full flex-col items-center px-6 py-10">
      <div className="my-auto flex w-full max-w-80 flex-col gap-4 pb-[6vh]">
        <Mark size={32} />
        <div className="mb-2 flex flex-col gap-1">
          <h1 className="font-semibold text-lg tracking-tight text-balance">{title}</h1>
          {says ? <div className="text-ink-2 text-sm text-pretty">{says}</div> : null}
        </div>
        {children}
      </div>
    </div>
  )
}

type FormProps = {
  /** What the button says, and what it says while it is being done. */
  deed: string
  doing: string
  busy: boolean
  wrong: string | undefined
  onSubmit: () => void
  children: ReactNode
}

export function GateForm({ deed, doing, busy, wrong, onSubmit, children }: FormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!busy) onSubmit()
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {children}
      <p role="alert" className="min-h-5 text-danger text-sm">
        {wrong}
      </p>
      <Button type="submit" look="primary" busy={busy} className="h-9">
        {busy ? doing : deed}
      </Button>
    </form>
  )
}

/** Said once, wherever a password is chosen. */
export const passwordHint = 'At least 10 characters. Several words are easy to remember and hard to guess.'
