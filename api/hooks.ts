// Made by node bin/api.mjs from the routes of the server; do not edit.

import createHooks, { type OpenapiQueryClient } from 'openapi-react-query'
import type { Docket, paths } from './client.ts'

/** Queries and mutations of TanStack Query, one for every operation; their keys are `[method, path, what was asked]`. */
export const hooksOf = (client: Docket): OpenapiQueryClient<paths> => createHooks(client)
