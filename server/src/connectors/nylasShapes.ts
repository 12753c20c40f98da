import { z } from 'zod'

/** What is read of Nylas's answers (https://developer.nylas.com/docs/reference/api); the rest of them is not looked at. */
export const Message = z.object({ id: z.string().min(1), date: z.number().int(), thread_id: z.string().nullish() })
export type Message = z.output<typeof Message>
export const Page = <M extends z.ZodType>(message: M) =>
  z.object({ data: z.array(message), next_cursor: z.string().nullish() })
export const One = z.object({ data: Message })
export const Folders = Page(
  z.object({ id: z.string(), name: z.string().nullish(), attributes: z.array(z.string()).nullish() }),
)
export const RawMime = z.object({ data: z.object({ raw_mime: z.string() }) })
export const WithHeaders = z.object({
  data: z.object({ headers: z.array(z.object({ name: z.string(), value: z.string() })).nullish() }),
})
export const Grant = z.object({
  data: z.object({ grant_status: z.string(), email: z.string().nullish(), scope: z.array(z.string()).nullish() }),
})
export const Newest = Page(
  Message.extend({
    subject: z.string().nullish(),
    from: z.array(z.object({ email: z.string().nullish() })).nullish(),
  }),
)

type Folder = { id: string; name?: string | null | undefined; attributes?: string[] | null | undefined }

/** Providers call it by their own name; its attribute says what it is, or its id. */
export const inboxIn = (folders: readonly Folder[]): Folder | undefined =>
  folders.find(({ attributes }) => attributes?.some((one) => /^\\?inbox$/i.test(one))) ??
  folders.find(({ id, name }) => /^inbox$/i.test(id) || /^inbox$/i.test(name ?? ''))

export const headerIn = (headers: readonly { name: string; value: string }[]): Buffer =>
  Buffer.from(`${headers.map(({ name, value }) => `${name}: ${value}\r\n`).join('')}\r\n`)
