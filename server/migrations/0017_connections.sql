-- How a mailbox gets its mail from a provider: where to, how far, and how it goes. A mailbox without one is reached by SMTP alone.
-- The key of a row's organisation goes with it: row security does not look where a foreign key leads.
alter table mailbox add unique (org_id, id);
create table connection (
  mailbox_id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  kind text not null check (kind in ('imap', 'gmail', 'nylas')),
  -- What is no secret: host, port, user, folders.
  settings jsonb not null,
  -- Sealed: a password, or the tokens of a grant.
  secret text,
  connected_at timestamptz not null,
  -- How far new mail is kept; only the connector understands it. It moves in the commit that keeps the mails.
  cursor jsonb,
  -- What the provider took in before is history: it makes tickets, and nothing goes out because of it.
  live_since timestamptz,
  -- A stretch of older mail that is being brought: {since, before, cursor, done, total, asked_at, finished_at}.
  backfill jsonb,
  next_pull_at timestamptz not null,
  last_success_at timestamptz,
  -- Failures in a row, and the last of them in a sentence.
  failures int not null default 0,
  last_error text,
  last_error_at timestamptz,
  -- The provider refuses us for good: a person must change something.
  refused_at timestamptz,
  paused_until timestamptz,
  paused_by text check (paused_by in ('person', 'breaker')),
  -- The process that pulls now; one that died is believed until then.
  lease_by uuid,
  lease_until timestamptz,
  foreign key (org_id, mailbox_id) references mailbox (org_id, id) on delete cascade
);
alter table connection enable row level security;
alter table connection force row level security;
create policy org on connection using (org_id = current_setting('app.org_id')::uuid) with check (org_id = current_setting('app.org_id')::uuid);
create policy owner_reads on connection for select to docket_owner using (true);
grant select, insert, update, delete on connection to docket_app;
create index connection_due on connection (next_pull_at) where refused_at is null;

-- Which connections nobody pulls and somebody should.
create function connections_due(asked_at timestamptz)
returns table (org_id uuid, mailbox_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select org_id, mailbox_id from connection
  where next_pull_at <= asked_at and refused_at is null
    and (lease_until is null or lease_until < asked_at) and (paused_until is null or paused_until <= asked_at)
  order by next_pull_at
$$;
revoke all on function connections_due from public;
grant execute on function connections_due to docket_app;
