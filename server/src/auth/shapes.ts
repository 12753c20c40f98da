import { z } from 'zod'
import { allPermissions } from './permissions.ts'

export const Nothing = z.object({})
export const ById = z.object({ id: z.uuid() })
export const Role = z.enum(['admin', 'agent', 'viewer'])
export const Permission = z.enum(allPermissions)
export const Email = z.string().trim().pipe(z.email('must be an e-mail address').max(254))
/** It stands in headers of mails too. */
export const OneLine = z
  .string()
  .trim()
  .max(200)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, 'must be one line')
export const Name = OneLine.min(1, 'must not be empty')
/** Its rule speaks for itself, beside the field: auth/passwords. */
export const Password = z.string().min(1, 'must not be empty').max(1000)
export const LinkToken = z.string().min(1).max(200)
export const UserView = z.object({ id: z.string(), name: z.string(), email: z.string(), role: Role })
export const Items = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next_cursor: z.null() })

export const items = <T>(found: readonly T[]): { items: Spoken<T>[]; next_cursor: null } => ({
  items: spoken(found) as Spoken<T>[],
  next_cursor: null,
})

/** As JSON says it: an instant is a string. */
export type Spoken<T> = T extends Date
  ? string
  : T extends readonly (infer U)[]
    ? Spoken<U>[]
    : T extends object
      ? { [K in keyof T]: Spoken<T[K]> }
      : T
export const spoken = <T>(value: T): Spoken<T> => JSON.parse(JSON.stringify(value)) as Spoken<T>
