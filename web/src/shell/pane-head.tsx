import { Menu } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../kit/button.tsx'
import { useRailDoor } from './rail-door.ts'

/** The line at the top of a page: its name, and on a phone the way to the others. */
export function PaneHead({ title, children }: { title: string; children?: ReactNode }) {
  const openRail = useRailDoor()
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b pr-2 pl-4">
      <IconButton label="Navigation" onClick={openRail} className="-ml-2 min-[900px]:hidden">
        <Menu />
      </IconButton>
      <h1 className="min-w-0 flex-1 truncate font-semibold text-base">{title}</h1>
      {children}
    </header>
  )
}
