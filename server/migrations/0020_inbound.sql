-- Mail that a provider takes in and posts to us: one address for a mailbox, known by a key that only the provider has.
create table mail_webhook (
  mailbox_id uuid primary key references mailbox on delete cascade,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  provider text not null check (provider in ('raw', 'postmark', 'sendgrid', 'mailgun', 'cloudmailin', 'ses')),
  key_sha256 text not null,
  -- The key before this one is good until then: what is under way still arrives.
  key_sha256_before text,
  before_until timestamptz,
  -- Sealed: the password of the address, the key that the provider signs with.
  secret text not null,
  -- What is no secret: the topic of Amazon SNS.
  settings jsonb not null,
  made_at timestamptz not null,
  taken bigint not null default 0,
  last_taken_at timestamptz,
  refused bigint not null default 0,
  last_refused_at timestamptz,
  last_refusal text
);
alter table mail_webhook enable row level security;
alter table mail_webhook force row level security;
create policy org on mail_webhook using (org_id = current_setting('app.org_id')::uuid) with check (org_id = current_setting('app.org_id')::uuid);
create policy owner_reads on mail_webhook for select to docket_owner using (true);
grant select, insert, update, delete on mail_webhook to docket_app;
create unique index mail_webhook_key on mail_webhook (key_sha256);
create index mail_webhook_key_before on mail_webhook (key_sha256_before) where key_sha256_before is not null;

-- Whose address a key is, asked before the organisation is known.
create function mail_webhook_by_key(wanted text, asked_at timestamptz)
returns table (org_id uuid, mailbox_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select org_id, mailbox_id from mail_webhook
  where key_sha256 = wanted or (key_sha256_before = wanted and before_until > asked_at)
$$;
revoke all on function mail_webhook_by_key from public;
grant execute on function mail_webhook_by_key to docket_app;

-- A signature that does not cover the mail is good for one mail only.
create table mail_webhook_token (
  mailbox_id uuid not null references mailbox on delete cascade,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  token_sha256 text not null,
  mail_sha256 text not null,
  seen_at timestamptz not null,
  primary key (mailbox_id, token_sha256)
);
alter table mail_webhook_token enable row level security;
alter table mail_webhook_token force row level security;
create policy org on mail_webhook_token using (org_id = current_setting('app.org_id')::uuid) with check (org_id = current_setting('app.org_id')::uuid);
create policy owner_reads on mail_webhook_token for select to docket_owner using (true);
grant select, insert, delete on mail_webhook_token to docket_app;
create index mail_webhook_token_seen on mail_webhook_token (mailbox_id, seen_at);

-- A person went to Nylas to grant access to a mailbox, and is expected back in the same browser with this state, once, soon.
create table nylas_start (
  state_sha256 text primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  mailbox_id uuid not null references mailbox on delete cascade,
  user_id uuid not null references app_user on delete cascade,
  -- Only the browser that began may end it.
  session_id uuid not null,
  -- The account that is expected there.
  account text not null,
  -- How far back mail is brought: null is all of it.
  since timestamptz,
  until timestamptz not null
);
alter table nylas_start enable row level security;
alter table nylas_start force row level security;
create policy org on nylas_start using (org_id = current_setting('app.org_id')::uuid) with check (org_id = current_setting('app.org_id')::uuid);
create policy owner_reads on nylas_start for select to docket_owner using (true);
grant select, insert, delete on nylas_start to docket_app;

-- Whose mailbox a grant is, for a hint that comes before the organisation is known.
create index connection_grant on connection ((settings->>'grant')) where kind = 'nylas';
create function connections_by_grant(wanted text)
returns table (org_id uuid, mailbox_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select org_id, mailbox_id from connection where kind = 'nylas' and settings->>'grant' = wanted
$$;
revoke all on function connections_by_grant from public;
grant execute on function connections_by_grant to docket_app;
