import { z } from 'zod'

/** An instant as it travels: an ISO 8601 text. A bare transform would leave the API's document without its type. */
export const Instant = z
  .date()
  .transform((at) => at.toISOString())
  .meta({ type: 'string', format: 'date-time' })
