import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { newDataDir, removeDataDir } from '../e2e/server.ts'
import { openLedger } from '../server/src/app/torturing/ledger.ts'
import { sha256Of } from '../server/src/app/torturing/mail.ts'
import { type Dovecot, openDovecot } from '../server/test/dovecot.ts'
import { connectImap } from './connecting.ts'
import { type Balance, balanceWhenQuiet } from './counting.ts'
import { pause } from './ending.ts'
import { mailOf } from './mail.ts'
import { randomOf } from './random.ts'
import { Victim } from './victim.ts'

export type Renumbered = {
  mails: number
  /** Taken away at the server while Docket fetched: each of them may have come, or not. */
  withdrawn: number
  /** Of those, how many had come. */
  withdrawnHere: number
  seenElsewhere: number
  renumberings: number
  /** Rows of deliveries that Docket keeps: a mail that is numbered anew should not be a new one. */
  deliveries: number
  balance: Balance
  fell: string[]
  seconds: number
  /** From the start until all mails of the absence were tickets. */
  caughtUpSeconds: number
}

const user = 'help'
const dayMs = 86_400_000

/**
 * R7: an IMAP server that goes on living while Docket is away for seven days: mails come, are read and deleted by
 * others while Docket fetches them, and the whole folder is numbered anew in the middle, and once more when all is
 * quiet.
 */
export async function drillRenumbering(mails: number, seed: number, say = (_: string) => {}): Promise<Renumbered> {
  const [dataDir, dovecot, random] = [newDataDir(), await openDovecot(), randomOf(seed)]
  const ledger = openLedger(join(dataDir, 'ledger'))
  const run = `torture-${randomBytes(4).toString('hex')}`
  const withdrawn = new Set<string>()
  const began = performance.now()
  const victim = await Victim.open(dataDir)
  let given = 0
  const deliver = (count: number, dateOf: (i: number) => Date) =>
    dovecot.as(user, async (client) => {
      for (let i = 0; i < count; i++) {
        const [nonce, at] = [`${run}-${given++}`, dateOf(i)]
        const { bytes } = mailOf(nonce, { at })
        await client.append('INBOX', bytes, [], at)
        ledger.note({ nonce, sha256: sha256Of(bytes) })
      }
    })
  const promised = { entries: () => ledger.entries().filter(({ nonce }) => !withdrawn.has(nonce)) }
  try {
    await connectImap(victim, { port: dovecot.port, user, password: dovecot.password })
    await deliver(Math.ceil(mails / 50), () => new Date())
    await balanceWhenQuiet(victim, promised, run)

    await victim.rows(`update connection set live_since = live_since - interval '8 days',
      connected_at = connected_at - interval '8 days', last_success_at = last_success_at - interval '7 days'`)
    await victim.close()
    const now = Date.now()
    await deliver(mails, (i) => new Date(now - 7 * dayMs + (i / mails) * 7 * dayMs))
    say(`r7: ${given} mails lie at the server; Docket comes back`)

    victim.start()
    await victim.ready()
    const back = performance.now()
    let seenElsewhere = 0
    for (let round = 0; round < 8; round++) {
      await keptAtLeast(victim, run, (given * round) / 16)
      seenElsewhere += await readAndDelete(dovecot, random, withdrawn)
      if (round === 4) await dovecot.renumber(user)
    }
    await balanceWhenQuiet(victim, promised, run)
    const caughtUpSeconds = Math.round((performance.now() - back) / 1000)
    say(`r7: caught up after ${caughtUpSeconds} s; the folder is numbered anew once more`)
    await dovecot.renumber(user)
    await deliver(Math.ceil(mails / 50), () => new Date())
    const balance = await balanceWhenQuiet(victim, promised, run)
    return {
      mails: given,
      withdrawn: withdrawn.size,
      withdrawnHere: balance.messages - balance.promised,
      seenElsewhere,
      renumberings: 2,
      deliveries: (await victim.rows<{ n: number }>('select count(*)::int as n from occurrence'))[0]!.n,
      balance,
      fell: victim.fell,
      seconds: Math.round((performance.now() - began) / 1000),
      caughtUpSeconds,
    }
  } finally {
    await victim.close()
    await dovecot.close()
    ledger.close()
    removeDataDir(dataDir)
  }
}

/** What others do meanwhile: they open some mails, and remove some for good. */
async function readAndDelete(dovecot: Dovecot, random: () => number, withdrawn: Set<string>): Promise<number> {
  return dovecot.as(user, async (client) => {
    await client.mailboxOpen('INBOX')
    const all = ((await client.search({ all: true }, { uid: true })) || []) as number[]
    const some = (share: number) => all.filter(() => random() < share)
    const [read, removed] = [some(0.05), some(0.01)]
    if (read.length > 0) await client.messageFlagsAdd(read, ['\\Seen'], { uid: true })
    if (removed.length === 0) return read.length
    for await (const one of client.fetch(removed, { envelope: true }, { uid: true }))
      withdrawn.add(one.envelope?.subject ?? '')
    await client.messageDelete(removed, { uid: true })
    return read.length
  })
}

/** The place in its work at which something is to happen; when it does not get there, it happens all the same. */
async function keptAtLeast(victim: Victim, run: string, count: number): Promise<void> {
  for (let waited = 0; waited < 30_000; waited += 50) {
    const [row] = await victim.rows<{ n: number }>(
      `select count(*)::int as n from message where direction = 'in' and subject like $1`,
      [`${run}-%`],
    )
    if (row && row.n >= count) return
    await pause(50)
  }
}
