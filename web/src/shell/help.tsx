import { Modal } from '../kit/dialog.tsx'
import { Keys } from '../kit/keys.tsx'
import { actionIds, actionOf } from './actions.ts'

/** The keys that exist, from the very table that runs them. */
export default function Help({ onClose }: { onClose: () => void }) {
  const all = actionIds.map(actionOf).filter(({ keys }) => keys)
  const groups = [...new Set(all.map(({ group }) => group))]
  return (
    <Modal open onClose={onClose} title="Keyboard shortcuts" className="max-w-2xl">
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by keys.
        tabIndex={0}
        aria-label="All keys"
        className="columns-1 gap-10 overflow-y-auto px-4 pt-2 pb-4 -outline-offset-2! sm:columns-2"
      >
        {groups.map((group) => (
          <section key={group} className="break-inside-avoid pt-3">
            <h3 className="pb-1 font-medium text-ink-3 text-xs">{group}</h3>
            <dl>
              {all
                .filter((each) => each.group === group)
                .map(({ title, keys, also }) => (
                  <div key={title} className="flex min-h-7 items-center justify-between gap-4 text-sm">
                    <dt>{title}</dt>
                    <dd className="flex items-center gap-1.5 text-ink-3 text-xs">
                      <Keys keys={keys ?? ''} />
                      {also ? (
                        <>
                          or <Keys keys={also} />
                        </>
                      ) : null}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </section>
    </Modal>
  )
}
