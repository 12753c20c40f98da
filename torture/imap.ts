import { hasDovecot, openDovecot } from '../server/test/dovecot.ts'
import type { Channel, Given } from './channels.ts'
import { connectImap } from './connecting.ts'
import { startDelivering } from './delivering.ts'

const user = 'help'

/** IMAP: a mail is promised when the server that Docket fetches from has taken it in. */
export const imapChannel = {
  says: 'IMAP: promised is what Dovecot took in',
  missing: hasDovecot ? undefined : 'no dovecot is installed here',
  async open(given: Given): Promise<Channel> {
    const dovecot = await openDovecot()
    await connectImap(given.victim, { port: dovecot.port, user, password: dovecot.password })
    return startDelivering(given, {
      paceMs: 15,
      within: (loop) => dovecot.as(user, (client) => loop((bytes) => client.append('INBOX', bytes))),
      close: () => dovecot.close(),
    })
  },
}
