import type { Macro } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { hooks, sentenceOf } from '../api.ts'
import { Badge } from '../kit/badge.tsx'
import { Button } from '../kit/button.tsx'
import { Confirm } from '../kit/confirm.tsx'
import { Loaded } from '../kit/loaded.tsx'
import { toast } from '../kit/toast.tsx'
import { statusWords } from '../tickets/words.ts'
import { languageChoices } from './acknowledgement-form.tsx'
import { MacroForm } from './macro-form.tsx'
import { None, Part, Row, Rows } from './part.tsx'

/** Words that are written often: everybody's, and one's own. */
export function Macros() {
  const client = useQueryClient()
  const asked = hooks.useQuery('get', '/macros')
  const [changing, setChanging] = useState<Macro | 'new'>()
  const [removing, setRemoving] = useState<Macro>()
  const again = () => client.invalidateQueries({ queryKey: ['get', '/macros'] })
  const remove = hooks.useMutation('delete', '/macros/{id}', {
    onSuccess: () => {
      setRemoving(undefined)
      toast.done('Macro removed')
      void again()
    },
  })
  return (
    <Part
      title="Macros"
      says="Words that you write often. In a reply, press / at the beginning of a line, or take Insert a macro from the command menu. Those made for the mailbox of the ticket, or for the language its requester writes, come first."
      deed={
        <Button look="primary" onClick={() => setChanging('new')}>
          New macro
        </Button>
      }
    >
      <Loaded asked={asked} waiting="Loading the macros" wrong="The macros could not be read">
        {({ items }) =>
          items.length === 0 ? (
            <None>No words stand ready yet.</None>
          ) : (
            <Rows label="Macros">
              {items.map((macro) => (
                <Row
                  key={macro.id}
                  title={
                    <>
                      {macro.name} {macro.shared ? <Badge>Everybody’s</Badge> : <Badge>Own</Badge>}
                    </>
                  }
                  says={
                    <>
                      <span dir="auto" className="line-clamp-2">
                        {macro.body}
                      </span>
                      {[
                        languageChoices.find(({ value }) => value === macro.language)?.label,
                        macro.status && `sets ${statusWords[macro.status].toLowerCase()}`,
                      ]
                        .filter(Boolean)
                        .join(' · ')}
                    </>
                  }
                >
                  {macro.can_change ? (
                    <>
                      <Button aria-label={`Change ${macro.name}`} onClick={() => setChanging(macro)}>
                        Change
                      </Button>
                      <Button look="danger" aria-label={`Remove ${macro.name}`} onClick={() => setRemoving(macro)}>
                        Remove
                      </Button>
                    </>
                  ) : null}
                </Row>
              ))}
            </Rows>
          )
        }
      </Loaded>
      {changing ? (
        <MacroForm
          macro={changing === 'new' ? undefined : changing}
          onClose={() => setChanging(undefined)}
          onSaved={() => {
            setChanging(undefined)
            void again()
          }}
        />
      ) : null}
      <Confirm
        open={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={`Remove ${removing?.name ?? ''}?`}
        deed="Remove"
        look="danger"
        busy={remove.isPending}
        wrong={remove.isError ? sentenceOf(remove.error) : undefined}
        onSubmit={() => removing && remove.mutate({ params: { path: { id: removing.id } } })}
      >
        <p>What was written with it stays.</p>
      </Confirm>
    </Part>
  )
}
