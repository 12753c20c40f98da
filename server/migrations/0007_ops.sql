-- Where an event or a kept mail came from, carried so that one request id and one trace lead from the first byte to the last page.
alter table event add column trace text;
alter table occurrence add column request_id text;
alter table occurrence add column trace text;

create index delivery_troubled on delivery (org_id, status) where status in ('unsure', 'failed');

-- What waits and what has failed, in numbers, for whoever runs this server. No row, address or word of an organisation leaves it.
create function ops_counts(asked_at timestamptz)
returns table (
  org_id uuid, mails_waiting bigint, mails_due_since timestamptz, mails_failed bigint, mails_failed_since timestamptz,
  deliveries_waiting bigint, deliveries_unsure bigint, deliveries_failed bigint, deliveries_unsure_since timestamptz
)
language sql stable security definer set search_path = public as $$
  select o.id, coalesce(w.waiting, 0), w.due_since, coalesce(f.failed, 0), f.since,
    coalesce(d.waiting, 0), coalesce(t.unsure, 0), coalesce(t.failed, 0), t.since
  from org o
  left join (
    select k.org_id, count(*) as waiting, min(k.next_try_at) filter (where not k.is_history and k.next_try_at <= asked_at) as due_since
    from occurrence k where k.state = 'kept' group by 1
  ) w on w.org_id = o.id
  left join (select k.org_id, count(*) as failed, min(k.received_at) as since from occurrence k where k.state = 'failed' group by 1) f
    on f.org_id = o.id
  left join (select k.org_id, count(*) as waiting from delivery k where k.status in ('queued', 'sending') group by 1) d
    on d.org_id = o.id
  left join (
    select k.org_id, count(*) filter (where k.status = 'unsure') as unsure, count(*) filter (where k.status = 'failed') as failed,
      min(k.queued_at) filter (where k.status = 'unsure') as since
    from delivery k where k.status in ('unsure', 'failed') group by 1
  ) t on t.org_id = o.id
$$;

-- Mailboxes that take nothing in any more: their last mails failed, and none has been taken in since the first of these.
create function ops_red_mailboxes(since timestamptz, failed_min int)
returns table (org_id uuid, mailbox_id uuid, address text, failed bigint, red_since timestamptz)
language sql stable security definer set search_path = public as $$
  select m.org_id, m.id, m.address, f.failed, f.first_at
  from (
    select o.mailbox_id, count(*) as failed, min(o.received_at) as first_at
    from occurrence o where o.state = 'failed' and o.received_at >= since group by 1 having count(*) >= failed_min
  ) f join mailbox m on m.id = f.mailbox_id
  where not exists (
    select from occurrence o where o.org_id = m.org_id and o.mailbox_id = m.id and o.state = 'done' and o.received_at >= f.first_at
  )
$$;
revoke all on function ops_counts, ops_red_mailboxes from public;
grant execute on function ops_counts, ops_red_mailboxes to docket_app;

-- What somebody should be told outside of Docket. It belongs to whoever runs this server, so it stands outside the organisations:
-- a condition, and of which mailbox or organisation where it is not of the whole installation.
create table alert (
  condition text not null,
  subject text not null default '',
  -- Whom it concerns beside whoever runs this server; null for what is of the whole installation.
  organisation uuid,
  says text not null,
  todo text not null,
  page text not null,
  opened_at timestamptz not null,
  -- When the condition last held; it is over once it has not held for a while.
  seen_at timestamptz not null,
  closed_at timestamptz,
  told_at timestamptz,
  -- A teller that died in the middle is believed until then.
  telling_until timestamptz,
  error text,
  primary key (condition, subject)
);
grant select, insert, update, delete on alert to docket_app;
-- The sweep works for all and sets no organisation; inside a unit of work only what concerns everybody, or this organisation, is there.
alter table alert enable row level security;
alter table alert force row level security;
create policy sweep_or_own on alert
  using (
    organisation is null or coalesce(current_setting('app.org_id', true), '') = ''
    or organisation::text = current_setting('app.org_id', true)
  )
  with check (coalesce(current_setting('app.org_id', true), '') = '');

-- The temporary schema is searched last: nobody may put a table of his own before ours.
alter function ops_counts set search_path = public, pg_temp;
alter function ops_red_mailboxes set search_path = public, pg_temp;
