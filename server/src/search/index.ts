export { type Facets, type Found, findTickets } from './finding.ts'
export { type Marked, type Range, rangesIn, snippetOf } from './highlighting.ts'
export {
  beginIndexing,
  type Indexable,
  indexedDownTo,
  indexMessages,
  orgsToIndex,
  recordIndexedDownTo,
} from './indexing.ts'
export { type Facet, parseQuery, type Query, refused } from './query.ts'
