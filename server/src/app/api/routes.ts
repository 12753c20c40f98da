import { z } from 'zod'
import { entrance, type Route, raw } from '../../platform/routes.ts'
import { type Document, documentOf } from './document.ts'

/** The API described by itself. Anyone may read it: it names no secret, and who writes a client has no token yet. */
export function describing(routes: () => readonly Route[]): Route[] {
  let made: Document | undefined
  const document = () => {
    made ??= documentOf(routes())
    return made
  }
  return [
    entrance('GET /openapi.json', {
      says: 'The API as an OpenAPI 3.1 document.',
      name: 'readOpenapi',
      in: z.object({}),
      out: raw,
      sends: 'application/json',
      enter: async () => ({ type: 'application/json', bytes: JSON.stringify(document()) }),
    }),
  ]
}
