import type { Draft, DraftKind, TicketStatus, TicketView, Upload } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { ApiError, answered, api, sentenceOf } from '../api.ts'
import { useMe } from '../auth/me.ts'
import { ticketQuery } from '../tickets/queries.ts'
import type { Named } from './addresses.ts'

const saveAfterMs = 600
const retryAfterMs = 5000

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

export type DraftState = 'none' | 'saving' | 'saved' | { failed: string }
/** Another window has it otherwise; null: there it was sent or thrown away. */
export type Other = { draft: Draft | null }
type Kept = { content: Content; seen: string | null }

/**
 * What is being written is in this browser at once and on the server soon after; it leaves the browser only when the server has it, so
 * neither a lost connection nor a closed window loses a word. What another window has written is never written over unasked.
 */
export function useDraft(ticket: TicketView, kind: DraftKind) {
  const { user } = useMe()
  const client = useQueryClient()
  const place = `docket.writing.${user.id}.${ticket.id}.${kind}`
  const onServer = ticket.drafts.find((draft) => draft.kind === kind)
  const [begun] = useState(() => keptAt(place) ?? { content: contentOf(onServer), seen: onServer?.updated_at ?? null })
  const [content, setContent] = useState(begun.content)
  const [state, setState] = useState<DraftState>(hasWords(begun.content) ? 'saved' : 'none')
  const [other, setOther] = useState<Other>()
  /** Counts how often the words were replaced from outside: the editor begins anew. */
  const [round, setRound] = useState(0)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const seen = useRef(begun.seen)
  const unsaved = useRef<Content | undefined>(keptAt(place)?.content)
  const saving = useRef(false)

  const save = async (how: { keepalive?: boolean; over?: boolean } = {}): Promise<void> => {
    const sent = unsaved.current
    clearTimeout(timer.current)
    if (sent === undefined || (saving.current && !how.keepalive)) return
    setState('saving')
    saving.current = true
    try {
      const { uploads, ...words } = sent
      const { updated_at } = await answered(
        api.PUT('/tickets/{id}/drafts/{kind}', {
          params: { path: { id: ticket.id, kind } },
          body: { ...words, upload_ids: uploads.map(({ id }) => id), ...(how.over ? {} : { seen: seen.current }) },
          keepalive: how.keepalive,
        }),
      )
      saving.current = false
      seen.current = updated_at
      const draft = updated_at ? { kind, ...words, uploads, upload_ids: uploads.map(({ id }) => id), updated_at } : null
      client.setQueryData(ticketQuery(ticket.id).queryKey, (view) => view && withDraft(view, kind, draft))
    } catch (error) {
      saving.current = false
      if (error instanceof ApiError && error.code === 'draft-changed') {
        setOther({ draft: error.draft })
        setState({ failed: error.message })
        return
      }
      setState({ failed: sentenceOf(error) })
      timer.current = setTimeout(() => void latest.current(), retryAfterMs)
      return
    }
    if (unsaved.current !== sent) return void latest.current()
    unsaved.current = undefined
    localStorage.removeItem(place)
    setState(hasWords(sent) ? 'saved' : 'none')
  }
  const latest = useRef(save)
  latest.current = save

  // A draft an earlier window could not save, and one this window has not saved yet when it is left.
  useEffect(() => {
    void latest.current()
    return () => void latest.current({ keepalive: true })
  }, [])

  const show = (draft: Draft | null) => {
    unsaved.current = undefined
    localStorage.removeItem(place)
    seen.current = draft?.updated_at ?? null
    setContent(contentOf(draft ?? undefined))
    setState(draft ? 'saved' : 'none')
    setOther(undefined)
    setRound((before) => before + 1)
  }
  const shown = useRef(show)
  shown.current = show

  // Another window went on, or a mail was taken back and its words came home: whoever has nothing unsaved sees them.
  const serverAt = onServer?.updated_at ?? null
  useEffect(() => {
    if (saving.current || serverAt === seen.current || unsaved.current) return
    if (serverAt === null || (seen.current !== null && serverAt < seen.current)) return
    shown.current(onServer ?? null)
  }, [serverAt, onServer])

  const change = (patch: Partial<Content>, quietly = false) =>
    setContent((before) => {
      const next = { ...before, ...patch }
      if (quietly) return next
      unsaved.current = next
      localStorage.setItem(place, JSON.stringify({ content: next, seen: seen.current } satisfies Kept))
      clearTimeout(timer.current)
      if (!other) timer.current = setTimeout(() => void latest.current(), saveAfterMs)
      return next
    })
  /** After sending: the words are a message now, and the server has used the draft up. */
  const clear = () => {
    clearTimeout(timer.current)
    show(null)
  }
  return {
    content,
    change,
    clear,
    state,
    round,
    other,
    keepMine: () => {
      setOther(undefined)
      unsaved.current ??= content
      void save({ over: true })
    },
    takeOther: () => show(other?.draft ?? null),
  }
}

export const hasWords = ({ body, uploads }: Content) => body.trim() !== '' || uploads.length > 0

function contentOf(draft: Draft | undefined): Content {
  if (!draft) return nothing
  const { body, html, to, cc, bcc, uploads, identity_id, status } = draft
  return { body, html, to, cc, bcc, uploads, identity_id, status }
}

function keptAt(place: string): Kept | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? 'null') as Kept | null
    return kept?.content && typeof kept.content.body === 'string'
      ? { content: { ...nothing, ...kept.content }, seen: kept.seen }
      : undefined
  } catch {
    return undefined
  }
}

function withDraft(view: TicketView, kind: DraftKind, draft: Draft | null): TicketView {
  const others = view.drafts.filter((each) => each.kind !== kind)
  const drafts = draft ? [...others, draft] : others
  return { ...view, drafts, has_draft: drafts.length > 0 }
}
