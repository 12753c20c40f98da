import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { hooks, sentenceOf } from '../api.ts'
import { useMe } from '../auth/me.ts'
import { toast } from '../kit/toast.tsx'
import { invalidateLists } from '../tickets/queries.ts'

/**
 * What this sender is blocked by: null when nothing is, undefined while it is not known and for those who may not know.
 */
export function useBlockOf(sender: string) {
  const mayBlock = useMe().permissions.includes('sender.block')
  const { data } = hooks.useQuery(
    'get',
    '/senders/blocked',
    { params: { query: { sender } } },
    { enabled: mayBlock && sender !== '' },
  )
  return data && (data.items[0] ?? null)
}

export function useUnblock() {
  const client = useQueryClient()
  return hooks.useMutation('delete', '/senders/blocked/{id}', {
    onSuccess: () => toast.done('Unblocked', 'Mail from there is mail again.'),
    onError: (error) => toast.wrong('It was not unblocked', sentenceOf(error)),
    onSettled: () => blocksChanged(client),
  })
}

/** Blocking may move tickets: those that are shown are asked for again. */
export const blocksChanged = (client: QueryClient) =>
  Promise.all([
    client.invalidateQueries({ queryKey: ['get', '/senders/blocked'] }),
    client.invalidateQueries({ queryKey: ['get', '/tickets/{id}'] }),
    invalidateLists(client),
  ])
