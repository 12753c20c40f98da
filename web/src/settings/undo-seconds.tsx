import { useQueryClient } from '@tanstack/react-query'
import { hooks, sentenceOf } from '../api.ts'
import { Choose } from '../kit/choose.tsx'
import { toast } from '../kit/toast.tsx'
import { Part } from './part.tsx'

const choices = [0, 5, 10, 20, 30] as const
const query = hooks.queryOptions('get', '/me/sending')

/** How long one may think twice. */
export function UndoSeconds() {
  const client = useQueryClient()
  const asked = hooks.useQuery('get', '/me/sending')
  const choose = hooks.useMutation('put', '/me/sending', {
    onSuccess: async () => {
      await client.invalidateQueries(query)
      toast.done('Saved')
    },
    onError: (error) => toast.wrong('It was not saved', sentenceOf(error)),
  })
  if (!asked.data) return null
  const { undo_seconds, undo_seconds_default } = asked.data
  return (
    <Part title="Undo sending" says="A reply waits this long before it leaves, so that you can take it back.">
      <Choose
        label="A reply waits"
        className="max-w-96"
        disabled={choose.isPending}
        value={undo_seconds === null ? 'server' : (String(undo_seconds) as `${(typeof choices)[number]}`)}
        choices={[
          { value: 'server', label: `As the server does: ${wordsOf(undo_seconds_default)}` },
          ...choices.map((each) => ({ value: `${each}` as const, label: wordsOf(each) })),
        ]}
        onChoose={(value) =>
          choose.mutate({ body: { undo_seconds: choices.find((each) => String(each) === value) ?? null } })
        }
      />
    </Part>
  )
}

const wordsOf = (seconds: number) => (seconds === 0 ? 'not at all' : `${seconds} seconds`)
