import type { NewMail, TicketStatus, Upload } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { ApiError, answered, api, hooks } from '../api.ts'
import { useMe } from '../auth/me.ts'
import type { Named } from './addresses.ts'
import { keptAt, useKept } from './keeping.ts'

/** A mail to somebody who has not written. */
export type Mail = {
  mailbox_id: string | null
  identity_id: string | null
  to: Named[]
  cc: Named[]
  bcc: Named[]
  subject: string
  body: string
  html: string | null
  uploads: Upload[]
  status: TicketStatus | null
}
const blank: Mail = {
  ...{ mailbox_id: null, identity_id: null, to: [], cc: [], bcc: [] },
  ...{ subject: '', body: '', html: null, uploads: [], status: null },
}

export const isBegun = ({ to, cc, bcc, subject, body, uploads }: Mail) =>
  `${subject}${body}`.trim() !== '' || to.length + cc.length + bcc.length + uploads.length > 0

export const newMailsQuery = hooks.queryOptions('get', '/new-mails')

/** One that was begun: by its place in this browser, and by its id once the server has it. */
export type Begun = { place: string; id: string | undefined; mail: NewMail | undefined; content: Mail }

const placeOf = (userId: string, name: string) => `docket.writing.${userId}.new.${name}`

/** A mail from its first key; `begun` goes on with one. */
export function useNewMail(begun: Begun | undefined) {
  const { user } = useMe()
  const client = useQueryClient()
  const place = useRef(begun?.place ?? placeOf(user.id, crypto.randomUUID()))
  const id = useRef(begun?.id)
  const beginning = useRef<Promise<NewMail>>(undefined)
  const draft = useKept<Mail, NewMail>({
    place: () => place.current,
    onServer: begun?.mail,
    contentOf,
    hasWords: isBegun,
    keep: async (mail, { keepalive, seen }) => {
      const { uploads, ...words } = mail
      const body = { ...words, upload_ids: uploads.map((one) => one.id) }
      // Another one that leaves this window: it goes on with what the first has begun.
      const first = await beginning.current?.catch(() => undefined)
      if (id.current === undefined) {
        if (!isBegun(mail)) return null
        const header = { 'Idempotency-Key': crypto.randomUUID() }
        beginning.current = answered(api.POST('/new-mails', { params: { header }, body, keepalive }))
        const made = await beginning.current.finally(() => {
          beginning.current = undefined
        })
        id.current = made.id
        place.current = moved(place.current, placeOf(user.id, made.id))
        return made.updated_at
      }
      const known = first?.updated_at ?? seen
      const params = { path: { id: id.current } }
      try {
        const kept = api.PUT('/new-mails/{id}', {
          params,
          body: { ...body, ...(known ? { seen: known } : {}) },
          keepalive,
        })
        const { updated_at } = await answered(kept)
        if (updated_at === null) id.current = undefined
        return updated_at
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 404) throw error
        id.current = undefined
        throw new ApiError('It was sent or thrown away in another window.', { status: 409, code: 'new-mail-changed' })
      }
    },
    onKept: () => void client.invalidateQueries(newMailsQuery),
  })
  const conflict = (error: ApiError) => {
    // Whoever keeps it begins it anew.
    if (error.draft === null) id.current = undefined
    draft.conflict(error)
  }
  return { ...draft, conflict, id }
}

/** From now on it is kept under its id, so that whoever finds it here goes on with that one. */
function moved(from: string, to: string): string {
  const kept = localStorage.getItem(from)
  if (kept !== null) localStorage.setItem(to, kept)
  localStorage.removeItem(from)
  return to
}

function contentOf(mail: NewMail | undefined): Mail {
  if (!mail) return blank
  const { mailbox_id, identity_id, to, cc, bcc, subject, body, html, uploads, status } = mail
  return { mailbox_id, identity_id, to, cc, bcc, subject, body, html, uploads, status }
}

/** The latest first: those on the server, and before them those that only this browser has. */
export function begunMails(userId: string, mails: readonly NewMail[]): Begun[] {
  const known = mails.map((mail) => begunOf(userId, mail))
  const places = new Set(known.map(({ place }) => place))
  const here = Object.keys(localStorage).flatMap((place) => {
    const kept =
      place.startsWith(placeOf(userId, '')) && !places.has(place) ? keptAt<Mail>(place, contentOf) : undefined
    return kept && isBegun(kept.content) ? [{ place, id: undefined, mail: undefined, content: kept.content }] : []
  })
  return [...here, ...known]
}

export const begunOf = (userId: string, mail: NewMail): Begun => ({
  place: placeOf(userId, mail.id),
  id: mail.id,
  mail,
  content: keptAt<Mail>(placeOf(userId, mail.id), contentOf)?.content ?? contentOf(mail),
})
