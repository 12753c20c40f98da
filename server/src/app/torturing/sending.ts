import { setTimeout as sleep } from 'node:timers/promises'
import { SendFailed, smtpOut } from '../../connectors/smtpOut.ts'
import type { Ledger } from './ledger.ts'
import { mailOf, sha256Of } from './mail.ts'

export type Wanted = {
  url: string
  from: string
  to: string
  run: string
  mails: number
  lanes: number
  patienceMs: number
}
export type Sent = {
  promised: number
  resends: number /** Refused for good, or not taken within the patience. */
  refused: string[]
}

/** As a mail server sends: until a mail was answered 250 it comes again with the same bytes. What was answered 250 stands in the ledger. */
export async function sendAll(wanted: Wanted, ledger: Ledger, progress: (sent: Sent) => void): Promise<Sent> {
  const { url, from, to, run, mails, lanes, patienceMs } = wanted
  const smtp = smtpOut(url)
  const sent: Sent = { promised: 0, resends: 0, refused: [] }
  let next = 0

  const sendOne = async (nonce: string): Promise<void> => {
    const raw = mailOf(nonce, { from, to })
    const began = performance.now()
    for (;;) {
      try {
        await smtp.send({ from, to: [to], raw })
        ledger.note({ nonce, sha256: sha256Of(raw) })
        sent.promised++
        return
      } catch (error) {
        if (!(error instanceof SendFailed)) throw error
        if (error.kind === 'permanent' || performance.now() - began > patienceMs) {
          sent.refused.push(`${nonce}: ${error.message}`)
          return
        }
        sent.resends++
        await sleep(500)
      }
    }
  }
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (next < mails) {
        await sendOne(`${run}-${next++}`)
        progress(sent)
      }
    }),
  )
  return sent
}
