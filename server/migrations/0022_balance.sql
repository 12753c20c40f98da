-- The mail balance sheet: for each mailbox and day (in UTC), what its provider holds against what is here, to the mail.
create table balance (
  mailbox_id uuid primary key references mailbox on delete cascade,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  next_check_at timestamptz not null,
  checked_at timestamptz,
  -- Why the last check could not be made.
  error text
);

-- at_provider + gone + direct = tickets + suppressed + failed + waiting + coming + older + missing + lost
create table balance_day (
  mailbox_id uuid not null references mailbox on delete cascade,
  day date not null,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  checked_at timestamptz not null,
  -- Null: no provider was asked.
  at_provider int,
  -- Here, and at the provider no more.
  gone int not null,
  -- Came by SMTP, a webhook or an import.
  direct int not null,
  tickets int not null,
  -- {reason: mails}
  suppressed jsonb not null,
  failed int not null,
  waiting int not null,
  -- At the provider, and on the way here.
  coming int not null,
  -- At the provider, from before the time since which mail is brought.
  older int not null,
  -- At the provider, and should be here.
  missing int not null,
  -- Taken in, and of no message.
  lost int not null,
  -- How many checks in a row it did not add up.
  off_checks int not null,
  off_since timestamptz,
  primary key (mailbox_id, day)
);
create index balance_day_off on balance_day (mailbox_id) where off_checks > 0;

-- The mails that a day differs by, at its last check.
create table balance_difference (
  mailbox_id uuid not null,
  day date not null,
  kind text not null check (kind in ('missing', 'lost', 'gone')),
  provider_id text not null,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  received_at timestamptz not null,
  size int not null,
  occurrence_id uuid references occurrence on delete cascade,
  primary key (mailbox_id, day, kind, provider_id),
  foreign key (mailbox_id, day) references balance_day on delete cascade
);
create index balance_difference_occurrence on balance_difference (occurrence_id) where occurrence_id is not null;

create index occurrence_received on occurrence (org_id, mailbox_id, received_at);

do $$
declare t text;
begin
  for t in select unnest(array['balance', 'balance_day', 'balance_difference']) loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy org on %I using (org_id = current_setting(''app.org_id'')::uuid) with check (org_id = current_setting(''app.org_id'')::uuid)', t);
    execute format('create policy owner_reads on %I for select to docket_owner using (true)', t);
    execute format('grant select, insert, update, delete on %I to docket_app', t);
  end loop;
end $$;

-- Whose balance is to be looked at again, or was never.
create function balances_due(asked_at timestamptz)
returns table (org_id uuid, mailbox_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.org_id, m.id from mailbox m left join balance b on b.mailbox_id = m.id
  where b.next_check_at is null or b.next_check_at <= asked_at
  order by b.next_check_at nulls first limit 100
$$;

-- Mailboxes that did not add up so many times in a row.
create function ops_balances_off(checks_min int)
returns table (org_id uuid, mailbox_id uuid, address text, mails bigint, first_day text, off_since timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.org_id, m.id, m.address, sum(d.missing + d.lost), min(d.day)::text, min(d.off_since)
  from balance_day d join mailbox m on m.id = d.mailbox_id
  where d.off_checks >= checks_min group by m.org_id, m.id, m.address
$$;
revoke all on function balances_due, ops_balances_off from public;
grant execute on function balances_due, ops_balances_off to docket_app;

-- Jobs stand outside row security, and their envelope names the organisation: these look at those of the unit of work only.
create function dead_letters(only_id uuid, before_at timestamptz, before_id uuid, most int)
returns table (id uuid, job text, says text, failed_at timestamptz, began_at timestamptz, attempts int, request_id text, known boolean)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return query
    select j.id, j.source_name::text,
      coalesce(j.source_output->>'message', j.source_output->'value'->>'message', j.output->>'message'),
      date_trunc('milliseconds', j.created_on), j.source_created_on, coalesce(j.source_retry_count, 0) + 1, j.data->>'requestId',
      exists (select from pgboss.queue q where q.name = j.source_name)
    from pgboss.job j
    where j.name = 'dead' and j.state < 'active' and j.data->>'orgId' = current_setting('app.org_id')
      and (only_id is null or j.id = only_id)
      and (before_at is null or (date_trunc('milliseconds', j.created_on), j.id) < (before_at, before_id))
    order by date_trunc('milliseconds', j.created_on) desc, j.id desc limit most;
end $$;

-- Takes them out, to be ordered anew in the same commit; those of a kind that is no more stay.
create function take_dead_letters(wanted uuid[])
returns table (id uuid, job text, envelope jsonb)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  return query
    delete from pgboss.job j
    where j.name = 'dead' and j.state < 'active' and j.id = any(wanted) and j.data->>'orgId' = current_setting('app.org_id')
      and exists (select from pgboss.queue q where q.name = j.source_name)
    returning j.id, j.source_name::text, j.data;
end $$;

create function waiting_jobs(asked_at timestamptz)
returns table (job text, waiting bigint, due_since timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return query
    select j.name::text, count(*), min(j.start_after) filter (where j.start_after <= asked_at)
    from pgboss.job j
    where j.state < 'active' and not j.blocked and j.data->>'orgId' = current_setting('app.org_id')
    group by j.name order by j.name;
end $$;
revoke all on function dead_letters, take_dead_letters, waiting_jobs from public;
grant execute on function dead_letters, take_dead_letters, waiting_jobs to docket_app;
