import { z } from 'zod'
import { answerDeeds } from '../mail/index.ts'
import { Instant } from '../platform/instant.ts'
import { forbidden } from '../platform/problem.ts'
import { type Route, route } from '../platform/routes.ts'
import { lately } from './lately.ts'
import { kinds } from './notice.ts'
import { quotesWords, setQuotesWords } from './quoting.ts'
import { changeWishes, ownWishes } from './wishing.ts'

const wishes = {
  assigned: z.boolean().meta({ description: 'A ticket becomes mine.' }),
  mentioned: z.boolean().meta({ description: 'A note names me.' }),
  opened: z.boolean().meta({ description: 'A new ticket comes to a mailbox that I follow.' }),
  answered: z.boolean().meta({ description: 'The customer answers on a ticket of mine.' }),
  answer_does: z.enum(answerDeeds).meta({
    description:
      'What an answer to such a mail does when it is proven to be mine; it counts at once, also for mails that left before.',
  }),
}
const Notifications = z
  .object({
    ...wishes,
    mailboxes: z.array(z.object({ id: z.string(), address: z.string(), name: z.string(), followed: z.boolean() })),
    lately: z
      .array(
        z.object({
          id: z.string(),
          at: Instant,
          kinds: z.array(z.enum(kinds)),
          ticket: z.object({ id: z.string(), number: z.number().int(), subject: z.string() }).nullable(),
          status: z.enum(['gathering', 'queued', 'sending', 'sent', 'failed', 'withheld', 'returned']),
          says: z.string().nullable().meta({ description: 'Why it failed, was withheld or came back.' }),
        }),
      )
      .meta({ description: 'The newest, with what became of each.' }),
  })
  .meta({ id: 'Notifications' })
const Change = z
  .object({
    ...wishes,
    mailbox_ids: z
      .array(z.uuid({ error: 'must be an id' }))
      .max(1_000)
      .meta({ description: 'The mailboxes that I follow: these and no others.' }),
  })
  .partial()
const NotificationSettings = z
  .object({ quotes_words: z.boolean().meta({ description: 'Mails to colleagues show what was written, shortened.' }) })
  .meta({ id: 'NotificationSettings' })

export const noticeRoutes: Route[] = [
  route('GET   /me/notifications', {
    says: 'What one is told by mail, and the newest of those mails.',
    name: 'readNotifications',
    may: 'anyone',
    in: z.object({}),
    out: Notifications,
    run: async (tx) => ({ ...(await ownWishes(tx)), lately: await lately(tx) }),
  }),
  route('PATCH /me/notifications', {
    says: 'Change what one is told by mail.',
    name: 'changeNotifications',
    refuses: [forbidden],
    may: 'anyone',
    in: Change,
    out: Notifications,
    run: async (tx, change) => {
      await changeWishes(tx, change)
      return { ...(await ownWishes(tx)), lately: await lately(tx) }
    },
  }),
  route('GET   /settings/notifications', {
    says: 'What mails to colleagues show.',
    name: 'readNotificationSettings',
    may: 'settings.manage',
    in: z.object({}),
    out: NotificationSettings,
    run: async (tx) => ({ quotes_words: await quotesWords(tx) }),
  }),
  route('PUT   /settings/notifications', {
    says: 'Change what mails to colleagues show, for all that have not left.',
    name: 'changeNotificationSettings',
    may: 'settings.manage',
    in: NotificationSettings,
    out: NotificationSettings,
    run: async (tx, { quotes_words }) => {
      await setQuotesWords(tx, quotes_words)
      return { quotes_words }
    },
  }),
]
