-- Other addresses that a mailbox writes from. Nothing leaves under one before it is verified: by a code that was mailed to it, or by the
-- provider, which asked the same. The mailbox's own address has no row.
create table send_identity (
  id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  mailbox_id uuid not null,
  address text not null,
  name text not null,
  -- Who may write from it; null: everybody who may reply.
  user_ids uuid[],
  verified_at timestamptz,
  verified_by text check (verified_by in ('code', 'provider')),
  -- It was verified once and is not any more; why, in a sentence.
  revoked_at timestamptz,
  revoked_says text,
  -- Taken from the list. What was written before still leaves.
  removed_at timestamptz,
  created_at timestamptz not null,
  unique (org_id, id),
  foreign key (org_id, mailbox_id) references mailbox (org_id, id) on delete cascade
);
create unique index send_identity_address on send_identity (org_id, mailbox_id, address) where removed_at is null;

-- The codes that were mailed. None of them stands here: each is made from its row's id and the key of the server.
create table identity_code (
  id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  identity_id uuid not null,
  address text not null,
  sent_at timestamptz not null,
  good_until timestamptz not null,
  tries int not null default 0,
  foreign key (org_id, identity_id) references send_identity (org_id, id) on delete cascade
);
create index identity_code_sent on identity_code (org_id, sent_at);
create index identity_code_of on identity_code (org_id, identity_id, sent_at);

-- What the DNS says of a domain that a mailbox writes from, as it was asked last.
create table sending_domain (
  mailbox_id uuid not null,
  domain text not null,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  checked_at timestamptz not null,
  lines jsonb not null,
  primary key (mailbox_id, domain),
  foreign key (org_id, mailbox_id) references mailbox (org_id, id) on delete cascade
);

do $$
declare t text;
begin
  foreach t in array array['send_identity', 'identity_code', 'sending_domain'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy org on %I using (org_id = current_setting(''app.org_id'')::uuid) with check (org_id = current_setting(''app.org_id'')::uuid)', t);
    execute format('create policy owner_reads on %I for select to docket_owner using (true)', t);
    execute format('grant select, insert, update, delete on %I to docket_app', t);
  end loop;
end $$;

-- A check of what stands there is a question of the owner, whom forced policies would bar.
alter table mailbox no force row level security;
alter table message no force row level security;
alter table send_identity no force row level security;
alter table mailbox
  -- The name beside the address: person, "Kim at Acme"; address, the name of the address; mailbox, the name of the mailbox.
  add column from_name text not null default 'address' check (from_name in ('person', 'address', 'mailbox')),
  -- Null: its own address.
  add column default_identity_id uuid,
  add foreign key (org_id, default_identity_id) references send_identity (org_id, id) on delete set null (default_identity_id),
  -- Since then the DNS was last asked about the domains it writes from.
  add column domains_checked_at timestamptz;
alter table draft add column identity_id uuid;
alter table message add column identity_id uuid;
alter table message add foreign key (org_id, identity_id) references send_identity (org_id, id) on delete set null (identity_id);
alter table mailbox force row level security;
alter table message force row level security;
alter table send_identity force row level security;
create index message_identity on message (org_id, identity_id) where identity_id is not null;

create function mailboxes_to_ask_dns_about(asked_at timestamptz) returns table (org_id uuid, mailbox_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.org_id, m.id from mailbox m
  where m.domains_checked_at is null or m.domains_checked_at <= asked_at - interval '1 day'
  order by m.domains_checked_at nulls first limit 50
$$;
revoke all on function mailboxes_to_ask_dns_about from public;
grant execute on function mailboxes_to_ask_dns_about to docket_app;
