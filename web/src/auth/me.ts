import type { Me, User } from '@docket/api'
import { useSuspenseQuery } from '@tanstack/react-query'
import { hooks } from '../api.ts'

const knownForMs = 5 * 60_000

export const meQuery = hooks.queryOptions('get', '/me', {}, { staleTime: knownForMs })

/** The person signed in. Pages behind the sign-in are shown only once this is known. */
export const useMe = (): Me => useSuspenseQuery(meQuery).data

/** Those a ticket can be assigned to, by name. */
export const useUsers = (): User[] =>
  hooks.useQuery('get', '/users', {}, { staleTime: knownForMs, select: (page) => page.items }).data ?? []
