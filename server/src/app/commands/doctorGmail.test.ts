import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '../../../test/world.ts'
import { ingestRound } from '../../mail/arriving/ingesting.ts'
import { keepMail, openMailbox } from '../../mail/index.ts'
import { checkGmail } from './doctorGmail.ts'

const account = 'journal@acme.example'
let world: World
let journalId: string
beforeAll(async () => {
  world = await openWorld({ GOOGLE_CLIENT_ID: 'id', GOOGLE_CLIENT_SECRET: 'secret' })
})
afterAll(() => world.close())

const says = async () => (await checkGmail(world.store)).map(({ state, says }) => `${state}: ${says}`)
const connect = (mailboxId: string) =>
  world.rows(
    world.acme.orgId,
    `insert into connection (mailbox_id, org_id, kind, settings, connected_at, next_pull_at)
     values ($1, $2, 'gmail', jsonb_build_object('account', $3::text, 'journal', true), now(), now())`,
    [mailboxId, world.acme.orgId, account],
  )
async function kept(
  mailboxId: string,
  head: string,
  { envelopeTo = null as string | null, providerId = crypto.randomUUID() as string } = {},
) {
  await world.as(world.acme.orgId, (tx) =>
    keepMail(tx, [
      {
        ...{ mailboxId, providerId, envelopeTo, envelopeFrom: null, receivedAt: tx.now, isHistory: false },
        bytes: Buffer.from(`From: ada@customer.example\r\n${head}\r\n\r\nWords.\r\n`),
      },
    ]),
  )
  while ((await ingestRound(world.store)) > 0);
}

test('without a Gmail mailbox nothing is said of Gmail', async () => {
  expect(await says()).toEqual([])
})

test('a journal in a mailbox of its own is in order', async () => {
  journalId = (await world.as(world.acme.orgId, (tx) => openMailbox(tx, { address: account, name: 'Journal' }))).id
  await connect(journalId)
  for (let n = 0; n < 10; n++)
    await kept(
      journalId,
      `X-Gm-Original-To: ${world.acme.mailbox}\r\nMessage-ID: <${n}@customer.example>\r\nSubject: ${n}`,
    )
  expect(await says()).toEqual([
    'ok: 1 mailboxes are read from Gmail; Google refuses none.',
    `ok: The journal ${account} feeds nothing back, and its copies find their mailboxes.`,
  ])
})

test('each way to feed a journal back is found: forwarded by SMTP, brought twice, copies that name nobody', async () => {
  const { body } = await world.ask('Ana', 'GET', '/api/mailboxes')
  const support = body.items.find(({ address }: { address: string }) => address === world.acme.mailbox).id
  await kept(journalId, 'Message-ID: <again@customer.example>\r\nSubject: again', {
    envelopeTo: account,
    providerId: 'smtp:1',
  })
  await kept(support, 'Message-ID: <1@customer.example>\r\nSubject: 1', {
    envelopeTo: world.acme.mailbox,
    providerId: 'smtp:2',
  })
  await world.rows(
    world.acme.orgId,
    `update occurrence set recipient = recipient || '{"source":"to_cc_scan"}' where mailbox_id = $1`,
    [journalId],
  )
  expect(await says()).toEqual([
    expect.stringContaining(`look: The journal ${account} was also forwarded to Docket by SMTP (1 mails`),
    expect.stringContaining('look: 1 mails of a week came through the journal'),
    expect.stringContaining('look: None of 11 copies in the journal'),
  ])
})

test('a journal that is connected to an address people write to, and one that Google refuses, are found', async () => {
  await world.rows(world.acme.orgId, 'delete from occurrence')
  await world.rows(world.acme.orgId, 'delete from connection')
  const { body } = await world.ask('Ana', 'GET', '/api/mailboxes')
  await connect(body.items.find(({ address }: { address: string }) => address === world.acme.mailbox).id)
  await world.rows(
    world.acme.orgId,
    `update connection set refused_at = now(), last_error = 'Google says no.', push_error = 'No topic.'`,
  )
  expect(await says()).toEqual([
    `wrong: ${world.acme.mailbox} is not read: Google says no.`,
    expect.stringContaining('look: Google does not call us about'),
    expect.stringContaining('is also a mailbox that people write to'),
  ])
})
