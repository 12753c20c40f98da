import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '../../../test/world.ts'
import { ingestRound } from '../arriving/ingesting.ts'
import { importId, keepMail, mailKeeper, sha256Of } from '../arriving/keeping.ts'
import { amongMailboxes } from '../senders/spelling.ts'
import { parseMail } from './parsing.ts'
import { weighRecipient } from './recipientEvidence.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const isOurs = amongMailboxes(['support@acme.example', 'sales@acme.example', 'info@bücher.example'])

async function weigh(head: string, envelopeTo: string | null = null) {
  const read = await parseMail(Buffer.from(`From: ada@example.com\r\nSubject: x\r\n${head}\r\n\r\nWords.\r\n`))
  return weighRecipient(read, envelopeTo, isOurs)
}

test.each<[why: string, head: string, envelope: string | null, wins: [string | null, string, string]]>([
  [
    'the envelope before all',
    'X-Gm-Original-To: b@x.example',
    'Support@acme.example',
    ['support@acme.example', 'envelope', 'high'],
  ],
  [
    'Google’s header before Delivered-To',
    'Delivered-To: d@x.example\r\nX-Gm-Original-To: g@x.example',
    null,
    ['g@x.example', 'workspace_header', 'high'],
  ],
  [
    'Delivered-To before X-Original-To',
    'X-Original-To: o@x.example\r\nDelivered-To: d@x.example',
    null,
    ['d@x.example', 'delivered_to', 'medium'],
  ],
  [
    'X-Original-To before To',
    'To: support@acme.example\r\nX-Original-To: o@x.example',
    null,
    ['o@x.example', 'x_original_to', 'medium'],
  ],
  [
    'ours before strangers in To',
    'To: a@x.example, Sales+q3@ACME.example',
    null,
    ['sales+q3@acme.example', 'to_cc_scan', 'low'],
  ],
  [
    'ours in Cc before strangers in To',
    'To: a@x.example\r\nCc: support@acme.example',
    null,
    ['support@acme.example', 'to_cc_scan', 'low'],
  ],
  [
    'ours in any spelling',
    'To: a@x.example, info@xn--bcher-kva.example',
    null,
    ['info@xn--bcher-kva.example', 'to_cc_scan', 'low'],
  ],
  ['the first stranger where none is ours', 'To: a@x.example, b@x.example', null, ['a@x.example', 'to_cc_scan', 'low']],
  ['nobody, with low confidence', 'To: undisclosed-recipients:;', null, [null, 'unknown', 'low']],
])('it was for %s', async (_why, head, envelope, wins) => {
  const { address, source, confidence } = await weigh(head, envelope)
  expect([address, source, confidence]).toEqual(wins)
})

test('every address that was considered is named, with its header and whether it is ours, once', async () => {
  const { candidates, omitted } = await weigh(
    'Delivered-To: relay@x.example\r\nDelivered-To: relay@x.example\r\nTo: a@x.example, support@acme.example\r\nCc: A@x.example',
    'support+1.abc@acme.example',
  )
  const low = { source: 'to_cc_scan', confidence: 'low' }
  expect(candidates).toEqual([
    { address: 'support+1.abc@acme.example', header: null, source: 'envelope', confidence: 'high', ours: true },
    { address: 'relay@x.example', header: 'Delivered-To', source: 'delivered_to', confidence: 'medium', ours: false },
    { address: 'a@x.example', header: 'To', ...low, ours: false },
    { address: 'support@acme.example', header: 'To', ...low, ours: true },
    { address: 'a@x.example', header: 'Cc', ...low, ours: false },
  ])
  expect(omitted).toBe(0)
})

test('of a thousand recipients a few are kept, the winner among them, and the rest is counted', async () => {
  const many = Array.from({ length: 900 }, (_, n) => `a${n}@x.example`)
  const { address, candidates, omitted } = await weigh(`To: ${many.join(',\r\n ')},\r\n support@acme.example`)
  expect([address, candidates.length + omitted, candidates.at(-1)?.ours]).toEqual(['support@acme.example', 901, true])
  expect(candidates.length).toBeLessThan(60)
})

test('each delivery keeps whom it was for; two of one mail may differ', async () => {
  const bytes = Buffer.from(
    'From: ada@example.com\r\nTo: list@x.example, support@acme.example\r\nSubject: both\r\nMessage-ID: <both@x>\r\n\r\nWords.\r\n',
  )
  await mailKeeper(world.store).keep({
    bytes,
    envelopeFrom: 'ada@example.com',
    recipients: ['support+tag@acme.example'],
  })
  await world.as(world.acme.orgId, async (tx) => {
    const [box] = await tx.db.withTables<{ mailbox: { id: string } }>().selectFrom('mailbox').select('id').execute()
    const envelope = { envelopeFrom: null, envelopeTo: null, receivedAt: tx.now, isHistory: true }
    await keepMail(tx, [{ mailboxId: box!.id, providerId: importId(sha256Of(bytes)), bytes, ...envelope }])
  })
  while ((await ingestRound(world.store)) > 0);
  const [message] = await world.rows<{ id: string; ticket_id: string }>(
    world.acme.orgId,
    `select id, ticket_id from message where subject = 'both'`,
  )
  const { body } = await world.ask('Kim', 'GET', `/api/tickets/${message!.ticket_id}/messages/${message!.id}/source`)
  const told = body.occurrences.map(({ recipient }: { recipient: { address: string; source: string } }) => [
    recipient.address,
    recipient.source,
  ])
  expect(told.sort()).toEqual([
    ['support+tag@acme.example', 'envelope'],
    ['support@acme.example', 'to_cc_scan'],
  ])
})
