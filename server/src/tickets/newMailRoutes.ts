import { z } from 'zod'
import { type Route, route } from '../platform/routes.ts'
import { Beginning, GoingOn, NewMail, NewMails } from './newMailShapes.ts'
import { beginNewMail, keepNewMail, listNewMails, newMailChanged } from './newMails.ts'
import { Kept } from './shapes.ts'

/** A mail to somebody who has not written, while it is written. */
export const newMailRoutes: Route[] = [
  route('GET    /new-mails', {
    says: 'What you began to write to somebody and have not sent, the latest first.',
    name: 'listNewMails',
    may: 'ticket.reply',
    in: z.object({}),
    out: NewMails,
    run: listNewMails,
  }),
  route('POST   /new-mails', {
    says: 'Keep a mail to somebody from its first key; it opens a ticket when it is sent.',
    name: 'beginNewMail',
    may: 'ticket.reply',
    in: Beginning,
    out: NewMail,
    run: beginNewMail,
    status: 201,
    idempotent: true,
  }),
  route('PUT    /new-mails/:id', {
    says: 'Keep what has been typed so far; one without subject, words, files and recipients is thrown away.',
    name: 'keepNewMail',
    may: 'ticket.reply',
    in: GoingOn,
    out: Kept,
    refuses: [newMailChanged],
    run: keepNewMail,
  }),
]
