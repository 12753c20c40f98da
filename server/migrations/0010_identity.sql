-- What two mails under one Message-ID have in common, beside the fingerprint that only the same mail has (mail/fingerprinting.ts).
-- Null: not computed yet, or a mail without Message-ID.
alter table message add column words_fingerprint text;
alter table message add column weak_fingerprint text;

-- By hash, because a sender chooses how long a Message-ID is: a B-tree refuses a row for one of 3 kB, and its mail with it.
drop index message_header;
create index message_header on message using hash (message_id_header) where message_id_header is not null;

-- A Message-ID that different mails carry. The mails are the messages that have it.
create table collision (
  id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  message_id_header text not null,
  message_id_sha256 text not null,
  -- variant: the same words, but for what a mailing list adds; different: other words under a used id.
  kind text not null check (kind in ('variant', 'different')),
  messages int not null,
  -- When the id came on a second mail, and on the last one.
  first_seen_at timestamptz not null,
  newest_at timestamptz not null,
  -- A person has looked at it; another mail under the id makes it unseen again.
  seen_at timestamptz,
  seen_by_user_id uuid references app_user,
  unique (org_id, message_id_sha256)
);
create index collision_newest on collision (org_id, newest_at desc, id desc);

-- How far the search through what is held has come: all messages up to next_after, unless finished_at says all of them.
create table collision_search (
  org_id uuid primary key default current_setting('app.org_id')::uuid,
  started_at timestamptz not null,
  finished_at timestamptz,
  next_after uuid not null,
  done int not null default 0,
  total int not null,
  -- Mails whose bytes could not be had or read.
  unread int not null default 0
);

do $$
declare t text;
begin
  for t in select unnest(array['collision', 'collision_search']) loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy org on %I using (org_id = current_setting(''app.org_id'')::uuid) with check (org_id = current_setting(''app.org_id'')::uuid)', t);
    execute format('grant select, insert, update, delete on %I to docket_app', t);
  end loop;
end $$;
