import type { Mailbox } from '@docket/api'
import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { hooks } from '../api.ts'

/** How it goes is shown to the second; what changes is told by the live line, and how far it has come is asked for. */
const calmMs = 5_000

export const mailboxesQuery = hooks.queryOptions('get', '/mailboxes', {}, { refetchInterval: calmMs })

export const mailboxQuery = (id: string) =>
  hooks.queryOptions('get', '/mailboxes/{id}', { params: { path: { id } } }, { refetchInterval: calmMs })

export const historyQuery = (id: string) =>
  hooks.queryOptions('get', '/mailboxes/{id}/history', { params: { path: { id } } })

export const webhookQuery = (id: string) =>
  hooks.queryOptions('get', '/mailboxes/{id}/webhook', { params: { path: { id } } }, { refetchInterval: calmMs })
export const wayOutQuery = (id: string) =>
  hooks.queryOptions('get', '/mailboxes/{id}/way-out', { params: { path: { id } } }, { refetchInterval: calmMs })

/** All that is shown of mailboxes, but for trials of their connection. */
export const mailboxKeys: QueryKey[] = ['/mailboxes', '/mailboxes/{id}', '/mailboxes/{id}/history'].map((path) => [
  'get',
  path,
])

export const invalidateMailboxes = (client: QueryClient) =>
  Promise.all(mailboxKeys.map((queryKey) => client.invalidateQueries({ queryKey })))

export const byId = ({ id }: Pick<Mailbox, 'id'>) => ({ params: { path: { id } } })
