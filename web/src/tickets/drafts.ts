import type { DraftKind, TicketView } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api, sentenceOf } from '../api.ts'
import { useMe } from '../auth/me.ts'
import { ticketQuery } from './queries.ts'

const saveAfterMs = 600
const retryAfterMs = 5000

export type DraftState = 'none' | 'saving' | 'saved' | { failed: string }

/**
 * What is being written is in this browser at once and on the server soon after; it leaves the browser only when the server
 * has it, so neither a lost connection nor a closed window loses a word.
 */
export function useDraft(ticket: TicketView, kind: DraftKind) {
  const { user } = useMe()
  const client = useQueryClient()
  const place = `docket.draft.${user.id}.${ticket.id}.${kind}`
  const [body, setBody] = useState(
    () => localStorage.getItem(place) ?? ticket.drafts.find((draft) => draft.kind === kind)?.body ?? '',
  )
  const [state, setState] = useState<DraftState>(body ? 'saved' : 'none')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const unsaved = useRef<string | undefined>(localStorage.getItem(place) ?? undefined)

  const save = async (keepalive = false) => {
    const sent = unsaved.current
    clearTimeout(timer.current)
    if (sent === undefined) return
    setState('saving')
    try {
      await api.PUT('/tickets/{id}/drafts/{kind}', {
        params: { path: { id: ticket.id, kind } },
        body: { body: sent },
        keepalive,
      })
    } catch (error) {
      if (unsaved.current !== sent) return
      setState({ failed: sentenceOf(error) })
      timer.current = setTimeout(() => void save(), retryAfterMs)
      return
    }
    client.setQueryData(ticketQuery(ticket.id).queryKey, (view) => view && withDraft(view, kind, sent))
    if (unsaved.current !== sent) return
    unsaved.current = undefined
    localStorage.removeItem(place)
    setState(sent ? 'saved' : 'none')
  }
  const latest = useRef(save)
  latest.current = save

  // A draft an earlier window could not save, and one this window has not saved yet when it is left.
  useEffect(() => {
    void latest.current()
    return () => void latest.current(true)
  }, [])

  const write = (next: string) => {
    setBody(next)
    unsaved.current = next
    localStorage.setItem(place, next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void save(), saveAfterMs)
  }
  /** After sending: the words are a message now. */
  const clear = () => {
    setBody('')
    unsaved.current = ''
    localStorage.removeItem(place)
    void save()
  }
  return { body, write, clear, state }
}

function withDraft(view: TicketView, kind: DraftKind, body: string): TicketView {
  const others = view.drafts.filter((draft) => draft.kind !== kind)
  const drafts = body ? [...others, { kind, body, updated_at: new Date().toISOString() }] : others
  return { ...view, drafts, has_draft: drafts.length > 0 }
}
