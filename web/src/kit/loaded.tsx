import type { ReactNode } from 'react'
import { Failure } from './notice.tsx'
import { SkeletonLines } from './skeleton.tsx'

/** As much of a query as it takes to show it. */
export type Asked<T> = { data: T | undefined; error: unknown; refetch: () => Promise<unknown> }

type Props<T> = {
  asked: Asked<T>
  /** Said while it loads, and as the title when it cannot be had. */
  waiting: string
  wrong: string
  lines?: number
  isPage?: boolean
  children: (data: T) => ReactNode
}

/**
 * What was asked for; until it is there its shape, and when it cannot be had the reason. What was had once stays shown.
 */
export function Loaded<T>({ asked, waiting, wrong, lines = 4, isPage, children }: Props<T>) {
  if (asked.data !== undefined) return children(asked.data)
  if (asked.error)
    return <Failure isPage={isPage} error={asked.error} again={() => void asked.refetch()} title={wrong} />
  return <SkeletonLines count={lines} label={waiting} />
}
