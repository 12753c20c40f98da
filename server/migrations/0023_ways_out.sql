-- How the mail of a mailbox leaves: by which server or provider, how much of it in a minute and a day, and what is wrong. A mailbox
-- without a row leaves by SMTP_URL.
create table mailbox_way_out (
  mailbox_id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  -- server: SMTP_URL, with limits or a pause of this mailbox.
  kind text not null check (kind in ('server', 'smtp', 'gmail', 'nylas')),
  host text,
  port int,
  security text check (security in ('tls', 'starttls', 'none')),
  username text,
  -- Sealed: the password.
  secret text,
  -- A copy is put into the Sent folder of an IMAP connection.
  files_sent boolean not null default true,
  per_minute int check (per_minute > 0),
  per_day int check (per_day > 0),
  changed_at timestamptz not null,
  -- The provider asks us to wait, or a person must change something; why, in a sentence.
  paused_until timestamptz,
  refused_at timestamptz,
  says text,
  -- Pauses in a row.
  failures int not null default 0,
  foreign key (org_id, mailbox_id) references mailbox (org_id, id) on delete cascade
);
alter table mailbox_way_out enable row level security;
alter table mailbox_way_out force row level security;
create policy org on mailbox_way_out using (org_id = current_setting('app.org_id')::uuid) with check (org_id = current_setting('app.org_id')::uuid);
create policy owner_reads on mailbox_way_out for select to docket_owner using (true);
grant select, insert, update, delete on mailbox_way_out to docket_app;

alter table delivery
  -- Whose way it leaves by.
  add column mailbox_id uuid,
  -- Taken by a sender, whose word is good until then; whoever dies with it in hand holds it no longer.
  add column claimed_by uuid,
  add column claimed_until timestamptz,
  -- The last attempt: limits count these.
  add column tried_at timestamptz,
  -- It waits for its mailbox, not for itself: a limit, a pause or a setting.
  add column waits_for text check (waits_for in ('limit', 'way')),
  -- A copy lies in the Sent folder since.
  add column filed_at timestamptz,
  -- Whether the provider has it, of one that nobody is sure of.
  add column found text check (found in ('there', 'absent', 'unknown')),
  add column found_at timestamptz,
  add column request_id text,
  add column trace text;

-- The owner is bound too, and has no organisation here.
alter table delivery no force row level security;
alter table message no force row level security;
alter table ticket no force row level security;
alter table mailbox no force row level security;
update delivery d set mailbox_id = coalesce((select b.id from mailbox b where b.org_id = d.org_id and b.address = m.from_address), t.mailbox_id)
from message m, ticket t where m.id = d.message_id and t.id = d.ticket_id;
alter table delivery force row level security;
alter table message force row level security;
alter table ticket force row level security;
alter table mailbox force row level security;

create index delivery_due on delivery (next_try_at) where status in ('queued', 'sending');
create index delivery_claimed on delivery (org_id, mailbox_id, next_try_at) where status in ('queued', 'sending');
create index delivery_tried on delivery (org_id, mailbox_id, tried_at desc) where tried_at is not null;

-- For each mailbox with mail that leaves now or within a minute: when the first of it does.
create function sending_due(asked_at timestamptz)
returns table (org_id uuid, mailbox_id uuid, due_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select d.org_id, d.mailbox_id, min(greatest(d.next_try_at, d.claimed_until))
  from delivery d
  where d.status in ('queued', 'sending') and d.next_try_at <= asked_at + interval '1 minute'
  group by d.org_id, d.mailbox_id order by 3
$$;
revoke all on function sending_due from public;
grant execute on function sending_due to docket_app;
