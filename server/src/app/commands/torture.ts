import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { type Counted, countWhenQuiet } from '../torturing/counting.ts'
import type { Desk, DeskAt } from '../torturing/desk.ts'
import { docketDesk } from '../torturing/docketDesk.ts'
import { openLedger } from '../torturing/ledger.ts'
import { type Sent, sendAll } from '../torturing/sending.ts'
import { type Command, type Given, json, Misuse } from './command.ts'

/** Which desks can be counted; another one is a file beside `docketDesk.ts` and a line here. */
const desks: Record<string, (at: DeskAt) => Desk> = { docket: docketDesk }

/** Sends mails that are like no other to any desk, and counts there what became of those it promised to keep. Hurt it meanwhile as you like. */
export const command: Command = {
  takes: 'smtp://<host:port> --api <url> --to <address>',
  takesWords: true,
  options: {
    api: { type: 'string' },
    to: { type: 'string' },
    from: { type: 'string' },
    token: { type: 'string' },
    desk: { type: 'string' },
    mails: { type: 'string' },
    lanes: { type: 'string' },
    patience: { type: 'string' },
    ledger: { type: 'string' },
    json: { type: 'boolean' },
  },
  about: {
    api: 'where the desk is asked what it holds',
    to: 'the address of a mailbox of the desk',
    from: 'who sends (torture@example.com); the desk may answer this address',
    token: 'the token for the API (DOCKET_TOKEN)',
    desk: `which desk it is, of ${Object.keys(desks).join(', ')} (docket)`,
    mails: 'how many mails (100)',
    lanes: 'how many senders at once (4)',
    patience: 'seconds that a mail may take to be accepted, and the last one to appear (300)',
    ledger: 'the file, a new one, that holds what was promised (torture-<run>.ledger)',
    json: 'print the figures as JSON',
  },
  example: 'docket torture smtp://127.0.0.1:2525 --api http://127.0.0.1:3000 --to support@demo.localhost --mails 1000',
  async run(given) {
    const { terminal, values } = given
    const { url, api, to, token, desk } = wantedOf(given)
    const [mails, lanes, patience] = [
      number(values.mails, 100, 'mails'),
      number(values.lanes, 4, 'lanes'),
      number(values.patience, 300, 'patience'),
    ]
    const run = `torture-${randomBytes(4).toString('hex')}`
    const from = text(values.from) ?? 'torture@example.com'
    const ledger = openLedger(resolve(terminal.folder, text(values.ledger) ?? `${run}.ledger`))
    const since = new Date()
    const draw = (line: string) => terminal.redraw?.(line)
    try {
      const sent = await sendAll(
        { url, from, to, run, mails, lanes, patienceMs: patience * 1_000 },
        ledger,
        ({ promised, resends }) => draw(`${promised} of ${mails} promised, sent again ${resends} times`),
      )
      const promised = ledger.entries().map(({ nonce }) => nonce)
      const counted = await countWhenQuiet(
        { desk: desk({ api, token }), run, since, promised, patienceMs: patience * 1_000 },
        (missing) => draw(`${missing} of ${promised.length} not seen yet`),
      )
      if (values.json) await terminal.out(json({ run, ledger: ledger.path, ...sent, ...counted }))
      else await terminal.out(told(counted, sent, ledger.path))
      return isWhole(counted) && sent.refused.length === 0 ? 0 : 1
    } finally {
      ledger.close()
    }
  },
}

function wantedOf({ words, values, terminal }: Given) {
  const [url] = words
  if (!url || !/^smtps?:\/\/[^/]/.test(url)) throw new Misuse('Say where mail goes: smtp://host:port.')
  const [api, to, token] = [text(values.api), text(values.to), text(values.token) ?? terminal.env.DOCKET_TOKEN]
  if (!api) throw new Misuse('Say where the desk is asked: --api <url>.')
  if (!to) throw new Misuse('Say which mailbox the mails are for: --to <address>.')
  if (!token) throw new Misuse('Give a token for the API: --token, or DOCKET_TOKEN.')
  const desk = desks[text(values.desk) ?? 'docket']
  if (!desk) throw new Misuse(`There is no adapter for ${values.desk}, only for ${Object.keys(desks).join(', ')}.`)
  return { url, api, to, token, desk }
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

function number(value: unknown, otherwise: number, name: string): number {
  const given = Number(value ?? otherwise)
  if (!Number.isInteger(given) || given < 1) throw new Misuse(`--${name} must be a whole number from 1.`)
  return given
}

const isWhole = ({ lost, doubledMessages, doubledTickets }: Counted) =>
  lost.length + doubledMessages.length + doubledTickets.length === 0

function told(counted: Counted, { refused, resends }: Sent, ledger: string): string {
  const rows: [string, number, readonly string[]][] = [
    ['promised', counted.promised, []],
    ['sent again', resends, []],
    ['refused', refused.length, refused],
    ['messages', counted.messages, []],
    ['tickets', counted.tickets, []],
    ['lost', counted.lost.length, counted.lost],
    ['doubled messages', counted.doubledMessages.length, counted.doubledMessages],
    ['doubled tickets', counted.doubledTickets.length, counted.doubledTickets],
  ]
  const lines = rows.map(
    ([what, figure, names]) => `${what.padEnd(17)} ${`${figure}`.padStart(7)}  ${names.slice(0, 3).join(', ')}`,
  )
  return `${lines.map((line) => line.trimEnd()).join('\n')}\nWhat was promised stands in ${ledger}.\n`
}
