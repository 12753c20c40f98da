import type { AnswerOf, Macro } from '@docket/api'
import { Command } from 'cmdk'
import { useState } from 'react'
import { answered, api, hooks, sentenceOf } from '../api.ts'
import { Modal } from '../kit/dialog.tsx'
import { statusWords } from '../tickets/words.ts'

type Words = Pick<AnswerOf<'fillMacro'>, 'html' | 'body' | 'status'>
type Props = { ticketId?: string; mailboxId?: string; onPick: (words: Words) => void; onClose: () => void }

/** Words that stand ready, those that fit this ticket first; filled in by the server when one is taken. */
export default function MacroPicker({ ticketId, mailboxId, onPick, onClose }: Props) {
  const query = { ...(ticketId ? { ticket_id: ticketId } : {}), ...(mailboxId ? { mailbox_id: mailboxId } : {}) }
  const asked = hooks.useQuery('get', '/macros', { params: { query } })
  const [wrong, setWrong] = useState('')
  const take = async ({ id }: Macro) => {
    try {
      const words = await answered(api.GET('/macros/{id}/filled', { params: { path: { id }, query } }))
      onClose()
      // The field has its focus back first.
      setTimeout(() => onPick(words), 60)
    } catch (error) {
      setWrong(sentenceOf(error))
    }
  }
  const items = asked.data?.items ?? []
  return (
    <Modal open onClose={onClose} title="Macros" bare className="max-w-lg overflow-hidden">
      <Command label="Macros" loop>
        <Command.Input
          autoFocus
          placeholder="Which words?"
          className="h-12 w-full border-b bg-transparent px-4 text-md outline-none"
        />
        <Command.List className="max-h-[52vh] overflow-y-auto p-1.5">
          {asked.isPending ? null : (
            <Command.Empty className="px-3 py-8 text-center text-ink-2 text-sm">
              {asked.isError
                ? sentenceOf(asked.error)
                : items.length === 0
                  ? 'No words stand ready yet. Keep some under Settings, Macros.'
                  : 'No macro has these words.'}
            </Command.Empty>
          )}
          {items.map((macro) => (
            <Command.Item
              key={macro.id}
              value={`${macro.name} ${macro.id}`}
              keywords={[macro.body]}
              onSelect={() => void take(macro)}
              className="flex min-h-10 flex-col justify-center rounded-sm px-2.5 py-1 data-[selected=true]:bg-hover max-[899px]:min-h-12"
            >
              <span className="flex items-baseline gap-2 text-sm">
                <span className="min-w-0 flex-1 truncate font-medium">{macro.name}</span>
                <span className="shrink-0 text-ink-3 text-xs">
                  {[
                    macro.language?.toUpperCase(),
                    macro.status && `sets ${statusWords[macro.status].toLowerCase()}`,
                    macro.shared ? '' : 'own',
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
              <span dir="auto" className="truncate text-ink-3 text-xs">
                {macro.body}
              </span>
            </Command.Item>
          ))}
        </Command.List>
        <p role="alert" className="px-4 text-danger text-sm empty:hidden">
          {wrong}
        </p>
      </Command>
    </Modal>
  )
}
