-- What Docket writes to customers by itself. It stands in the thread like an answer, and is none.
alter table message add column automatic text check (automatic in ('acknowledgement'));

-- Whether and how a mailbox acknowledges; a mailbox without a row does not. Own words by language stand in place of Docket's.
create table acknowledging (
  mailbox_id uuid primary key references mailbox on delete cascade,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  active boolean not null,
  language text not null check (language in ('en', 'de', 'fr', 'es')),
  as_written boolean not null default true,
  texts jsonb not null default '{}',
  changed_at timestamptz not null
);

-- What was decided about the mail that opened a ticket, and why. One that was sent stays sent.
create table acknowledgement (
  message_id uuid primary key references message on delete cascade,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  outcome text not null check (outcome in ('sent', 'declined')),
  reasons jsonb not null default '[]',
  -- Our mail, when there is one.
  answer_id uuid references message on delete set null,
  at timestamptz not null
);

-- Every automatic mail to somebody outside, in the commit that queues it: what the ceilings are counted by, whatever restarts. It names
-- no ticket, so that removing one does not make room for another mail.
create table automatic_mail (
  id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  address text not null,
  kind text not null check (kind in ('acknowledgement')),
  at timestamptz not null
);
create index automatic_mail_address on automatic_mail (org_id, address, at);
create index automatic_mail_at on automatic_mail (org_id, at);

-- So much left at once that nothing more leaves by itself, until then or until an administrator says so.
create table automatic_stop (
  org_id uuid primary key default current_setting('app.org_id')::uuid,
  stopped_at timestamptz not null,
  ends_at timestamptz not null
);

-- Whether a person here has answered an address before.
create index if not exists ticket_requester on ticket (org_id, requester_id);

do $$
declare t text;
begin
  foreach t in array array['acknowledging', 'acknowledgement', 'automatic_mail', 'automatic_stop'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy org on %I using (org_id = current_setting(''app.org_id'')::uuid) with check (org_id = current_setting(''app.org_id'')::uuid)', t);
    execute format('grant select, insert, update, delete on %I to docket_app', t);
  end loop;
end $$;

create policy owner_reads on automatic_stop for select to docket_owner using (true);
create function ops_automatic_stops(asked_at timestamptz)
returns table (org_id uuid, stopped_at timestamptz, ends_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as
$$ select org_id, stopped_at, ends_at from automatic_stop where ends_at > asked_at $$;
revoke all on function ops_automatic_stops from public;
grant execute on function ops_automatic_stops to docket_app;
