import { setTimeout as sleep } from 'node:timers/promises'
import { sha256Of } from '../server/src/app/torturing/mail.ts'
import { hasDovecot, openDovecot } from '../server/test/dovecot.ts'
import type { Channel, Given } from './channels.ts'
import { connectImap, endLeases } from './connecting.ts'
import { pause } from './ending.ts'
import { mailOf } from './mail.ts'

const user = 'help'
/** So that a pull finds several of them, and a kill falls between. */
const paceMs = 15

/** IMAP: a mail is promised when the server that Docket fetches from has taken it in. */
export const imapChannel = {
  says: 'IMAP: promised is what Dovecot took in',
  missing: hasDovecot ? undefined : 'no dovecot is installed here',
  async open({ victim, ledger, run, random }: Given): Promise<Channel> {
    const dovecot = await openDovecot()
    await connectImap(victim, { port: dovecot.port, user, password: dovecot.password })
    let allowed = 0
    let taken = 0
    let closed = false
    let ended = 0
    let trouble: unknown
    const delivering = dovecot
      .as(user, async (client) => {
        while (!closed) {
          if (taken >= allowed) {
            await sleep(10)
            continue
          }
          const nonce = `${run}-${taken++}`
          const { bytes } = mailOf(nonce)
          await client.append('INBOX', bytes)
          ledger.note({ nonce, sha256: sha256Of(bytes) })
          await sleep(random() * 2 * paceMs)
        }
      })
      .catch((error) => {
        trouble = error
      })
    const promised = () => {
      if (trouble) throw trouble
      return ledger.size
    }
    return {
      get promised() {
        return promised()
      },
      allow(mails) {
        allowed += mails
      },
      async killed(isLast) {
        if (!isLast) ended += await endLeases(victim)
      },
      async settled() {
        while (promised() < allowed) await pause(50)
      },
      saw: () => ({ 'leases ended for the dead': ended }),
      async close() {
        closed = true
        await delivering
        await dovecot.close()
      },
    }
  },
}
