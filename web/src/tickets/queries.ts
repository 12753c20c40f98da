import type { AnswerOf, BodyOf, TicketRow, TicketView, User } from '@docket/api'
import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { ApiError, answered, api, hooks, nextPage, sentenceOf } from '../api.ts'
import { toast } from '../kit/toast.tsx'
import { statusAsked, type TicketFilter } from './words.ts'

type Page = AnswerOf<'listTickets'>
export type TicketPatch = Omit<BodyOf<'updateTicket'>, 'version'>

/** All lists of tickets, whatever they were filtered by. */
export const listsKey = ['get', '/tickets'] as const

export const ticketsQuery = (filter: TicketFilter) => {
  const query = { limit: 50, status: statusAsked(filter), assignee_user_id: filter.assignee, q: filter.q }
  return infiniteQueryOptions({
    queryKey: [...listsKey, { params: { query } }],
    queryFn: ({ pageParam: cursor, signal }) =>
      answered(api.GET('/tickets', { params: { query: { ...query, cursor: cursor ?? undefined } }, signal })),
    ...nextPage,
  })
}

export const ticketQuery = (ticketId: string) =>
  queryOptions(hooks.queryOptions('get', '/tickets/{id}', { params: { path: { id: ticketId } } }))

export const countsQuery = hooks.queryOptions('get', '/tickets/counts')

type Change = { ticket: TicketRow; patch: TicketPatch; users?: User[]; quiet?: boolean }

/** Shown at once, written behind; taken back with a sentence if the server refuses. */
export function useChangeTicket() {
  const client = useQueryClient()
  return useMutation({
    // One after the other, each with the version the one before left behind.
    scope: { id: 'ticket-changes' },
    mutationFn: ({ ticket, patch }: Change) => {
      const known = client.getQueryData(ticketQuery(ticket.id).queryKey)
      return answered(
        api.PATCH('/tickets/{id}', {
          params: { path: { id: ticket.id } },
          body: { ...patch, version: known?.version ?? ticket.version },
        }),
      )
    },
    onMutate: async ({ ticket, patch, users }) => {
      await client.cancelQueries(ticketQuery(ticket.id))
      const before = client.getQueryData(ticketQuery(ticket.id).queryKey)
      touch(client, ticket.id, (row) => ({ ...row, ...shown(patch, users ?? []) }))
      return { before }
    },
    onSuccess: (view) => put(client, view),
    onError: (error, { ticket, quiet }, kept) => {
      const conflict = error instanceof ApiError && error.status === 409 ? error.current : null
      if (conflict) put(client, conflict)
      else if (kept?.before) put(client, kept.before)
      else void client.invalidateQueries(ticketQuery(ticket.id))
      if (quiet) return
      if (conflict)
        toast.wrong(
          `#${ticket.number} was changed by someone else`,
          'You now see its current state. Try again if you still want to.',
        )
      else toast.wrong('The change was not saved', sentenceOf(error))
    },
    onSettled: () => invalidateLists(client),
  })
}

/** A ticket changed: which lists it stands in, and how many, is asked again. */
export const invalidateLists = (client: QueryClient) =>
  Promise.all([client.invalidateQueries(countsQuery), client.invalidateQueries({ queryKey: listsKey })])

/** The server's word on a ticket, everywhere it is shown. */
export function put(client: QueryClient, view: TicketView): void {
  client.setQueryData(ticketQuery(view.id).queryKey, view)
  touch(client, view.id, (row) => ({ ...row, ...rowOf(view) }))
}

function touch(client: QueryClient, id: string, change: <R extends TicketRow>(row: R) => R): void {
  client.setQueryData(ticketQuery(id).queryKey, (view) => view && change(view))
  client.setQueriesData<InfiniteData<Page>>(
    { queryKey: listsKey },
    (list) =>
      list && {
        ...list,
        pages: list.pages.map((page) => ({
          ...page,
          items: page.items.map((row) => (row.id === id ? change(row) : row)),
        })),
      },
  )
}

function shown({ assignee_user_id, ...rest }: TicketPatch, users: User[]): Partial<TicketRow> {
  if (assignee_user_id === undefined) return rest
  const user = users.find((each) => each.id === assignee_user_id)
  return { ...rest, assignee: user ? { id: user.id, name: user.name } : null }
}

function rowOf(view: TicketView): Partial<TicketRow> {
  const {
    subject,
    status,
    priority,
    assignee,
    preview,
    unread,
    message_count,
    has_draft,
    undelivered,
    active_at,
    updated_at,
    version,
  } = view
  return {
    subject,
    status,
    priority,
    assignee,
    preview,
    unread,
    message_count,
    has_draft,
    undelivered,
    active_at,
    updated_at,
    version,
  }
}
