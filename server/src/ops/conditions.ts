import type { Readings } from './measuring.ts'

/** What somebody should know: of what and whose (nobody's is the whole installation's), what is so, what to do about it, and the page that shows it. */
export type Finding = { subject?: string; orgId?: string; says: string; todo: string; page: string }

/** What is looked at besides the readings: whether the database was away from this process. */
export type Looked = Readings & { lastAbsence: { from: Date; to: Date } | undefined }

const minute = 60_000
const queueMaxMs = 5 * minute
const diskMaxUsed = 0.9
const diskMinBytes = 1024 ** 3
/** Shorter is a restart or a failover, and heals before anybody could look. */
const absenceMinMs = 10_000
/** For how long an absence that is over is still news. */
const absenceNewsMs = 10 * minute

/** Every condition there is, by name; a subject is the id of a mailbox or organisation, and none means the whole installation. */
export const conditions: Record<string, (looked: Looked) => Finding[]> = {
  'mailbox-red': ({ redMailboxes }) =>
    redMailboxes.map(({ orgId, mailboxId, address, failed, since }) => ({
      subject: mailboxId,
      orgId,
      says: `${address} takes nothing in: its last ${failed} mails failed, the first at ${moment(since)}.`,
      todo: 'Open a failed mail, read the sentence beside it, and retry once the cause is gone. Nothing is lost meanwhile.',
      page: '/ops/failed-mails',
    })),
  'balance-off': ({ balancesOff }) =>
    balancesOff.map(({ orgId, mailboxId, address, mails, firstDay, offSince }) => ({
      subject: mailboxId,
      orgId,
      says: `The mail of ${address} does not add up since ${moment(offSince)}: ${count(mails, 'mail')} should be here and ${mails === 1 ? 'is' : 'are'} not, the first of ${firstDay}.`,
      todo: 'Open the balance sheet: it names each mail, and Mend brings them.',
      page: '/ops/balance',
    })),
  'mails-failed': ({ organisations }) =>
    organisations.flatMap(({ orgId, mailsFailed }) =>
      mailsFailed === 0
        ? []
        : {
            subject: orgId,
            orgId,
            says: `${count(mailsFailed, 'mail')} could not be taken in.`,
            todo: 'Each is kept with the sentence why: read it there, and retry.',
            page: '/ops/failed-mails',
          },
    ),
  'deliveries-unsure': ({ organisations }) =>
    organisations.flatMap(({ orgId, deliveriesUnsure }) =>
      deliveriesUnsure === 0
        ? []
        : {
            subject: orgId,
            orgId,
            says: `Of ${count(deliveriesUnsure, 'outgoing mail')} it is not known whether it left.`,
            todo: 'Look in the log of the mail server, then send it again or leave it.',
            page: '/outbox',
          },
    ),
  'acknowledging-stopped': ({ automaticStops }) =>
    automaticStops.map(({ orgId, stoppedAt, endsAt }) => ({
      subject: orgId,
      orgId,
      says: `Acknowledgements are stopped since ${moment(stoppedAt)}, because so many left at once.`,
      todo: `Is somebody flooding a mailbox? They leave again at ${moment(endsAt)}, or when an administrator lets them on the page.`,
      page: '/settings/acknowledgements',
    })),
  'dead-letters': ({ deadLettersFresh }) =>
    deadLettersFresh === 0
      ? []
      : [
          {
            says: `Within a day ${count(deadLettersFresh, 'job')} failed too often and will not be tried again.`,
            todo: 'Operations shows each with its sentence: do it again there once the cause is gone.',
            page: '/ops',
          },
        ],
  'queue-old': ({ at, queues, organisations }) => {
    const mail = { name: 'incoming mail', dueSince: oldest(organisations.map(({ mailsDueSince }) => mailsDueSince)) }
    return [...queues, mail].flatMap(({ name, dueSince }) =>
      !dueSince || at.getTime() - dueSince.getTime() < queueMaxMs
        ? []
        : {
            subject: name,
            says: `${name} has waited since ${moment(dueSince)}.`,
            todo: 'Is a process with the role worker running? Is it busy or stuck? Its log and its processor say.',
            page: '/',
          },
    )
  },
  'disk-full': ({ disk: { path, freeBytes, sizeBytes } }) =>
    freeBytes >= diskMinBytes && freeBytes >= (1 - diskMaxUsed) * sizeBytes
      ? []
      : [
          {
            says: `The disk of ${path} has ${(freeBytes / 1024 ** 2).toFixed(0)} MB left of ${(sizeBytes / 1024 ** 3).toFixed(1)} GB.`,
            todo: 'Make room or enlarge it. When it is full, mail is refused with a 4xx and its senders come again.',
            page: '/',
          },
        ],
  'database-was-away': ({ at, lastAbsence }) =>
    !lastAbsence ||
    lastAbsence.to.getTime() - lastAbsence.from.getTime() < absenceMinMs ||
    at.getTime() - lastAbsence.to.getTime() > absenceNewsMs
      ? []
      : [
          {
            says: `The database did not answer from ${moment(lastAbsence.from)} to ${moment(lastAbsence.to)}.`,
            todo: 'Nothing acknowledged is lost. Look into the log of the database.',
            page: '/',
          },
        ],
}

const moment = (at: Date) => `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`
const count = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`

function oldest(instants: readonly (Date | null)[]): Date | null {
  return instants.reduce((first, one) => (one && (!first || one < first) ? one : first), null)
}
