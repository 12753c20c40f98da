import { z } from 'zod'
import { type Route, route } from '../../platform/routes.ts'
import { changeThreadSettings, readThreadSettings, type ThreadSettings } from './threadSettings.ts'

const fields = {
  new_subject_opens: z
    .boolean()
    .meta({ description: 'An answer under a new subject opens a new ticket, linked to the old one.' }),
  closed_days: z.number().int().min(1).max(3650).nullable().meta({
    description: 'An answer to a ticket closed longer ago opens a new one, linked to it; null reopens the old one.',
  }),
  subject_hours: z.number().int().min(1).max(720).nullable().meta({
    description:
      'A mail that names no other joins its sender’s ticket of the same subject within these hours; null: never.',
  }),
}
const Threading = z.object(fields).meta({ id: 'Threading' })
const Change = z.object(fields).partial()

/** Which ticket a mail goes to, as far as an organisation decides it. */
export const threadRoutes: Route[] = [
  route('GET   /settings/threading', {
    says: 'Which ticket an answer goes to.',
    name: 'readThreading',
    may: 'settings.manage',
    in: z.object({}),
    out: Threading,
    run: async (tx) => spoken(await readThreadSettings(tx)),
  }),
  route('PATCH /settings/threading', {
    says: 'Change which ticket an answer goes to, for mail from now on.',
    name: 'changeThreading',
    may: 'settings.manage',
    in: Change,
    out: Threading,
    run: async (tx, change) => spoken(await changeThreadSettings(tx, heard(change))),
  }),
]

const spoken = ({ newSubjectOpens, closedDays, subjectHours }: ThreadSettings): z.input<typeof Threading> => ({
  new_subject_opens: newSubjectOpens,
  closed_days: closedDays,
  subject_hours: subjectHours,
})

const heard = ({
  new_subject_opens,
  closed_days,
  subject_hours,
}: z.output<typeof Change>): Partial<ThreadSettings> => ({
  ...(new_subject_opens === undefined ? {} : { newSubjectOpens: new_subject_opens }),
  ...(closed_days === undefined ? {} : { closedDays: closed_days }),
  ...(subject_hours === undefined ? {} : { subjectHours: subject_hours }),
})
