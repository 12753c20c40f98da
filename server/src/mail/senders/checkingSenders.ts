import { sql } from 'kysely'
import { z } from 'zod'
import { organisationOf } from '../../auth/index.ts'
import { type AskDns, openDns } from '../../connectors/dns.ts'
import { defineJob } from '../../platform/jobs.ts'
import { loopback, privateNetworks, within } from '../../platform/networks.ts'
import type { Store } from '../../platform/store.ts'
import type { Job, Tx } from '../../platform/work.ts'
import { authenticateMessages, sendersOf } from '../../tickets/index.ts'
import { orderAcknowledging } from '../acknowledging/acknowledging.ts'
import { readFiled } from '../arriving/source.ts'
import { tables } from '../mailbox.ts'
import { type Authenticated, authenticate, type Journey, sentHere } from './authenticating.ts'

const retryMax = 3

/**
 * Finds out about mails that have just become messages whether their senders are who they say. It speaks to the DNS and to nobody else;
 * the tickets are there already. What a silent DNS left open is asked again, a few times.
 */
export const checkingSenders = (dns: AskDns): Job<{ occurrenceIds: string[] }> =>
  defineJob({
    name: 'mail.authenticate',
    input: z.object({ occurrenceIds: z.array(z.string()) }),
    retryMax,
    async run({ unit, store, attempt }, { occurrenceIds }) {
      const open = await unit((tx) => openOf(tx, store, occurrenceIds))
      if (open.length === 0) return
      const { orgId } = open[0]!
      const found = await Promise.all(
        open.map(async (one) => {
          if (one.isSentHere) return { ...one, authenticated: sentHere() }
          const bytes = one.bytes ?? (await readFiled(store, orgId, one.rawSha256))
          return { ...one, authenticated: await authenticate(bytes, one.journey, dns) }
        }),
      )
      await unit((tx) => record(tx, found))
      const unanswered = found.filter(({ authenticated }) => authenticated.temporary).length
      if (unanswered > 0 && attempt <= retryMax)
        throw new Error(`the DNS did not answer about ${unanswered} mails: they are asked about again`)
    },
  })

export const checkSenders = checkingSenders(openDns())

type Delivery = {
  id: string
  messageId: string
  rawSha256: string
  envelopeFrom: string | null
  peerIp: string | null
  peerHelo: string | null
}
type Open = Delivery & { orgId: string; isSentHere: boolean; bytes: Buffer | undefined; journey: Journey }

/**
 * Those of which nothing is known yet, or nothing lasting; never history. They were taken in as one batch, which is as small as memory
 * asks for.
 */
async function openOf(tx: Tx, store: Store, ids: readonly string[]): Promise<Open[]> {
  const { rows } = await sql<Delivery>`
    select id, message_id as "messageId", raw_sha256 as "rawSha256", envelope_from as "envelopeFrom", peer_ip as "peerIp",
      peer_helo as "peerHelo"
    from occurrence
    where id = any(${ids}::uuid[]) and message_id is not null and not is_history
      and (authentication is null or (authentication->>'temporary')::boolean)
    order by received_at, id`.execute(tx.db)
  if (rows.length === 0) return []
  const isLocal = ({ peerIp }: Delivery) => peerIp !== null && isHere(peerIp)
  const isDemo = rows.some(isLocal) && (await organisationOf(tx)).is_demo
  const asked = rows.filter((row) => !isDemo || !isLocal(row))
  const raws = await rawsOf(tx, asked)
  const senders = await sendersOf(
    tx,
    asked.map(({ messageId }) => messageId),
  )
  return rows.map((row) => ({
    ...row,
    orgId: tx.actor.orgId,
    isSentHere: isDemo && isLocal(row),
    bytes: raws.get(row.rawSha256),
    journey: journeyOf(store, row, senders.get(row.messageId) ?? ''),
  }))
}

async function rawsOf(tx: Tx, some: readonly Delivery[]): Promise<Map<string, Buffer>> {
  if (some.length === 0) return new Map()
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
  await orderAcknowledging(
    tx,
    found.map(({ messageId }) => messageId),
  )
}

/** The DNS and the mail may hold what jsonb does not take. */
const plain = (value: unknown): string => JSON.stringify(value).replaceAll('\\u0000', '')

const isHere = within(loopback)
const isPrivate = within(privateNetworks)

/** A mail server of our own is not who SPF should be asked about; what it found out itself may be believed where the settings say so. */
export function journeyOf(
  { config }: Store,
  { peerIp, peerHelo, envelopeFrom }: Pick<Delivery, 'peerIp' | 'peerHelo' | 'envelopeFrom'>,
  from: string,
): Journey {
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
