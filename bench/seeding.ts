import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { startDocket } from '../e2e/server.ts'
import { startEmbedded } from '../server/src/platform/db/embedded.ts'
import { seedBodies, textKinds } from './words.ts'

/** Tickets with exactly so many messages, a handful of each, so that a client never opens the same one twice in a row. */
export const longThreads = [50, 200] as const
export const threadsOfEach = 20

const marker = 'bench-seeded'

/**
 * A company's five years: tickets by the hundred thousand, most of them closed, written as the superuser by the database itself. Another
 * organisation lies interleaved, so that row security has rows to hide. A folder that was seeded before is used as it is.
 */
export async function seed(dataDir: string, tickets: number, say: (line: string) => void): Promise<void> {
  const done = join(dataDir, `${marker}-${tickets}`)
  if (existsSync(done)) return say(`using the ${tickets} tickets seeded in ${dataDir}`)
  const began = performance.now()
  // A first start makes the demo organisation and its sign-in.
  await (await startDocket({ LOG_LEVEL: 'error' }, dataDir)).stop()
  await asSuperuser(dataDir, async (pool) => {
    const step = async (name: string, work: () => Promise<unknown>) => {
      const from = performance.now()
      await work()
      say(`seeding: ${name}, ${((performance.now() - from) / 1000).toFixed(1)} s`)
    }
    await step('people', () => seedPeople(pool, tickets))
    const restore = await dropIndexes(pool)
    await step('tickets', () => seedTickets(pool, tickets))
    await step('messages', () => seedMessages(pool, tickets))
    await step('indexes', restore)
    await step('long threads', () => seedLongThreads(pool))
    await step('counts and statistics', () => finish(pool))
  })
  writeFileSync(done, '')
  say(`seeded ${tickets} tickets in ${((performance.now() - began) / 1000).toFixed(0)} s`)
}

/** The superuser's own way into the embedded database: past row security, foreign keys and triggers. */
export async function asSuperuser<R>(dataDir: string, work: (pool: pg.Pool) => Promise<R>): Promise<R> {
  const server = await startEmbedded(dataDir)
  const pool = new pg.Pool({ connectionString: server.superUrl.replace('/postgres?', '/docket?'), max: 16 })
  // The server may stop a moment before the pool has heard that it was to end.
  pool.on('error', () => {})
  try {
    return await work(pool)
  } finally {
    await pool.end()
    await server.release()
  }
}

const careless = `set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '512MB';
  set work_mem = '128MB'; set timezone = 'UTC'`

async function run(pool: pg.Pool, ...statements: string[]): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query(careless)
    for (const statement of statements) await client.query(statement)
  } finally {
    client.release(true)
  }
}

async function seedPeople(pool: pg.Pool, tickets: number): Promise<void> {
  const other = `insert into org (id, slug, name, created_at) values (uuidv7(), 'globex', 'Globex', now())`
  await run(
    pool,
    other,
    `insert into mailbox (id, org_id, address, name, created_at)
      select uuidv7(), id, 'support@globex.localhost', 'Globex support', now() from org where slug = 'globex'`,
    `insert into app_user (id, org_id, email, name, role, created_at)
      select uuidv7(), o.id, 'user' || n || '@' || o.slug || '.localhost', 'User ' || n, 'agent', now()
      from org o, generate_series(1, 12) n`,
    `insert into contact (id, org_id, email, name, created_at)
      select uuidv7(), o.id, 'customer' || n || '@example.com', 'Customer ' || n, now() - interval '5 years'
      from org o, generate_series(1, ${Math.min(20_000, tickets)}) n`,
    // What the tickets choose from: people by number, and which tickets there are to be.
    `create unlogged table bench_user as
      select org_id, id, row_number() over (partition by org_id order by email) - 1 as n from app_user`,
    `create unlogged table bench_contact as
      select org_id, id, email, name, row_number() over (partition by org_id order by id) - 1 as n from contact`,
    'create index on bench_user (org_id, n)',
    'create index on bench_contact (org_id, n)',
    'analyze bench_user, bench_contact',
  )
  await seedBodies(pool)
}

/** Five years, evenly; nine of ten live tickets are among the newest hundredth, as on a desk that is kept. */
async function seedTickets(pool: pg.Pool, tickets: number): Promise<void> {
  await run(
    pool,
    `insert into ticket (id, org_id, number, subject, status, priority, mailbox_id, requester_id, assignee_user_id, unread, preview,
      message_count, version, created_at, active_at, updated_at, resolved_at, closed_at)
    select uuidv7(opened - now()), o.id, i, b.subject || ' ' || i, s.status,
      (array['low', 'normal', 'normal', 'normal', 'high', 'urgent'])[1 + floor(random() * 6)::int], m.id, c.id,
      case when r.chance < case when s.status in ('new', 'open') then 0.5 else 0.9 end then u.id end,
      s.status = 'new', left(b.text, 160), 1 + (i % 3 = 0)::int, 1 + (i % 3 = 0)::int, opened,
      least(opened + r.lag, date_trunc('milliseconds', now())), least(opened + r.lag, now()),
      case when s.status in ('resolved', 'closed') then opened + r.lag end, case when s.status = 'closed' then opened + r.lag end
    from generate_series(1, ${tickets}) i
    join org o on o.slug = 'demo' or i % 5 = 0
    join mailbox m on m.org_id = o.id
    cross join lateral (select random() + i * 0 as chance, random() + i * 0 as fate, random() + i * 0 as crowd,
      date_trunc('milliseconds', interval '1 second' * (-ln(random()) * 200000 + i * 0)) as lag) r
    cross join lateral (select date_trunc('milliseconds',
      now() - interval '5 years' * (${tickets} - i + random()) / ${tickets}) as opened) t
    cross join lateral (select case
        when r.fate < (case when i > ${tickets} * 0.99 then 0.3 else 0.0003 end)
          then (array['new', 'open', 'open', 'pending'])[1 + floor(random() * 4)::int]
        when r.fate < 0.95 then 'closed' when r.fate < 0.98 then 'resolved' else 'spam' end as status) s
    join bench_body b on b.n = i % ${textKinds}
    join bench_contact c on c.org_id = o.id and c.n = floor(r.crowd * r.crowd * ${Math.min(20_000, tickets)})::int
    join bench_user u on u.org_id = o.id and u.n = i % 12`,
    `insert into ticket_participant (org_id, ticket_id, address)
      select t.org_id, t.id, c.email from ticket t join bench_contact c on c.id = t.requester_id`,
    `insert into ticket_counter (org_id, last_number) select org_id, max(number) from ticket group by org_id
      on conflict (org_id) do update set last_number = excluded.last_number`,
  )
}

/** Every ticket's first words, every third's answer, and what its timeline says; over two connections, because compressing takes a core. */
async function seedMessages(pool: pg.Pool, tickets: number): Promise<void> {
  const half = Math.floor(tickets / 2)
  await Promise.all(
    [`between 1 and ${half}`, `> ${half}`].map((range) =>
      run(
        pool,
        `insert into message (id, org_id, ticket_id, direction, contact_id, from_name, from_address, subject, message_id_header, text,
          reply_text, at)
        select uuidv7(t.created_at - now()), t.org_id, t.id, 'in', c.id, c.name, c.email, t.subject,
          t.number || '.1.' || left(t.org_id::text, 13) || '@bench.example', b.text, b.text, t.created_at
        from ticket t join bench_contact c on c.id = t.requester_id join bench_body b on b.n = t.number % ${textKinds}
        where t.number ${range}`,
        `insert into message (id, org_id, ticket_id, direction, author_user_id, from_name, from_address, subject, text, reply_text, at)
        select uuidv7(t.active_at - now()), t.org_id, t.id, 'out', t.assignee_user_id, 'Support', 'support@demo.localhost',
          'Re: ' || t.subject, b.text, b.text, t.active_at
        from ticket t join bench_body b on b.n = (t.number * 7) % ${textKinds}
        where t.number ${range} and t.number % 3 = 0`,
        `insert into event (id, org_id, type, ticket_id, data, actor, request_id, at)
        select uuidv7(t.created_at - now()), t.org_id, 'ticket.opened', t.id, jsonb_build_object('ticketId', t.id),
          '{"id": "mail", "kind": "system", "roles": []}', 'bench', t.created_at
        from ticket t where t.number ${range}`,
      ),
    ),
  )
}

/** Tickets whose threads are long, with HTML, quotes, attachments and deliveries, as long threads have them. */
async function seedLongThreads(pool: pg.Pool): Promise<void> {
  for (const length of longThreads) {
    await run(
      pool,
      `create temp table long as select t.*, row_number() over (order by number desc) as nth from ticket t
        where org_id = (select id from org where slug = 'demo') and number % 97 = ${length % 97}
        order by number desc limit ${threadsOfEach}`,
      `delete from message where ticket_id in (select id from long)`,
      `delete from event where ticket_id in (select id from long)`,
      `update ticket set subject = 'Thread of ${length}', message_count = ${length}
        where id in (select id from long)`,
      `insert into message (id, org_id, ticket_id, direction, contact_id, author_user_id, from_name, from_address, to_addresses, subject,
        message_id_header, raw_sha256, text, reply_text, quoted_text, html, verdict, stitch_reason, stitch_confidence, at)
      select uuidv7(t.created_at - now() + interval '1 minute' * k), t.org_id, t.id, case k % 3 when 0 then 'out' else 'in' end,
        case when k % 3 <> 0 then t.requester_id end, case when k % 3 = 0 then u.id end, 'Somebody', 'somebody@example.com',
        '[{"name": "Support", "address": "support@demo.localhost"}]', 'Re: ' || t.subject, t.id || '.' || k || '@bench.example',
        repeat('0', 64), b.text || E'\\n\\n' || q.quoted, b.text, q.quoted, '<div>' || replace(b.text, E'\\n', '<br>') || '</div>',
        '{"auto_generated": false, "vacation": false, "bounce": false, "list": false, "reasons": []}', 'in_reply_to', 'high',
        t.created_at + interval '1 minute' * k
      from long t cross join generate_series(1, ${length}) k
      join bench_body b on b.n = (k * 13 + t.nth) % ${textKinds}
      join bench_user u on u.org_id = t.org_id and u.n = k % 12
      cross join lateral (select '> ' || replace(left(b.text, 1000), E'\\n', E'\\n> ') as quoted) q`,
      `insert into attachment (id, org_id, message_id, position, filename, content_type, size, sha256)
      select uuidv7(), org_id, id, 0, 'screenshot.png', 'image/png', 120000, repeat('0', 64) from message
        where ticket_id in (select id from long) and ('x' || right(id::text, 1))::bit(4)::int < 4`,
      `insert into delivery (id, org_id, message_id, ticket_id, status, envelope_from, envelope_to, attempts, next_try_at, via, queued_at,
        sent_at)
      select uuidv7(), org_id, id, ticket_id, 'sent', 'support@demo.localhost', '["somebody@example.com"]', 1, at, 'smtp', at, at
        from message where ticket_id in (select id from long) and direction = 'out'`,
      `insert into event (id, org_id, type, ticket_id, data, actor, request_id, at)
      select uuidv7(), m.org_id, case direction when 'in' then 'message.received' else 'reply.queued' end, ticket_id,
        jsonb_build_object('ticketId', ticket_id, 'messageId', m.id),
        case direction when 'in' then '{"id": "mail", "kind": "system", "roles": []}'
          else jsonb_build_object('id', author_user_id, 'kind', 'user') end, 'bench', at
        from message m where ticket_id in (select id from long) order by at`,
    )
  }
}

/** Building an index afterwards is several times quicker than keeping it up to date row by row. */
async function dropIndexes(pool: pg.Pool): Promise<() => Promise<void>> {
  const { rows } = await pool.query<{ name: string; definition: string }>(`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
    where i.indrelid in ('ticket'::regclass, 'message'::regclass, 'event'::regclass)
      and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`)
  for (const { name } of rows) await pool.query(`drop index ${name}`)
  return async () => {
    let next = 0
    const lane = async () => {
      for (let one = rows[next++]; one; one = rows[next++]) await run(pool, one.definition)
    }
    await Promise.all([lane(), lane()])
  }
}

async function finish(pool: pg.Pool): Promise<void> {
  await run(
    pool,
    'truncate ticket_count',
    `insert into ticket_count (org_id, status, assignee_user_id, amount)
      select org_id, status, assignee_user_id, count(*) from ticket group by 1, 2, 3`,
    'drop table bench_body, bench_user, bench_contact',
    'vacuum (analyze) ticket',
    'vacuum (analyze) message',
    'vacuum (analyze) event',
    'vacuum (analyze) contact',
    'analyze',
    'checkpoint',
  )
}
