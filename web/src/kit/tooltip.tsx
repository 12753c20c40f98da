import { Tooltip } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode } from 'react'
import { Keys } from './keys.tsx'

export const Tips = ({ children }: { children: ReactNode }) => (
  <Tooltip.Provider delay={450}>{children}</Tooltip.Provider>
)

type Props = {
  label: ReactNode
  keys?: string
  side?: 'top' | 'bottom' | 'right'
  children: ReactElement<Record<string, unknown>>
}

/** Says on hover or focus what a thing is. */
export function Tip({ label, keys, side = 'bottom', children }: Props) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} />
      <Tooltip.Portal>
        <Tooltip.Positioner side={side} sideOffset={6} className="z-50">
          <Tooltip.Popup className="pop flex max-w-72 items-center gap-2 rounded-md bg-raised px-2 py-1 text-ink text-xs shadow-float">
            {label}
            {keys ? <Keys keys={keys} /> : null}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
