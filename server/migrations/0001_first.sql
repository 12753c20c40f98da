-- Everything an organisation owns carries org_id, which defaults to the organisation of the unit of work. The policies at the end are
-- forced, so no query needs to name it and none can leave it.

create table org (
  id uuid primary key,
  slug text not null unique,
  name text not null,
  is_demo boolean not null default false,
  created_at timestamptz not null
);

create table app_user (
  id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  email text not null,
  name text not null,
  role text not null check (role in ('admin', 'agent', 'viewer')),
  password_hash text,
  active boolean not null default true,
  created_at timestamptz not null,
  unique (org_id, email)
);

create table session (
  token_hash bytea primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  user_id uuid not null references app_user on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null
);

create table api_token (
  id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  user_id uuid not null references app_user on delete cascade,
  token_hash bytea not null unique,
  name text not null,
  created_at timestamptz not null
);

create table contact (
  id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  email text not null,
  name text not null default '',
  created_at timestamptz not null,
  unique (org_id, email)
);

-- An address is one mailbox of one organisation: an envelope recipient must never be ambiguous.
create table mailbox (
  id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  address text not null unique,
  name text not null,
  created_at timestamptz not null
);

create table ticket (
  id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  number bigint not null,
  subject text not null,
  status text not null check (status in ('new', 'open', 'pending', 'resolved', 'closed', 'spam')),
  priority text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
  mailbox_id uuid references mailbox,
  requester_id uuid not null references contact,
  assignee_user_id uuid references app_user,
  unread boolean not null default true,
  preview text not null default '',
  message_count int not null default 0,
  version int not null default 1,
  created_at timestamptz not null,
  -- When somebody last wrote; the list is sorted by it.
  active_at timestamptz not null,
  updated_at timestamptz not null,
  resolved_at timestamptz,
  closed_at timestamptz,
  unique (org_id, number)
);
create index ticket_active on ticket (org_id, active_at desc, id desc);
create index ticket_status_active on ticket (org_id, status, active_at desc, id desc);
create index ticket_assignee_active on ticket (org_id, assignee_user_id, active_at desc, id desc);

-- Taken last in a unit of work, because the locked row serialises commits.
create table ticket_counter (
  org_id uuid primary key default current_setting('app.org_id')::uuid,
  last_number bigint not null
);

-- Who a ticket is with. Only these may be joined by mail in full; anyone else's mail is held for a person to see.
create table ticket_participant (
  org_id uuid not null default current_setting('app.org_id')::uuid,
  ticket_id uuid not null references ticket on delete cascade,
  address text not null,
  primary key (ticket_id, address)
);

-- One canonical message per content, however often it was delivered. ticket_id is null while a mail stands in quarantine.
create table message (
  id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  ticket_id uuid references ticket on delete cascade,
  direction text not null check (direction in ('in', 'out', 'note')),
  author_user_id uuid references app_user,
  contact_id uuid references contact,
  from_name text not null default '',
  from_address text not null default '',
  to_addresses jsonb not null default '[]',
  cc_addresses jsonb not null default '[]',
  subject text not null default '',
  message_id_header text,
  in_reply_to text,
  reference_ids text[] not null default '{}',
  raw_sha256 text,
  fingerprint text,
  parser_version int,
  text text not null default '',
  reply_text text not null default '',
  quoted_text text not null default '',
  html text,
  verdict jsonb,
  recipient jsonb,
  problems jsonb not null default '[]',
  stitch_reason text,
  stitch_confidence text,
  stitch_evidence jsonb,
  held boolean not null default false,
  problem text,
  sent_at timestamptz,
  at timestamptz not null
);
create index message_ticket on message (org_id, ticket_id, at, id);
create unique index message_fingerprint on message (org_id, fingerprint) where fingerprint is not null;
create index message_header on message (org_id, message_id_header) where message_id_header is not null;

create table attachment (
  id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  message_id uuid not null references message on delete cascade,
  position int not null,
  filename text not null,
  content_type text not null,
  size int not null,
  sha256 text not null,
  inline boolean not null default false,
  content_id text
);
create index attachment_message on attachment (org_id, message_id, position);

-- Each delivery of a mail to a mailbox: committed before anything judges it.
create table occurrence (
  id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  mailbox_id uuid not null references mailbox,
  provider_id text not null,
  raw_sha256 text not null,
  size int not null,
  envelope_from text,
  envelope_to text,
  received_at timestamptz not null,
  is_history boolean not null default false,
  state text not null default 'kept' check (state in ('kept', 'done', 'failed')),
  attempts int not null default 0,
  next_try_at timestamptz not null,
  error text,
  message_id uuid references message,
  stages jsonb not null default '[]',
  unique (org_id, mailbox_id, provider_id)
);
create index occurrence_waiting on occurrence (org_id, next_try_at) where state = 'kept';
create index occurrence_failed on occurrence (org_id, received_at desc) where state = 'failed';
create index occurrence_message on occurrence (org_id, message_id);
create index occurrence_raw on occurrence (org_id, raw_sha256);

-- The bytes as they came, until a later job has moved them to the blob store.
create table raw_mail (
  org_id uuid not null default current_setting('app.org_id')::uuid,
  sha256 text not null,
  bytes bytea,
  blob boolean not null default false,
  kept_at timestamptz not null,
  primary key (org_id, sha256)
);
alter table raw_mail alter column bytes set storage external;
create index raw_mail_unfiled on raw_mail (org_id, kept_at) where not blob;

-- Message-IDs a ticket is known by in one mailbox: its messages' own ('own') and those they refer to ('ref'), so that a child which
-- arrives before its parent is joined when the parent comes.
create table thread_key (
  org_id uuid not null default current_setting('app.org_id')::uuid,
  mailbox_id uuid not null references mailbox,
  key text not null,
  kind text not null check (kind in ('own', 'ref')),
  ticket_id uuid not null references ticket on delete cascade,
  message_id uuid not null references message on delete cascade,
  at timestamptz not null,
  primary key (org_id, mailbox_id, key, message_id)
);

-- A reply on its way out, written in the commit of the reply. A retry sends the same bytes.
create table delivery (
  id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  message_id uuid not null references message on delete cascade,
  ticket_id uuid not null references ticket on delete cascade,
  status text not null check (status in ('queued', 'sending', 'sent', 'failed', 'unsure')),
  envelope_from text not null,
  envelope_to jsonb not null,
  -- Composed once, before the first attempt.
  raw bytea,
  attempts int not null default 0,
  next_try_at timestamptz not null,
  error text,
  response text,
  -- smtp, or outbox when no SMTP_URL is set and the mail is only shown.
  via text,
  queued_at timestamptz not null,
  sent_at timestamptz,
  unique (message_id)
);
create index delivery_waiting on delivery (org_id, next_try_at) where status in ('queued', 'sending');
create index delivery_outbox on delivery (org_id, queued_at desc, id desc);
create index delivery_ticket on delivery (org_id, ticket_id);

create table draft (
  org_id uuid not null default current_setting('app.org_id')::uuid,
  ticket_id uuid not null references ticket on delete cascade,
  user_id uuid not null references app_user on delete cascade,
  kind text not null check (kind in ('reply', 'note')),
  body text not null,
  updated_at timestamptz not null,
  primary key (ticket_id, user_id, kind)
);

-- The outbox, the timeline and the audit in one: everything that happened. Append-only for the serving role.
create table event (
  id uuid primary key,
  seq bigint generated always as identity,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  type text not null,
  ticket_id uuid,
  data jsonb not null,
  actor jsonb not null,
  request_id text not null,
  at timestamptz not null
);
create index event_ticket on event (org_id, ticket_id, seq) where ticket_id is not null;

create table idempotency (
  org_id uuid not null default current_setting('app.org_id')::uuid,
  user_id uuid not null references app_user on delete cascade,
  key text not null,
  route text not null,
  body_sha256 text not null,
  status int,
  response jsonb,
  at timestamptz not null,
  primary key (org_id, user_id, route, key)
);

do $$
declare t text;
begin
  for t in select table_name from information_schema.columns where column_name = 'org_id' and table_schema = 'public' loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy org on %I using (org_id = current_setting(''app.org_id'')::uuid) with check (org_id = current_setting(''app.org_id'')::uuid)', t);
    execute format('grant select, insert, update, delete on %I to docket_app', t);
  end loop;
end $$;
revoke update, delete on event from docket_app;
alter table org enable row level security;
alter table org force row level security;
create policy org on org using (id = current_setting('app.org_id')::uuid);
grant select on org to docket_app;
grant usage, select on all sequences in schema public to docket_app;

-- The few questions that must be answered before the organisation is known. Each returns the least that its caller needs.
-- They run as docket_owner, whom the forced policies bind too: the policies named owner_* let exactly these reads through.
create policy owner_reads on app_user for select to docket_owner using (true);
create policy owner_reads on session for select to docket_owner using (true);
create policy owner_reads on api_token for select to docket_owner using (true);
create policy owner_reads on mailbox for select to docket_owner using (true);
create policy owner_reads on occurrence for select to docket_owner using (true);
create policy owner_reads on delivery for select to docket_owner using (true);
create policy owner_reads on raw_mail for select to docket_owner using (true);
create policy owner_all on org to docket_owner using (true) with check (true);
create policy owner_writes on app_user for insert to docket_owner with check (true);
create policy owner_writes on mailbox for insert to docket_owner with check (true);

create function sign_in_candidates(wanted text)
returns table (user_id uuid, org_id uuid, role text, password_hash text)
language sql stable security definer set search_path = public as
$$ select id, org_id, role, password_hash from app_user where email = lower(wanted) and active $$;

create function session_actor(hash bytea, asked_at timestamptz)
returns table (user_id uuid, org_id uuid, role text)
language sql stable security definer set search_path = public as
$$ select u.id, u.org_id, u.role from session s join app_user u on u.id = s.user_id and u.active where s.token_hash = hash and s.expires_at > asked_at $$;

create function token_actor(hash bytea)
returns table (user_id uuid, org_id uuid, role text)
language sql stable security definer set search_path = public as
$$ select u.id, u.org_id, u.role from api_token t join app_user u on u.id = t.user_id and u.active where t.token_hash = hash $$;

create function mailbox_by_address(wanted text)
returns table (mailbox_id uuid, org_id uuid)
language sql stable security definer set search_path = public as
$$ select id, org_id from mailbox where address = lower(wanted) $$;

-- Organisations with mail to ingest, deliveries to resume, or raw mail to file.
create function orgs_with_work(asked_at timestamptz, work text)
returns table (org_id uuid)
language plpgsql stable security definer set search_path = public as $$
begin
  case work
    when 'ingest' then return query select distinct o.org_id from occurrence o where o.state = 'kept' and o.next_try_at <= asked_at;
    when 'send' then return query select distinct d.org_id from delivery d where d.status in ('queued', 'sending') and d.next_try_at <= asked_at;
    when 'file' then return query select distinct r.org_id from raw_mail r where not r.blob and r.kept_at <= asked_at;
  end case;
end $$;

revoke all on function sign_in_candidates, session_actor, token_actor, mailbox_by_address, orgs_with_work from public;
grant execute on function sign_in_candidates, session_actor, token_actor, mailbox_by_address, orgs_with_work to docket_app;

-- Which organisations there are, for the operator's commands: each is then worked on as itself.
create function org_list()
returns table (org_id uuid, slug text)
language sql stable security definer set search_path = public as
$$ select id, slug from org order by id $$;
revoke all on function org_list from public;
grant execute on function org_list to docket_app;
