import { z } from 'zod'

const Table = z.object({
  schema: z.string(),
  name: z.string(),
  columns: z.array(z.string()),
  rows: z.number(),
  bytes: z.number(),
  /** Of its rows as they stand in the file, all parts in a row. */
  sha256: z.string(),
})
export type TableInBackup = z.output<typeof Table>

/** What a backup holds: its last entry, and what a restore is measured by. */
export const Manifest = z.object({
  format: z.literal(1),
  made_at: z.string(),
  migrations: z.array(z.object({ name: z.string(), sha256: z.string() })),
  tables: z.array(Table),
  /** Partitions made while running: their rows need them to be there. */
  partitions: z.array(z.object({ parent: z.string(), name: z.string(), bound: z.string() })),
  sequences: z.array(z.object({ name: z.string(), last: z.string(), called: z.boolean() })),
  blobs: z.object({ count: z.number(), bytes: z.number(), missing: z.number() }),
  keys: z.object({
    sealed: z.boolean(),
    /** Made from the key and tells nothing of it: says whether another key is the same. */
    check: z.string(),
  }),
})
export type Manifest = z.output<typeof Manifest>

export const manifestName = 'manifest.json'
export const keysName = 'keys.json'
/** Tables stand in pieces of a few megabytes, since a tar must know a size before its bytes. */
export const partName = ({ schema, name }: { schema: string; name: string }, part: number) =>
  `tables/${schema}.${name}/${String(part).padStart(6, '0')}`
export const blobName = (orgId: string, sha256: string) => `blobs/${orgId}/${sha256}`
