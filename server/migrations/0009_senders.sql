-- Senders whose mail goes to spam from now on: an address, or a domain with its @, in its one spelling (lower-case, the domain as the
-- DNS writes it).
create table blocked_sender (
  id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  address text not null,
  reason text not null default '',
  blocked_by uuid references app_user,
  blocked_at timestamptz not null,
  -- The tickets that this block moved to spam, each with the status it had: what is undone with the block.
  moved jsonb not null default '[]',
  unique (org_id, address)
);
create index blocked_sender_at on blocked_sender (org_id, blocked_at desc, id desc);

alter table blocked_sender enable row level security;
alter table blocked_sender force row level security;
create policy org on blocked_sender
  using (org_id = current_setting('app.org_id')::uuid) with check (org_id = current_setting('app.org_id')::uuid);
grant select, insert, update, delete on blocked_sender to docket_app;

-- Which of our addresses this delivery was for, how sure that is, and every address that was considered.
alter table occurrence add column recipient jsonb;
