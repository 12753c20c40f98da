-- A draft is all that is about to be sent: words with their shape, to whom, with which files.
alter table draft drop constraint draft_kind_check;
alter table draft add constraint draft_kind_check check (kind in ('reply', 'note', 'forward'));
alter table draft
  add column html text,
  -- Null: as an answer goes by itself. What stands here may be half an address still.
  add column to_addresses jsonb,
  add column cc_addresses jsonb,
  add column bcc_addresses jsonb,
  add column upload_ids uuid[] not null default '{}',
  -- What the ticket becomes when this is sent.
  add column status text check (status in ('new', 'open', 'pending', 'resolved', 'closed', 'spam'));

-- What stands under the answers of a person.
create table signature (
  user_id uuid primary key references app_user on delete cascade,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  html text not null,
  body text not null,
  -- Mailboxes whose answers go without.
  off_mailbox_ids uuid[] not null default '{}',
  updated_at timestamptz not null
);

-- Words that are written often. One without an owner is everybody's; mailbox and language say where it fits best.
create table macro (
  id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  owner_user_id uuid references app_user on delete cascade,
  name text not null,
  html text not null,
  body text not null,
  mailbox_id uuid references mailbox on delete set null,
  language text check (language in ('en', 'de', 'fr', 'es')),
  status text check (status in ('new', 'open', 'pending', 'resolved', 'closed', 'spam')),
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index macro_of_org on macro (org_id, owner_user_id);

do $$
declare t text;
begin
  foreach t in array array['signature', 'macro'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy org on %I using (org_id = current_setting(''app.org_id'')::uuid) with check (org_id = current_setting(''app.org_id'')::uuid)', t);
    execute format('grant select, insert, update, delete on %I to docket_app', t);
  end loop;
end $$;
