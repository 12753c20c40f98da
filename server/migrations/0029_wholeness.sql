-- A foreign key is not subject to row security, so one that names a row by its id alone would take the row of another organisation.
-- From here on each goes with its organisation: whoever forgets a filter is refused by the key itself.
do $$
declare
  k record;
  wanted text;
  deed text;
begin
  create temp table widened on commit drop as
    select c.oid, c.conname as name, c.conrelid::regclass as child, c.confrelid::regclass as parent, c.confdeltype as deed,
      c.condeferrable as deferrable, c.condeferred as deferred,
      (select string_agg(quote_ident(a.attname), ', ' order by n) from unnest(c.conkey) with ordinality as u(num, n)
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = u.num) as columns,
      (select string_agg(quote_ident(a.attname), ', ' order by n) from unnest(c.confkey) with ordinality as u(num, n)
        join pg_attribute a on a.attrelid = c.confrelid and a.attnum = u.num) as targets
    from pg_constraint c
      join pg_attribute own on own.attrelid = c.conrelid and own.attname = 'org_id'
      join pg_attribute other on other.attrelid = c.confrelid and other.attname = 'org_id'
    where c.contype = 'f' and c.connamespace = 'public'::regnamespace and not own.attnum = any(c.conkey);

  -- Building an index lets others read meanwhile; what bars them comes last and is quick.
  for k in select distinct parent, targets from widened loop
    wanted := format('(org_id, %s)', k.targets);
    if not exists (select from pg_index i where i.indrelid = k.parent and i.indisunique and i.indpred is null
        and pg_get_indexdef(i.indexrelid) like '%USING btree ' || wanted) then
      execute format('create unique index on %s %s', k.parent, wanted);
    end if;
  end loop;
  for k in select * from widened loop
    deed := case k.deed when 'c' then 'on delete cascade' when 'n' then format('on delete set null (%s)', k.columns) else '' end;
    execute format('alter table %s add constraint %I foreign key (org_id, %s) references %s (org_id, %s) %s %s not valid',
      k.child, k.name || '_of_org', k.columns, k.parent, k.targets, deed,
      case when k.deferred then 'deferrable initially deferred' when k.deferrable then 'deferrable' else '' end);
  end loop;
  -- The check itself is a question of the owner, whom forced policies would bar.
  create temp table barred on commit drop as
    select distinct t.name from (select child as name from widened union select parent from widened) t
      join pg_class c on c.oid = t.name where c.relforcerowsecurity;
  for k in select * from barred loop
    execute format('alter table %s no force row level security', k.name);
  end loop;
  for k in select * from widened loop
    execute format('alter table %s validate constraint %I', k.child, k.name || '_of_org');
  end loop;
  for k in select * from widened loop
    execute format('alter table %s drop constraint %I', k.child, k.name);
    execute format('alter table %s rename constraint %I to %I', k.child, k.name || '_of_org', k.name);
  end loop;
  for k in select * from barred loop
    execute format('alter table %s force row level security', k.name);
  end loop;
end $$;

-- The conversation that the provider puts a delivery into: of two mails of one sender that name no other mail it says whether one
-- answers the other. Beside its place in the list of ids, where a replay finds it again.
alter table occurrence add column provider_thread text;

-- What a person last asked of a balance: counting, or bringing what is missing first. Whoever works on it has begun it; a press on one
-- that nobody has begun for long orders it anew.
alter table balance
  add column run_what text check (run_what in ('check', 'mend')),
  add column run_since date,
  add column run_until date,
  add column run_asked_at timestamptz,
  add column run_begun_at timestamptz,
  add column run_ended_at timestamptz,
  add column run_fetched int not null default 0,
  add column run_again int not null default 0,
  add column run_error text;
