import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { newDataDir, removeDataDir } from '../e2e/server.ts'
import { openLedger } from '../server/src/app/torturing/ledger.ts'
import { asAdministrator, asked } from './connecting.ts'
import { pause } from './ending.ts'
import { randomOf } from './random.ts'
import { openReceiver, toldMisshapen } from './receiving.ts'
import { type Strikes, type Struck, strike } from './striking.ts'
import { Victim } from './victim.ts'

export type Replied = Struck & {
  promised: number
  received: number
  /** Promised with 201, and not at the receiver in the end. */
  lost: string[]
  /** At the receiver twice although no person sent them again, or as two mails. */
  doubled: string[]
  /** Of which nobody knew whether they left: those that had, and those that had not. */
  unsure: { left: number; stayed: number }
  /** At the receiver twice because a person sent again what was unsure, under the same Message-ID. */
  doubledUnsure: number
  /** What a strict reader finds wrong with those that came, one line each. */
  misshapen: string[]
  faults: string[]
  fell: string[]
  saw: Record<string, number>
  seconds: number
}

const lanes = 4
const tickets = 40
const quietMaxMs = 600_000

/**
 * R10: people answer, and the process is killed with -9 while it sends. A reply is promised when it was answered 201.
 * What was unsure is sent again by a person in the end, who does not look: so every promised reply must be there, and
 * twice only one that was unsure.
 */
export async function drillReplies(replies: number, strikes: Strikes, say = (_: string) => {}): Promise<Replied> {
  const dataDir = newDataDir()
  const promises = openLedger(join(dataDir, 'ledger'))
  const random = randomOf(strikes.seed)
  const run = `torture-${randomBytes(4).toString('hex')}`
  const began = performance.now()
  const receiver = await openReceiver(join(dataDir, 'received'))
  const victim = await Victim.open(dataDir, { SMTP_URL: `smtp://127.0.0.1:${receiver.port}` })
  let office: Office | undefined
  try {
    office = await openOffice(victim, run, (nonce) => promises.note({ nonce, sha256: '-' }))
    const struck = await strike(victim, office, replies, strikes, random, (line) => say(`replies: ${line}`))
    await office.settled()
    await quiet(victim)
    const before = receiver.received().ids
    const unsure = await unsureOf(victim, run)
    for (const one of unsure) await office.sendAgain(one)
    await quiet(victim)
    await pause(1_000)
    const { ids, misshapen } = receiver.received()
    const counted = countReplies(
      promises.entries().map(({ nonce }) => nonce),
      ids,
      unsure,
    )
    const left = unsure.filter(({ nonce }) => before.has(nonce)).length
    return {
      ...struck,
      ...counted,
      promised: promises.size,
      unsure: { left, stayed: unsure.length - left },
      misshapen,
      faults: [...counted.faults, ...toldMisshapen(misshapen), ...(await unsent(victim))],
      fell: victim.fell,
      saw: office.saw(),
      seconds: Math.round((performance.now() - began) / 1000),
    }
  } finally {
    await office?.close()
    await victim.close()
    await receiver.close()
    promises.close()
    removeDataDir(dataDir)
  }
}

type Unsure = { nonce: string; messageId: string; ticketId: string }

/** What the receiver has against what was promised: names, and the Message-IDs that each came under. */
export function countReplies(
  promised: readonly string[],
  received: ReadonlyMap<string, readonly string[]>,
  unsure: readonly Pick<Unsure, 'nonce'>[],
) {
  const wasUnsure = new Set(unsure.map(({ nonce }) => nonce))
  const twice = [...received].filter(([, ids]) => ids.length > 1)
  const lost = promised.filter((nonce) => !received.has(nonce))
  const otherIds = twice.filter(([, ids]) => new Set(ids).size > 1).map(([nonce]) => nonce)
  const doubled = twice.filter(([nonce, ids]) => !wasUnsure.has(nonce) || ids.length > 2).map(([nonce]) => nonce)
  const wrong = [...new Set([...doubled, ...otherIds])]
  const named = (names: readonly string[], what: string) =>
    names.length > 0 ? [`${names.length} ${what}: ${names.slice(0, 5).join(', ')}`] : []
  return {
    received: received.size,
    lost,
    doubled: wrong,
    doubledUnsure: twice.length - wrong.length,
    faults: [
      ...named(lost, 'promised replies are lost'),
      ...named(doubled, 'replies came twice and were not unsure'),
      ...named(otherIds, 'replies came under two Message-IDs'),
    ],
  }
}

type Office = Awaited<ReturnType<typeof openOffice>>

/** People at the desk: each writes a reply, and presses again with the same key until it is answered 201. */
async function openOffice(victim: Victim, run: string, note: (nonce: string) => void) {
  const { ask, token } = await asAdministrator(victim)
  const saw: Record<string, number> = {}
  const count = (what: string) => {
    saw[what] = (saw[what] ?? 0) + 1
  }
  const opened: string[] = []
  for (let n = 0; n < tickets; n++) {
    const requester = { email: `ada${n}@customer.example` }
    opened.push((await ask('POST', '/tickets', { subject: `Question ${n}`, body: 'Words.', requester })).id)
  }
  let [allowed, taken, promised] = [0, 0, 0]
  let closed = false
  const press = async (path: string, body: unknown, key: string): Promise<void> => {
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': key }
    while (!closed) {
      const answer = await asked(victim, 'POST', `/api${path}`, body, headers).catch(() => undefined)
      // Already on its way again: the answer to an earlier press was lost.
      if (answer && (answer.status < 300 || answer.body?.code === 'not-retryable')) return
      if (answer && answer.status < 500 && answer.status !== 409) throw new Error(`${path}: ${answer.text}`)
      count(answer ? `answered ${answer.status}` : 'broken off or not reached')
      await sleep(150)
    }
  }
  const lane = async (): Promise<void> => {
    while (!closed) {
      if (taken >= allowed) {
        await sleep(10)
        continue
      }
      const nonce = `${run}-${taken++}`
      await press(`/tickets/${opened[taken % tickets]}/replies`, { body: `${nonce}\n\nThis is how.` }, nonce)
      if (closed) return
      note(nonce)
      promised++
    }
  }
  let trouble: unknown
  const running = Array.from({ length: lanes }, () =>
    lane().catch((error) => {
      trouble = error
    }),
  )
  return {
    get promised() {
      if (trouble) throw trouble
      return promised
    },
    halfDone: `select exists (select from delivery where status not in ('sent', 'failed', 'unsure')) as is`,
    allow(more: number) {
      allowed += more
    },
    /**
     * By itself a reply that its sender left is looked after ten minutes later; the driver knows that the sender is
     * dead.
     */
    async killed() {
      await victim.rows(`update delivery set next_try_at = now() where status = 'sending'`).catch(() => [])
    },
    async settled() {
      while (this.promised < allowed) await pause(50)
    },
    sendAgain: ({ ticketId, messageId, nonce }: Unsure) =>
      press(`/tickets/${ticketId}/messages/${messageId}/retry`, {}, `${nonce} again`),
    saw: () => saw,
    async close() {
      closed = true
      await Promise.all(running)
    },
  }
}

async function quiet(victim: Victim): Promise<void> {
  for (let waited = 0; waited < quietMaxMs; waited += 250) {
    const [row] = await victim.rows<{ n: number }>(
      `select count(*)::int as n from delivery where status not in ('sent', 'failed', 'unsure')`,
    )
    if (row?.n === 0) return
    await pause(250)
  }
}

const unsureOf = (victim: Victim, run: string): Promise<Unsure[]> =>
  victim.rows<Unsure>(
    `select substring(m.text from $1) as nonce, m.id as "messageId", m.ticket_id as "ticketId"
      from delivery d join message m on m.id = d.message_id where d.status = 'unsure'`,
    [`${run}-[0-9]+`],
  )

/** Whatever is not sent in the end stands here with its reason. */
async function unsent(victim: Victim): Promise<string[]> {
  const rows = await victim.rows<{ status: string; error: string | null; n: number }>(
    `select status, min(error) as error, count(*)::int as n from delivery where status <> 'sent' group by 1`,
  )
  return rows.map(({ status, error, n }) => `${n} replies are ${status} in the end: ${error ?? 'nothing is said'}`)
}
