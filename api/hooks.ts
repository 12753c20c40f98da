// Made by node bin/api.mjs from the routes of the server; do not edit.

import createHooks, { type OpenapiQueryClient } from 'openapi-react-query'
import type { Docket, paths } from './client.ts'

/** Every operation as a query or mutation of TanStack Query; the keys are `[method, path, what was asked]`. */
export const hooksOf = (client: Docket): OpenapiQueryClient<paths> => createHooks(client)
