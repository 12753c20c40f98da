import { z } from 'zod'
import { cleanLine } from './cleaning.ts'
import type { Bounce } from './parsed.ts'

/** Amazon SES by way of SNS mails its bounces as JSON (SES developer guide, "notification contents"). */
const Notice = z.object({
  notificationType: z.literal('Bounce'),
  bounce: z.object({
    bounceType: z.string(),
    bouncedRecipients: z.array(z.object({ emailAddress: z.string(), status: z.string().optional() })).max(1000),
  }),
})

export const isCloudNotice = (text: string): boolean => readCloudNotice(text) !== null

/** The recipients of such a notice; null when the text is none. */
export function readCloudNotice(text: string): Bounce[] | null {
  const begin = text.indexOf('{')
  if (begin < 0 || begin > 200 || !text.includes('notificationType')) return null
  const whole = text.slice(begin, text.lastIndexOf('}') + 1)
  const outer = parsed(whole)
  const inner = outer && typeof outer === 'object' && 'Message' in outer ? parsed(String(outer.Message)) : outer
  const { data } = Notice.safeParse(inner)
  if (!data) return null
  const permanent = data.bounce.bounceType === 'Permanent'
  return data.bounce.bouncedRecipients.map(({ emailAddress, status }) => ({
    recipient: cleanLine(emailAddress),
    action: 'failed',
    status: cleanLine(status ?? '') || (permanent ? '5.0.0' : '4.0.0'),
    permanent,
  }))
}

/** Mail folds long lines, also inside the strings of JSON. */
function parsed(text: string): unknown {
  for (const one of [text, text.replace(/\r?\n/g, '')]) {
    try {
      return JSON.parse(one)
    } catch {
      // Not JSON as it stands: a mail that only looks like it is no notice.
    }
  }
  return null
}
