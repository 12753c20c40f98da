import { z } from 'zod'
import { invalid } from '../platform/problem.ts'

export const Listing = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
})

export const Page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next_cursor: z.string().nullable() })

/** One row more than asked for was read: it says that there is a next page. */
export function pageOf<R, V>(rows: readonly R[], limit: number, view: (row: R) => V, at: (row: R) => [Date, string]) {
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return {
    items: shown.map(view),
    next_cursor:
      last === undefined
        ? null
        : at(last)
            .map((key) => (key instanceof Date ? key.toISOString() : key))
            .join('_'),
  }
}

const Place = z.tuple([z.iso.datetime(), z.uuid()])

export function place(cursor: string | undefined): { at: Date; id: string } | undefined {
  if (cursor === undefined) return undefined
  const read = Place.safeParse(cursor.split('_'))
  if (!read.success) throw invalid('The cursor is not one of ours.')
  return { at: new Date(read.data[0]), id: read.data[1] }
}
