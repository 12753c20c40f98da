-- Written and sent by the hundred a second, a reply pays for each of these every time.

-- Slices are never taken away, and the row of the newest would be locked by everybody who writes.
alter table search_document drop constraint search_document_slice_fkey;

-- Writes or rewrites the documents of these messages. In the words given, ~ holds the place of the slice.
create or replace function index_messages(ids uuid[], vectors text[], asked_at timestamptz, rules int) returns void
language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  org constant uuid := current_setting('app.org_id')::uuid;
  slice_max constant int := 25000;
  -- So few are counted once in a while, and then for all: one row that everybody writes is dearer than a guess.
  counted_min constant int := 32;
  written uuid[] := '{}';
  newest record;
begin
  insert into search_progress (version) select rules
  where not exists (select from search_progress p where p.org_id = org) on conflict do nothing;
  for pass in 1..2 loop
    with filed as (
      insert into search_document (message_id, ticket_id, slice, slice_at, at, words)
      select m.id, m.ticket_id, s.no, s.from_at, m.at,
        replace(given.words || format(' ''~%s'':1 ''~#%1$s'':1', t.number), '~', search_slice_prefix(s.no))::tsvector
      from unnest(ids, vectors) as given(id, words)
      join message m on m.id = given.id
      join ticket t on t.id = m.ticket_id
      cross join lateral (select no, from_at from search_slice where from_at <= m.at order by from_at desc limit 1) s
      where given.id <> all (written) and (pass = 2 or s.from_at >= date_trunc('month', m.at, 'UTC'))
      on conflict (message_id) do update
        set ticket_id = excluded.ticket_id, slice = excluded.slice, slice_at = excluded.slice_at, at = excluded.at, words = excluded.words
      returning message_id
    )
    select coalesce(array_agg(message_id), '{}') into written from filed;
    exit when cardinality(written) = cardinality(ids);
    -- A month begins a slice, whatever arrives in it later: an archive taken in out of order still falls into place.
    insert into search_slice (from_at)
    select distinct date_trunc('month', m.at, 'UTC') as month from message m where m.id = any(ids)
      and not exists (select from search_slice s where s.from_at = date_trunc('month', m.at, 'UTC'))
    order by month
    on conflict do nothing;
  end loop;
  if random() * counted_min >= cardinality(ids) then return; end if;
  select s.no, round(count(*) * greatest(counted_min::numeric / cardinality(ids), 1))::int as messages into newest
  from (select no, from_at from search_slice where from_at <= asked_at order by from_at desc limit 1) s
  join message m on m.id = any (ids) and m.at >= s.from_at group by s.no;
  update search_slice set messages = messages + newest.messages
  where no = (select no from search_slice where no = newest.no for no key update skip locked);
  -- The next slice begins in a minute, so that every writer knows of it when it does.
  insert into search_slice (from_at)
  select asked_at + interval '1 minute' from (select * from search_slice order by from_at desc limit 1) last
  where last.messages >= slice_max and last.from_at <= asked_at
  on conflict do nothing;
end $$;
