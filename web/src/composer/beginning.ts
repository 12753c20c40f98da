import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { hooks } from '../api.ts'
import { asLines } from './plain-text.ts'

/** Where the words will stand; without either, in no mailbox. */
export type Where = { ticket_id?: string; mailbox_id?: string }

/**
 * What the editor begins with: the signature stands there before the first word. It waits while nobody knows `where`
 * yet. What cannot be had is gone without: the words matter more.
 */
export function useBeginning(where: Where | undefined, { html, body }: { html: string | null; body: string }) {
  const needed = html === null
  const signature = useQuery({ ...signatureAt(where ?? {}), enabled: needed && where !== undefined })
  const [words] = useState(() => (body && needed ? asLines(body) : '<div></div>'))
  const under = signature.data?.html ? `<div></div><div data-signature="">${signature.data.html}</div>` : ''
  return { html: `${words}${under}`, waiting: needed && (where === undefined || signature.isLoading) }
}

export const signatureAt = (query: Where) =>
  hooks.queryOptions('get', '/signature/filled', { params: { query } }, { staleTime: 60_000, retry: false })
