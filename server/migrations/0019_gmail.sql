-- What a provider says of a delivery beside its bytes: spam, trash. Null for mail that came another way, or of which nothing is said.
alter table occurrence add column labels text[];

-- Until when the provider calls us about new mail, when that is asked for again, and why it could not be.
alter table connection add column push_until timestamptz;
alter table connection add column push_renew_at timestamptz;
alter table connection add column push_error text;

-- A way to the consent page of a provider and back: it works once, for ten minutes, in the browser session that began it.
create table oauth_visit (
  id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  state_hash bytea not null,
  user_id uuid not null references app_user,
  session_id uuid not null,
  -- The mailbox that is to be connected; null when it is opened once the account is known.
  mailbox_id uuid references mailbox on delete cascade,
  -- Address and name of a new mailbox, the account that is expected, journal, and since when old mail is brought.
  wanted jsonb not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  -- Why it ended without a mailbox, in a sentence.
  refused text,
  unique (org_id, state_hash)
);
create index oauth_visit_end on oauth_visit (org_id, expires_at);
alter table oauth_visit enable row level security;
alter table oauth_visit force row level security;
create policy org on oauth_visit using (org_id = current_setting('app.org_id')::uuid) with check (org_id = current_setting('app.org_id')::uuid);
create policy owner_reads on oauth_visit for select to docket_owner using (true);
grant select, insert, update, delete on oauth_visit to docket_app;

-- The account that a push names decides the organisation; one account may be read into several mailboxes.
create index connection_account on connection (lower(settings->>'account')) where kind = 'gmail';
create function connections_of_account(asked_kind text, asked_account text)
returns table (org_id uuid, mailbox_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select org_id, mailbox_id from connection where kind = asked_kind and lower(settings->>'account') = lower(asked_account)
$$;
revoke all on function connections_of_account from public;
grant execute on function connections_of_account to docket_app;

-- Which connections the provider should be asked to call us about, again.
create function pushes_due(asked_kind text, asked_at timestamptz)
returns table (org_id uuid, mailbox_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select org_id, mailbox_id from connection
  where kind = asked_kind and refused_at is null and (push_renew_at is null or push_renew_at <= asked_at)
$$;
revoke all on function pushes_due from public;
grant execute on function pushes_due to docket_app;
