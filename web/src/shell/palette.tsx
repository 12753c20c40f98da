import { Command } from 'cmdk'
import { useState } from 'react'
import { Modal } from '../kit/dialog.tsx'
import { Keys } from '../kit/keys.tsx'
import { actionOf, runAction, useLentActions } from './actions.ts'

/** ⌘K: everything that can be done here and now, by its name. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const lent = useLentActions().filter((id) => id !== 'window.commands')
  // What was possible when it opened; closing first gives the page its focus back before the deed.
  const [ids] = useState(lent)
  const groups = [...new Set(ids.map((id) => actionOf(id).group))]

  return (
    <Modal open onClose={onClose} title="Command menu" bare className="max-w-lg overflow-hidden">
      <Command label="Command menu" loop>
        <Command.Input
          autoFocus
          placeholder="What do you want to do?"
          className="h-12 w-full border-b bg-transparent px-4 text-md outline-none"
        />
        <Command.List className="max-h-[52vh] overflow-y-auto p-1.5">
          <Command.Empty className="px-3 py-8 text-center text-ink-2 text-sm">
            Nothing here has that name.
          </Command.Empty>
          {groups.map((group) => (
            <Command.Group
              key={group}
              heading={group}
              className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-ink-3 [&_[cmdk-group-heading]]:text-xs"
            >
              {ids
                .filter((id) => actionOf(id).group === group)
                .map((id) => {
                  const { title, keys } = actionOf(id)
                  return (
                    <Command.Item
                      key={id}
                      value={title}
                      onSelect={() => {
                        onClose()
                        setTimeout(() => runAction(id), 60)
                      }}
                      className="flex min-h-8 items-center justify-between rounded-sm px-2.5 text-sm data-[selected=true]:bg-hover max-[899px]:min-h-11"
                    >
                      {title}
                      {keys ? <Keys keys={keys} /> : null}
                    </Command.Item>
                  )
                })}
            </Command.Group>
          ))}
        </Command.List>
      </Command>
    </Modal>
  )
}
