import { cx } from './class-names.ts'

/** The shape of what is coming; invisible for the first 100 ms, so that fast answers never flicker. */
export const Skeleton = ({ className }: { className?: string }) => (
  <div aria-hidden className={cx('skeleton rounded-sm bg-hover', className ?? 'h-3 w-full')} />
)

export const SkeletonLines = ({ count, label }: { count: number; label: string }) => (
  <div role="status" aria-label={label} className="flex flex-col gap-3 p-4">
    {Array.from({ length: count }, (_, line) => (
      <Skeleton key={line} className={cx('h-3', line % 3 === 2 ? 'w-2/3' : 'w-full')} />
    ))}
  </div>
)
