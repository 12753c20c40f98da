import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { api } from '../api.ts'
import type { Me, Page, User } from '../api-types.ts'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => api.get<Me>('/me', undefined, signal),
  staleTime: 5 * 60_000,
})

/** The person signed in. Pages behind the sign-in are shown only once this is known. */
export const useMe = (): Me => useSuspenseQuery(meQuery).data

/** Those a ticket can be assigned to, by name. */
export const useUsers = () =>
  useQuery({
    queryKey: ['users'],
    queryFn: ({ signal }) => api.get<Page<User>>('/users', undefined, signal),
    staleTime: 5 * 60_000,
    select: (page) => page.items,
  }).data ?? []
