import { balanceSum, checkBalance, type Days, listMailboxes, type MailboxRow, mendBalance } from '../../mail/index.ts'
import type { Store } from '../../platform/store.ts'
import { inTx } from '../../platform/tx.ts'
import { type Command, json, Misuse } from './command.ts'
import { organisations } from './organisations.ts'
import { commandLine } from './whose.ts'
import { withStore } from './withStore.ts'

const patienceMs = 3600_000
const dayPattern = /^\d{4}-\d{2}-\d{2}$/

/** Asks each provider what it holds and lays it against what is here, mail by mail. The exit code is 1 when it does not add up. */
export const command: Command = {
  takes: '',
  options: {
    org: { type: 'string' },
    mailbox: { type: 'string' },
    since: { type: 'string' },
    until: { type: 'string' },
    mend: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  about: {
    org: 'only the organisation of this slug',
    mailbox: 'only the mailbox of this address',
    since: 'the first day, such as 2026-11-01 (else yesterday); all for all of them',
    until: 'the last day (else today)',
    mend: 'first bring what the last check found missing',
    json: 'print one JSON object for each mailbox and day',
  },
  example: 'docket mail balance --since 2026-11-01 --mend',
  run: (given) =>
    withStore(given, async (store) => {
      const { org, mailbox, mend } = given.values
      const days = daysOf(given.values, store.clock())
      let isOff = false
      let looked = 0
      for (const { orgId } of await organisations(store, typeof org === 'string' ? org : undefined))
        for (const one of await mailboxesOf(store, orgId, mailbox)) {
          looked++
          const work = mend ? mendBalance : checkBalance
          const checked = await work(store, commandLine(orgId), one.id, days, AbortSignal.timeout(patienceMs))
          isOff ||= checked.error !== null || checked.days.some(({ off_checks }) => off_checks > 0)
          if (checked.error !== null) given.terminal.say(`${one.address}: ${checked.error}`)
          if (!given.values.json) await given.terminal.out(`${one.address}\n`)
          for (const day of checked.days)
            await given.terminal.out(given.values.json ? json({ mailbox: one.address, ...day }) : lineOf(day))
        }
      if (looked === 0) throw new Misuse(`There is no mailbox ${mailbox ?? ''}.`)
      return isOff ? 1 : 0
    }),
}

async function mailboxesOf(store: Store, orgId: string, address: unknown): Promise<MailboxRow[]> {
  const all = await inTx(store, commandLine(orgId), listMailboxes)
  return typeof address === 'string' ? all.filter((one) => one.address === address.toLowerCase()) : all
}

function daysOf({ since, until }: Record<string, unknown>, now: Date): Days {
  const day = (given: unknown, name: string, otherwise: Date) => {
    if (given === undefined) return otherwise.toISOString().slice(0, 10)
    if (typeof given !== 'string' || !dayPattern.test(given) || Number.isNaN(Date.parse(given)))
      throw new Misuse(`--${name} is a day, such as 2026-11-01.`)
    return given
  }
  const last = day(until, 'until', now)
  return { since: since === 'all' ? null : day(since, 'since', new Date(Date.parse(last) - 86_400_000)), until: last }
}

/** Both sides of a day in one line. */
function lineOf(day: Parameters<typeof balanceSum>[0] & { day: string }): string {
  const { there, here, off } = balanceSum(day)
  const said = (side: [string, number][]) => side.map(([name, n]) => `${n} ${name}`).join(' + ') || '0'
  return `  ${day.day}  ${said(there)} = ${said(here)}${off ? `  DOES NOT ADD UP: ${off}` : ''}\n`
}
