-- Every decision about a mail can be made again from its kept bytes. A run is one pass over many of them.
create table replay_run (
  id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  -- look: says what would change; apply: writes it; upgrade: writes it after a new version of the parser, by itself.
  kind text not null check (kind in ('look', 'apply', 'upgrade')),
  state text not null check (state in ('done', 'running', 'paused', 'cancelled', 'failed')),
  stage text not null check (stage in ('all', 'parse', 'stitch')),
  mailbox_id uuid references mailbox,
  since timestamptz,
  -- One mail only: the id of its message, or its Message-ID.
  mail text,
  parser_version int not null,
  -- How many mails there were when it began; more may have come since.
  mails_all int not null default 0,
  mails_read int not null default 0,
  mails_same int not null default 0,
  mails_changed int not null default 0,
  mails_failed int not null default 0,
  mails_recovered int not null default 0,
  -- Where it stands: messages by id, then mails that had failed by theirs.
  part text not null default 'messages' check (part in ('messages', 'failed-mails')),
  after_id uuid not null,
  started_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  ended_at timestamptz,
  -- Whoever works on it is believed to live until then.
  lease_until timestamptz not null,
  -- Turns since it last got on: a mail that ends the process must not end it for ever.
  turns int not null default 0,
  error text
);
create index replay_run_list on replay_run (org_id, created_at desc, id desc);
create unique index replay_run_alive on replay_run (org_id, kind) where state in ('running', 'paused');

-- What a run found, gathered by kind, with a few examples of each.
create table replay_change (
  org_id uuid not null default current_setting('app.org_id')::uuid,
  run_id uuid not null references replay_run on delete cascade,
  kind text not null,
  field text not null,
  mails int not null,
  examples jsonb not null default '[]',
  primary key (run_id, kind)
);

do $$
declare t text;
begin
  foreach t in array array['replay_run', 'replay_change'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy org on %I using (org_id = current_setting(''app.org_id'')::uuid) with check (org_id = current_setting(''app.org_id'')::uuid)', t);
    execute format('create policy owner_reads on %I for select to docket_owner using (true)', t);
    execute format('grant select, insert, update, delete on %I to docket_app', t);
  end loop;
end $$;

-- How many messages an older parser read is asked of every organisation at every start.
create index message_parser_version on message (org_id, parser_version) where parser_version is not null;

-- Organisations with a run that nobody works on.
create function orgs_to_replay(asked_at timestamptz)
returns table (org_id uuid)
language sql stable security definer set search_path = public, pg_temp as
$$ select distinct org_id from replay_run where state = 'running' and lease_until <= asked_at $$;
revoke all on function orgs_to_replay from public;
grant execute on function orgs_to_replay to docket_app;
