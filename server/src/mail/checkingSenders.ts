import { sql } from 'kysely'
import { z } from 'zod'
import { organisationOf } from '../auth/index.ts'
import { type AskDns, openDns } from '../connectors/dns.ts'
import { defineJob } from '../platform/jobs.ts'
import { loopback, privateNetworks, within } from '../platform/networks.ts'
import type { Store } from '../platform/store.ts'
import type { Job, JobIo, Tx } from '../platform/work.ts'
import { authenticateMessages, sendersOf } from '../tickets/index.ts'
import { type Authenticated, authenticate, type Journey, sentHere } from './authenticating.ts'
import { upTo } from './claiming.ts'
import { tables } from './mailbox.ts'
import { readFiled } from './source.ts'

const retryMax = 3
const batchBytesMax = 32 * 1024 * 1024

/**
 * Finds out about mails that have just become messages whether their senders are who they say. It speaks to the DNS and to nobody else;
 * the tickets are there already. What a silent DNS left open is asked again, a few times.
 */
export const checkingSenders = (dns: AskDns): Job<{ occurrenceIds: string[] }> =>
  defineJob({
    name: 'mail.authenticate',
    input: z.object({ occurrenceIds: z.array(z.string()) }),
    retryMax,
    async run(io, { occurrenceIds }) {
      const open = await io.unit((tx) => openOf(tx, occurrenceIds))
      let unanswered = 0
      for (let left = open; left.length > 0; ) {
        const some = upTo(batchBytesMax, left)
        left = left.slice(some.length)
        unanswered += await checkSome(io, some, dns)
      }
      if (unanswered > 0 && io.attempt <= retryMax)
        throw new Error(`the DNS did not answer about ${unanswered} mails: they are asked about again`)
    },
  })

export const checkSenders = checkingSenders(openDns())

type Open = {
  id: string
  size: number
  messageId: string
  rawSha256: string
  envelopeFrom: string | null
  peerIp: string | null
  peerHelo: string | null
}

/** Those of which nothing is known yet, or nothing lasting; never history. */
async function openOf(tx: Tx, ids: readonly string[]): Promise<Open[]> {
  const { rows } = await sql<Open>`
    select id, size, message_id as "messageId", raw_sha256 as "rawSha256", envelope_from as "envelopeFrom", peer_ip as "peerIp",
      peer_helo as "peerHelo"
    from occurrence
    where id = any(${ids}::uuid[]) and message_id is not null and not is_history
      and (authentication is null or (authentication->>'temporary')::boolean)
    order by received_at, id`.execute(tx.db)
  return rows
}

async function checkSome({ unit, store }: JobIo, some: readonly Open[], dns: AskDns): Promise<number> {
  const { orgId, isDemo, senders, raws } = await unit(async (tx) => ({
    orgId: tx.actor.orgId,
    isDemo: (await organisationOf(tx)).is_demo,
    senders: await sendersOf(
      tx,
      some.map(({ messageId }) => messageId),
    ),
    raws: await rawsOf(tx, some),
  }))
  const found = await Promise.all(
    some.map(async (one) => {
      if (isDemo && one.peerIp !== null && isHere(one.peerIp)) return { ...one, authenticated: sentHere() }
      const bytes = raws.get(one.rawSha256) ?? (await readFiled(store, orgId, one.rawSha256))
      const journey = journeyOf(store, one, senders.get(one.messageId) ?? '')
      return { ...one, authenticated: await authenticate(bytes, journey, dns) }
    }),
  )
  await unit((tx) => record(tx, found))
  return found.filter(({ authenticated }) => authenticated.temporary).length
}

async function rawsOf(tx: Tx, some: readonly Open[]): Promise<Map<string, Buffer>> {
  const wanted = [...new Set(some.map(({ rawSha256 }) => rawSha256))]
  const rows = await tables(tx)
    .selectFrom('raw_mail')
    .select(['sha256', 'bytes'])
    .where((eb) => eb('sha256', '=', eb.fn.any(eb.val(wanted))))
    .execute()
  return new Map(rows.flatMap(({ sha256, bytes }) => (bytes ? [[sha256, bytes]] : [])))
}

async function record(tx: Tx, found: readonly (Open & { authenticated: Authenticated })[]): Promise<void> {
  const rows = found.map(({ id, authenticated }) => ({ id, authenticated }))
  await sql`
    update occurrence o set authentication = f.authenticated
    from jsonb_to_recordset(${plain(rows)}::jsonb) as f(id uuid, authenticated jsonb) where o.id = f.id`.execute(tx.db)
  await authenticateMessages(
    tx,
    found.map(({ messageId, rawSha256, authenticated: { verdict, reasons } }) => ({
      ...{ messageId, rawSha256 },
      authentication: JSON.parse(plain({ verdict, reasons })),
    })),
  )
}

/** The DNS and the mail may hold what jsonb does not take. */
const plain = (value: unknown): string => JSON.stringify(value).replaceAll('\\u0000', '')

const isHere = within(loopback)
const isPrivate = within(privateNetworks)

/** A mail server of our own is not who SPF should be asked about; what it found out itself may be believed where the settings say so. */
function journeyOf({ config }: Store, { peerIp, peerHelo, envelopeFrom }: Open, from: string): Journey {
  const isOurs = peerIp !== null && within(config.trustedRelays)(peerIp)
  const isDirect = peerIp !== null && !isOurs && !isPrivate(peerIp)
  return {
    from,
    ip: isDirect ? peerIp : null,
    helo: isDirect ? peerHelo : null,
    mailFrom: envelopeFrom,
    believed: peerIp === null || isOurs ? config.trustedAuthservIds : [],
  }
}
