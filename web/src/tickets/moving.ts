import type { TicketView } from '@docket/api'
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ApiError, answered, api, sentenceOf } from '../api.ts'
import { toast } from '../kit/toast.tsx'
import { offerUndo } from '../shell/undo.ts'
import { invalidateLists, put, ticketQuery } from './queries.ts'

/** What moves messages between tickets, and who takes part in them; each with its way back. */
export function useMoving() {
  const client = useQueryClient()
  const navigate = useNavigate()

  /** What the server says now, here; the others of the two are asked again. */
  const show = (view: TicketView, otherId?: string) => {
    put(client, view)
    if (otherId) void client.invalidateQueries(ticketQuery(otherId))
    void invalidateLists(client)
  }
  const goTo = (ticketId: string) =>
    navigate({ to: '/tickets/$ticketId', params: { ticketId }, search: true, replace: true })

  const unmerge = async (fromId: string, intoId: string) => {
    const { ticket, stayed } = await answered(api.POST('/tickets/{id}/unmerge', { params: { path: { id: fromId } } }))
    show(ticket, intoId)
    await goTo(ticket.id)
    toast.done(`#${ticket.number} is a ticket of its own again`, stayedInWords(stayed))
  }
  const unsplit = async (fromId: string, intoId: string) => {
    const { ticket, stayed } = await answered(api.POST('/tickets/{id}/unsplit', { params: { path: { id: intoId } } }))
    show(ticket, stayed > 0 ? intoId : undefined)
    await goTo(ticket.id)
    if (stayed === 0) client.removeQueries(ticketQuery(intoId))
    toast.done(`The messages are on #${ticket.number} again`, stayedInWords(stayed))
    if (ticket.id !== fromId) client.removeQueries(ticketQuery(fromId))
  }
  const hold = async (ticketId: string, messageId: string) =>
    show(await answered(api.POST('/tickets/{id}/messages/{message_id}/hold', { params: places(ticketId, messageId) })))

  const merging = useMutation({
    mutationFn: ({ from, intoId, adds }: { from: TicketView; intoId: string; adds: boolean }) =>
      answered(
        api.POST('/tickets/{id}/merge', {
          params: { path: { id: from.id } },
          body: { version: versionOf(client, from), into_ticket_id: intoId, add_participants: adds },
        }),
      ),
    onSuccess: async (view, { from }) => {
      show(view)
      offerUndo(`#${from.number} merged into #${view.number}`, undefined, () => unmerge(from.id, view.id))
      await goTo(view.id)
      // Kept, it would show the ticket as it was; asked again while it is shown, it would lead here a second time.
      client.removeQueries(ticketQuery(from.id))
    },
    onError: (error, { from }) => showConflict(client, error, from),
  })
  const splitting = useMutation({
    mutationFn: ({ from, ids, subject }: { from: TicketView; ids: string[]; subject: string }) =>
      answered(
        api.POST('/tickets/{id}/split', {
          params: { path: { id: from.id } },
          body: { version: versionOf(client, from), message_ids: ids, ...(subject ? { subject } : {}) },
        }),
      ),
    onSuccess: (view, { from, ids }) => {
      show(view, from.id)
      void navigate({ to: '/tickets/$ticketId', params: { ticketId: view.id }, search: true })
      const what = ids.length === 1 ? 'One message' : `${ids.length} messages`
      offerUndo(`#${view.number} opened`, `${what} of #${from.number} moved here.`, () => unsplit(from.id, view.id))
    },
    onError: (error, { from }) => showConflict(client, error, from),
  })
  const approving = useMutation({
    mutationFn: ({ ticketId, messageId }: { ticketId: string; messageId: string; name: string }) =>
      answered(api.POST('/tickets/{id}/messages/{message_id}/approve', { params: places(ticketId, messageId) })),
    onSuccess: (view, { ticketId, messageId, name }) => {
      show(view)
      offerUndo(`${name} takes part in #${view.number}`, 'Nothing they write here is held any more.', () =>
        hold(ticketId, messageId),
      )
    },
    onError: (error) => toast.wrong('The sender was not let in', sentenceOf(error)),
  })
  return { merging, splitting, approving, unmerge, unsplit, hold }
}

const places = (id: string, message_id: string) => ({ path: { id, message_id } })

/** The latest this page has heard of: what oneself has just changed is no conflict. */
const versionOf = (client: QueryClient, ticket: TicketView): number =>
  client.getQueryData(ticketQuery(ticket.id).queryKey)?.version ?? ticket.version

function showConflict(client: QueryClient, error: unknown, ticket: TicketView): void {
  if (!(error instanceof ApiError) || error.status !== 409) return
  if (error.current) put(client, error.current)
  else void client.invalidateQueries(ticketQuery(ticket.id))
}

const stayedInWords = (stayed: number): string | undefined =>
  stayed === 0
    ? undefined
    : stayed === 1
      ? 'One message written since stayed where it was written.'
      : `${stayed} messages written since stayed where they were written.`
