import { useEffect, useRef, useState } from 'react'
import { ApiError, sentenceOf } from '../api.ts'

const saveAfterMs = 600
const retryAfterMs = 5000

export type DraftState = 'none' | 'saving' | 'saved' | { failed: string }
/** Another window has it otherwise; null: there it was sent or thrown away. */
export type Other<D> = { draft: D | null }
export type Kept<C> = { content: C; seen: string | null }

type Asked<C, D> = {
  /** Where in this browser it is until the server has it. */
  place: () => string
  onServer: D | undefined
  contentOf: (draft: D | undefined) => C
  hasWords: (content: C) => boolean
  /**
   * Says when the server had it; null when there was nothing to keep. A refusal that carries the draft is another
   * window's.
   */
  keep: (content: C, how: { keepalive: boolean | undefined; seen: string | null | undefined }) => Promise<string | null>
  onKept: (content: C, updatedAt: string | null) => void
}

const conflicts = ['draft-changed', 'new-mail-changed']

/**
 * What is being written is in this browser at once and on the server soon after; it leaves the browser only when the
 * server has it, so neither a lost connection nor a closed window loses a word. What another window has written is
 * never written over unasked.
 */
export function useKept<C, D extends { updated_at: string }>(asked: Asked<C, D>) {
  const { onServer, contentOf, hasWords } = asked
  const [here] = useState(() => keptAt<C>(asked.place(), contentOf))
  const [content, setContent] = useState(() => here?.content ?? contentOf(onServer))
  const [state, setState] = useState<DraftState>(() => (hasWords(content) ? 'saved' : 'none'))
  const [other, setOther] = useState<Other<D>>()
  /** Counts how often the words were replaced from outside: the editor begins anew. */
  const [round, setRound] = useState(0)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const seen = useRef(here ? here.seen : (onServer?.updated_at ?? null))
  /** The newest there is, also between two drawings. */
  const newest = useRef(content)
  const unsaved = useRef(here?.content)
  const saving = useRef<Promise<void>>(undefined)

  const save = async (how: { keepalive?: boolean; over?: boolean } = {}): Promise<void> => {
    clearTimeout(timer.current)
    if (unsaved.current === undefined || (saving.current && !how.keepalive)) return
    const one = saveOnce(unsaved.current, how)
    saving.current = one
    await one
  }
  const saveOnce = async (sent: C, how: { keepalive?: boolean; over?: boolean }): Promise<void> => {
    setState('saving')
    try {
      seen.current = await asked.keep(sent, { keepalive: how.keepalive, seen: how.over ? undefined : seen.current })
    } catch (error) {
      saving.current = undefined
      if (error instanceof ApiError && conflicts.includes(error.code)) {
        conflict(error)
        return
      }
      setState({ failed: sentenceOf(error) })
      timer.current = setTimeout(() => void latest.current(), retryAfterMs)
      return
    }
    saving.current = undefined
    asked.onKept(sent, seen.current)
    if (unsaved.current !== sent) return void latest.current()
    unsaved.current = undefined
    localStorage.removeItem(asked.place())
    setState(hasWords(sent) ? 'saved' : 'none')
  }
  const latest = useRef(save)
  latest.current = save

  // A draft an earlier window could not save, and one this window has not saved yet when it is left.
  useEffect(() => {
    void latest.current()
    return () => void latest.current({ keepalive: true })
  }, [])

  const show = (draft: D | null) => {
    unsaved.current = undefined
    localStorage.removeItem(asked.place())
    seen.current = draft?.updated_at ?? null
    newest.current = contentOf(draft ?? undefined)
    setContent(newest.current)
    setState(draft ? 'saved' : 'none')
    setOther(undefined)
    setRound((before) => before + 1)
  }
  const shown = useRef(show)
  shown.current = show

  // Another window went on, sent it or threw it away, or a mail was taken back and its words came home: whoever has
  // nothing unsaved sees that.
  const serverAt = onServer?.updated_at ?? null
  const wasAt = useRef(serverAt)
  useEffect(() => {
    const before = wasAt.current
    wasAt.current = serverAt
    if (saving.current || serverAt === seen.current || unsaved.current) return
    if (serverAt ? seen.current && serverAt < seen.current : !before) return
    shown.current(onServer ?? null)
  }, [serverAt, onServer])

  const keepHere = (mine: C) => {
    unsaved.current = mine
    localStorage.setItem(asked.place(), JSON.stringify({ content: mine, seen: seen.current } satisfies Kept<C>))
  }
  const change = (patch: Partial<C>, quietly = false) => {
    newest.current = { ...newest.current, ...patch }
    setContent(newest.current)
    if (quietly) return
    keepHere(newest.current)
    clearTimeout(timer.current)
    if (!other) timer.current = setTimeout(() => void latest.current(), saveAfterMs)
  }
  /**
   * What the server has once it has every word that is here; undefined while another window has it otherwise, or it
   * fails.
   */
  const settled = async (): Promise<Kept<C> | undefined> => {
    for (let tries = 0; unsaved.current !== undefined && tries < 3; tries++) await (saving.current ?? save())
    return unsaved.current === undefined ? { content: newest.current, seen: seen.current } : undefined
  }
  /** After sending: the words are a message now, and the server has used the draft up. */
  const clear = () => {
    clearTimeout(timer.current)
    show(null)
  }
  /**
   * Another window's, as a refusal tells it. What was sent or thrown away there lives on only if somebody says so, or
   * wrote here since.
   */
  const conflict = (error: ApiError) => {
    if (error.draft) keepHere(unsaved.current ?? newest.current)
    setOther({ draft: error.draft as D | null })
    setState({ failed: error.message })
  }
  return {
    content,
    /** What is written now, asked between two drawings. */
    latest: () => newest.current,
    change,
    conflict,
    clear,
    settled,
    state,
    round,
    other,
    keepMine: () => {
      setOther(undefined)
      keepHere(unsaved.current ?? newest.current)
      void save({ over: true })
    },
    takeOther: () => show(other?.draft ?? null),
  }
}

/** What this browser has of it that the server may not have yet. */
export function keptAt<C>(place: string, contentOf: (draft: undefined) => C): Kept<C> | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? 'null') as Kept<C & { body: unknown }> | null
    return kept?.content && typeof kept.content.body === 'string'
      ? { content: { ...contentOf(undefined), ...kept.content }, seen: kept.seen }
      : undefined
  } catch {
    return undefined
  }
}
