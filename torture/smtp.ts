import { setTimeout as sleep } from 'node:timers/promises'
import { smtpClient } from '../bench/smtp.ts'
import { sha256Of } from '../server/src/app/torturing/mail.ts'
import type { Channel, Given } from './channels.ts'
import { pause } from './ending.ts'
import { mailbox, mailOf } from './mail.ts'

const lanes = 6
/** A sender that hears nothing for so long hangs up and comes again. */
const patienceMs = 30_000

/** SMTP: a mail is promised when it was answered 250; until then its sender comes again with the same bytes. */
export const smtpChannel = {
  says: 'SMTP: promised is what was answered 250',
  async open({ victim, ledger, run, write = mailOf }: Given): Promise<Channel> {
    const saw: Record<string, number> = {}
    const count = (what: string) => {
      saw[what] = (saw[what] ?? 0) + 1
    }
    let allowed = 0
    let taken = 0
    let closed = false
    const lane = async (): Promise<void> => {
      let line: Line | undefined
      while (!closed) {
        if (taken >= allowed) {
          await sleep(10)
          continue
        }
        const nonce = `${run}-${taken++}`
        const { from, bytes } = write(nonce)
        // The line that ends the last one belongs to the mail, as it was sent.
        const sha256 = sha256Of(Buffer.concat([bytes, Buffer.from('\r\n')]))
        for (let isKept = false; !isKept && !closed; ) {
          if (!line) {
            line = await connection(victim.smtpPort).catch(() => undefined)
            if (!line) {
              count('not reached')
              await sleep(150)
              continue
            }
          }
          try {
            await withPatience(line.send(from, mailbox, bytes))
            ledger.note({ nonce, sha256 })
            isKept = true
          } catch (error) {
            const code = /heard (\d{3})/.exec(String(error))?.[1]
            count(code ? `answered ${code}` : 'broken off')
            line.close()
            line = undefined
            await sleep(50)
          }
        }
      }
      line?.close()
    }
    const running = Array.from({ length: lanes }, lane)
    return {
      get promised() {
        return ledger.size
      },
      allow(mails) {
        allowed += mails
      },
      killed: async () => {},
      async settled() {
        while (ledger.size < allowed) await pause(50)
      },
      saw: () => saw,
      async close() {
        closed = true
        await Promise.all(running)
      },
    }
  },
}

type Line = Awaited<ReturnType<typeof smtpClient>>

const connection = (port: number): Promise<Line> => withPatience(smtpClient(port))

async function withPatience<R>(work: Promise<R>): Promise<R> {
  const late = new AbortController()
  const timer = sleep(patienceMs, undefined, { signal: late.signal }).then(
    () => Promise.reject(new Error('no answer')),
    () => new Promise<never>(() => {}),
  )
  try {
    return await Promise.race([work, timer])
  } finally {
    late.abort()
  }
}
