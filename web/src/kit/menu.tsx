import { Menu } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'

export type Choice<V extends string> = {
  value: V
  label: string
  icon?: ReactNode
  /** What it belongs to: those of one group stand together, under its name. */
  group?: string | undefined
}

type Props<V extends string> = {
  label: string
  value: V | undefined
  choices: Choice<V>[]
  onChoose: (value: V) => void
  trigger: ReactElement<Record<string, unknown>>
  open?: boolean
  onOpenChange?: (open: boolean) => void
}

const itemClass =
  'flex min-h-7 items-center gap-2 rounded-sm px-2 text-sm text-ink select-none data-highlighted:bg-hover max-[899px]:min-h-10'

/** One of several: opened by its trigger, chosen by arrow keys, letters or mouse. */
export function Pick<V extends string>({ label, value, choices, onChoose, trigger, open, onOpenChange }: Props<V>) {
  return (
    <Menu.Root open={open} onOpenChange={onOpenChange}>
      <Menu.Trigger render={trigger} />
      <MenuSurface>
        {[...new Set(choices.map(({ group }) => group))].map((group) => (
          <Menu.RadioGroup
            key={group ?? ''}
            value={value}
            onValueChange={(next: V) => onChoose(next)}
            aria-label={group ?? label}
          >
            {group ? (
              <span aria-hidden className="px-2 text-ink-3 text-xs">
                {group}
              </span>
            ) : null}
            {choices
              .filter((choice) => choice.group === group)
              .map((choice) => (
                <Menu.RadioItem key={choice.value} value={choice.value} closeOnClick className={itemClass}>
                  {choice.icon}
                  <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{choice.label}</span>
                  <Menu.RadioItemIndicator render={<Check />} />
                </Menu.RadioItem>
              ))}
          </Menu.RadioGroup>
        ))}
      </MenuSurface>
    </Menu.Root>
  )
}

export type Deed = { label: string; icon?: ReactNode; run: () => void }

/** Several things to do. */
export function Deeds({ trigger, deeds }: { trigger: ReactElement<Record<string, unknown>>; deeds: Deed[] }) {
  return (
    <Menu.Root>
      <Menu.Trigger render={trigger} />
      <MenuSurface>
        {deeds.map((deed) => (
          <Menu.Item key={deed.label} onClick={deed.run} className={itemClass}>
            {deed.icon}
            <span className="min-w-0 flex-1 truncate">{deed.label}</span>
          </Menu.Item>
        ))}
      </MenuSurface>
    </Menu.Root>
  )
}

/** Stands at the end of the page, so it says itself what part of the page it is. */
function MenuSurface({ children }: { children: ReactNode }) {
  return (
    <Menu.Portal render={<section aria-label="Menu" />}>
      <Menu.Positioner sideOffset={4} align="start" collisionPadding={8} className="z-40">
        <Menu.Popup className="pop max-h-[min(24rem,var(--available-height))] min-w-44 max-w-(--available-width) overflow-y-auto rounded-md bg-raised p-1 shadow-float outline-none">
          {children}
        </Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  )
}
