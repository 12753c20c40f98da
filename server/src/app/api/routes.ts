import { z } from 'zod'
import { entrance, type Raw, type Route, raw } from '../../platform/routes.ts'
import { documentOf } from './document.ts'
import { filterScript, pageOf } from './page.ts'

const Nothing = z.object({})

/** The API described by itself. Anyone may read it: it names no secret, and who writes a client has no token yet. */
export function describing(routes: () => readonly Route[]): Route[] {
  const document = once(() => documentOf(routes()))
  const json = once(() => JSON.stringify(document()))
  const page = once(() => pageOf(document()))
  const sends = (type: string, bytes: () => string) => async (): Promise<Raw> => ({
    type: `${type}; charset=utf-8`,
    bytes: bytes(),
    headers: { 'cache-control': 'no-cache' },
  })
  return [
    entrance('GET /openapi.json', {
      says: 'The API as an OpenAPI 3.1 document.',
      name: 'readOpenapi',
      in: Nothing,
      out: raw,
      sends: 'application/json',
      enter: sends('application/json', json),
    }),
    entrance('GET /docs', {
      says: 'The API as a page for people.',
      name: 'readDocs',
      in: Nothing,
      out: raw,
      sends: 'text/html',
      enter: sends('text/html', page),
    }),
    entrance('GET /docs/filter.js', {
      says: 'What lets that page hide the operations that were not asked for.',
      name: 'readDocsFilter',
      in: Nothing,
      out: raw,
      sends: 'text/javascript',
      enter: sends('text/javascript', () => filterScript),
    }),
  ]
}

function once<T>(make: () => T): () => T {
  let made: { it: T } | undefined
  return () => {
    made ??= { it: make() }
    return made.it
  }
}
