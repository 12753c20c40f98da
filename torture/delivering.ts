import { setTimeout as sleep } from 'node:timers/promises'
import { sha256Of } from '../server/src/app/torturing/mail.ts'
import type { Channel, Given } from './channels.ts'
import { endLeases } from './connecting.ts'
import { pause } from './ending.ts'
import { mailOf } from './mail.ts'

type Loop = (deliver: (bytes: Buffer) => Promise<unknown>) => Promise<void>

type Provider = {
  /** Between two mails, in the mean: so that a pull finds several, and a kill falls between. */
  paceMs: number
  /** Runs the loop, with whatever line to the provider it needs. */
  within(loop: Loop): Promise<unknown>
  saw?: Channel['saw']
  close?: Channel['close']
}

/** Mail that comes to a provider, as much as is allowed; one is promised when the provider has taken it in. */
export function startDelivering(
  { victim, ledger, run, random }: Given,
  { paceMs, within, ...more }: Provider,
): Channel {
  let [allowed, taken, ended, closed] = [0, 0, 0, false]
  let trouble: unknown
  const delivering = within(async (deliver) => {
    while (!closed) {
      if (taken >= allowed) {
        await sleep(10)
        continue
      }
      const nonce = `${run}-${taken++}`
      const { bytes } = mailOf(nonce)
      await deliver(bytes)
      ledger.note({ nonce, sha256: sha256Of(bytes) })
      await sleep(random() * 2 * paceMs)
    }
  }).catch((error) => {
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
    saw: async () => ({ 'leases ended for the dead': ended, ...(await more.saw?.()) }),
    async close() {
      closed = true
      await delivering
      await more.close?.()
    },
  }
}
