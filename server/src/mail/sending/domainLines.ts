import { z } from 'zod'

export const DomainLine = z
  .object({
    what: z.enum(['domain', 'spf', 'dkim', 'dmarc', 'alignment']),
    state: z.enum(['ok', 'look', 'wrong', 'unknown']),
    says: z.string(),
    record: z
      .object({ name: z.string(), type: z.literal('TXT'), value: z.string() })
      .nullable()
      .meta({ description: 'The record to add, or to put in the place of the one that is there.' }),
  })
  .meta({ id: 'DomainLine' })
export type DomainLine = z.output<typeof DomainLine>

export const line = (
  what: DomainLine['what'],
  state: DomainLine['state'],
  says: string,
  name?: string,
  value?: string,
): DomainLine => ({
  ...{ what, state, says },
  record: name && value ? { name, type: 'TXT', value } : null,
})
