import { sql } from 'kysely'
import type { Store } from '../../platform/store.ts'
import { inTx, systemActor } from '../../platform/tx.ts'
import type { Tx } from '../../platform/work.ts'
import { type Finding, good, look, wrong } from './finding.ts'
import { organisations } from './organisations.ts'

type Mailbox = {
  id: string
  address: string
  account: string
  journal: boolean
  refused: boolean
  last_error: string | null
  push_error: string | null
}

/** Whether the Gmail mailboxes can be read, and whether a journal could turn round in circles. Nothing where there is none. */
export async function checkGmail(store: Store): Promise<Finding[]> {
  const findings: Finding[] = []
  let mailboxes = 0
  for (const { orgId } of await organisations(store)) {
    findings.push(
      ...(await inTx(store, systemActor(orgId, 'doctor'), async (tx) => {
        const { rows } = await sql<Mailbox>`
          select m.id, m.address, c.settings->>'account' as account, c.settings->>'journal' = 'true' as journal,
            c.refused_at is not null as refused, c.last_error, c.push_error
          from connection c join mailbox m on m.id = c.mailbox_id where c.kind = 'gmail' order by m.address`.execute(
          tx.db,
        )
        mailboxes += rows.length
        const said = rows.flatMap(aboutReading)
        for (const journal of rows.filter((row) => row.journal)) said.push(...(await aboutJournal(tx, journal)))
        return said
      })),
    )
  }
  if (mailboxes === 0) return []
  const { googleClientId, googlePubsubTopic, publicUrl } = store.config
  if (!googleClientId)
    findings.push(
      wrong(
        'gmail',
        `${mailboxes} mailboxes are read from Gmail, but GOOGLE_CLIENT_ID is not set.`,
        'Set it, and resume them.',
      ),
    )
  if (googlePubsubTopic && !publicUrl.startsWith('https:'))
    findings.push(
      look(
        'gmail-push',
        'Pub/Sub calls only https addresses, and PUBLIC_URL is none.',
        'Set PUBLIC_URL to the https address of Docket.',
      ),
    )
  if (findings.every(({ state }) => state === 'ok'))
    findings.unshift(good('gmail', `${mailboxes} mailboxes are read from Gmail; Google refuses none.`))
  return findings
}

function aboutReading({ address, refused, last_error, push_error }: Mailbox): Finding[] {
  const said: Finding[] = []
  if (refused)
    said.push(wrong('gmail', `${address} is not read: ${last_error}`, 'Connect it again on the page of mailboxes.'))
  if (push_error)
    said.push(
      look(
        'gmail-push',
        `Google does not call us about ${address}: ${push_error}`,
        'It is asked once a minute meanwhile. docs/gmail.md has the steps.',
      ),
    )
  return said
}

type Counts = {
  others: number
  by_smtp: number
  doubled: number
  changed: number
  loops: number
  copies: number
  named: number
}

/** What must be so that a journal does not feed itself, and that each copy finds its mailbox; looked up in the mail of a week. */
async function aboutJournal(tx: Tx, { id, address, account }: Mailbox): Promise<Finding[]> {
  const since = new Date(tx.now.getTime() - 7 * 86_400_000)
  const { rows } = await sql<Counts>`
    with copy as materialized (
      select message_id, recipient from occurrence where mailbox_id = ${id} and received_at > ${since}
      order by received_at desc limit 2000)
    select (select count(*)::int from mailbox where address = ${account} and id <> ${id}) as others,
      (select count(*)::int from occurrence where envelope_to = ${account} and received_at > ${since}) as by_smtp,
      (select count(distinct o.message_id)::int from occurrence o join copy c on c.message_id = o.message_id
        where o.mailbox_id <> ${id} and o.envelope_to is not null) as doubled,
      (select count(distinct m.id)::int from message m join copy c on c.message_id = m.id
        where m.stitch_reason = 'returned') as changed,
      (select count(distinct m.id)::int from message m join copy c on c.message_id = m.id
        where m.verdict->>'loop' = 'true') as loops,
      (select count(*)::int from copy) as copies,
      (select count(*)::int from copy where recipient->>'source' = 'workspace_header') as named`.execute(tx.db)
  const { others, by_smtp, doubled, changed, loops, copies, named } = rows[0]!
  const said: Finding[] = []
  const say = (when: boolean, says: string, todo: string) => when && said.push(look('journal', says, todo))
  say(
    others > 0,
    `The journal ${account} is also a mailbox that people write to.`,
    'Give the journal an account that nobody writes to.',
  )
  say(
    address !== account && others === 0,
    `The journal ${account} is connected to ${address}: mail for addresses that Docket does not know lands there.`,
    `Open a mailbox ${account} and connect the journal to it.`,
  )
  say(
    by_smtp > 0,
    `The journal ${account} was also forwarded to Docket by SMTP (${by_smtp} mails in a week): what is copied is copied again.`,
    'Take the forwarding out of the account; Docket reads it.',
  )
  say(
    doubled > 0,
    `${doubled} mails of a week came through the journal ${account} and by SMTP as well: they are shown once, but brought twice.`,
    'End one of the two ways.',
  )
  say(
    changed > 0,
    `${changed} answers of ours came back through the journal ${account} so changed that they stand as messages.`,
    'Something on the way takes out X-Docket headers or References: look at one of them under “Why is this here?”.',
  )
  say(
    loops > 0,
    `${loops} mails of a week went round in circles.`,
    'Look at one of them: its Received lines show the circle.',
  )
  say(
    copies >= 10 && named === 0,
    `None of ${copies} copies in the journal ${account} names its recipient (X-Gm-Original-To).`,
    'Switch “Add X-Gm-Original-To header” on in the routing rule.',
  )
  if (said.length > 0) return said
  return [good('journal', `The journal ${account} feeds nothing back, and its copies find their mailboxes.`)]
}
