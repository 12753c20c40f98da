import type { Draft, DraftKind, TicketStatus, TicketView, Upload } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { answered, api } from '../api.ts'
import { useMe } from '../auth/me.ts'
import { ticketQuery } from '../tickets/queries.ts'
import type { Named } from './addresses.ts'
import { useKept } from './keeping.ts'

/** What is being written; null recipients are those that an answer has by itself. */
export type Content = {
  body: string
  html: string | null
  to: Named[] | null
  cc: Named[] | null
  bcc: Named[] | null
  uploads: Upload[]
  /** Null: the default of the mailbox. */
  identity_id: string | null
  status: TicketStatus | null
}
export const nothing: Content = {
  ...{ body: '', html: null, to: null, cc: null, bcc: null, uploads: [] },
  ...{ identity_id: null, status: null },
}

/** What is being written on a ticket, of one kind. */
export function useDraft(ticket: TicketView, kind: DraftKind) {
  const { user } = useMe()
  const client = useQueryClient()
  return useKept<Content, Draft>({
    place: () => `docket.writing.${user.id}.${ticket.id}.${kind}`,
    onServer: ticket.drafts.find((draft) => draft.kind === kind),
    contentOf,
    hasWords,
    keep: async ({ uploads, ...words }, { keepalive, seen }) => {
      const { updated_at } = await answered(
        api.PUT('/tickets/{id}/drafts/{kind}', {
          params: { path: { id: ticket.id, kind } },
          body: { ...words, upload_ids: uploads.map(({ id }) => id), ...(seen === undefined ? {} : { seen }) },
          keepalive,
        }),
      )
      return updated_at
    },
    onKept: ({ uploads, ...words }, updated_at) => {
      const draft = updated_at ? { kind, ...words, uploads, upload_ids: uploads.map(({ id }) => id), updated_at } : null
      const asked = ticketQuery(ticket.id)
      const isOnItsWay = client.isFetching(asked) > 0
      // An answer that was made before this was kept would say that there is no such draft.
      void client.cancelQueries(asked)
      client.setQueryData(asked.queryKey, (view) => view && withDraft(view, kind, draft))
      if (isOnItsWay) void client.invalidateQueries(asked)
    },
  })
}

export const hasWords = ({ body, uploads }: Content) => body.trim() !== '' || uploads.length > 0

function contentOf(draft: Draft | undefined): Content {
  if (!draft) return nothing
  const { body, html, to, cc, bcc, uploads, identity_id, status } = draft
  return { body, html, to, cc, bcc, uploads, identity_id, status }
}

function withDraft(view: TicketView, kind: DraftKind, draft: Draft | null): TicketView {
  const others = view.drafts.filter((each) => each.kind !== kind)
  const drafts = draft ? [...others, draft] : others
  return { ...view, drafts, has_draft: drafts.length > 0 }
}
