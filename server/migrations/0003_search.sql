-- Search reads its own table, because row security keeps PostgreSQL from using an index for the operators of text search. Nobody but
-- the owner may touch these tables; the functions below take the organisation from the unit of work and let nothing else through.

-- A slice is a stretch of time that holds about 25,000 messages of one organisation. Its number stands before every word of its
-- messages in the one index, so that a word is looked up slice by slice, newest first, and no further than the answer is complete.
create table search_slice (
  no int primary key generated always as identity,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  from_at timestamptz not null,
  -- A hint, not a count: who finds it locked does not wait.
  messages int not null default 0,
  unique (org_id, from_at)
);

create table search_document (
  message_id uuid primary key references message on delete cascade,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  ticket_id uuid not null references ticket on delete cascade,
  slice int not null references search_slice,
  -- The slice's beginning: what is found is in the order of slice_at, at, message_id.
  slice_at timestamptz not null,
  at timestamptz not null,
  words tsvector not null,
  -- Never read. PostgreSQL moves a column out of a row only when the row is larger than 2 kB; then it goes on to the target below, and the
  -- padding itself is compressed to some 30 bytes. With the words outside, sorting a common word by time reads 8 times fewer pages.
  padding text not null default repeat(' ', 2000)
) with (toast_tuple_target = 128);
alter table search_document alter column words set storage external;
create index search_document_ticket on search_document (ticket_id);
-- fastupdate would make every search read through what was not filed yet.
create index search_document_words on search_document using gin (words) with (fastupdate = off);

-- How far an organisation's messages are indexed by this version's rules: all of them when next_before is null, else those from that
-- id on, and what was written since.
create table search_progress (
  org_id uuid primary key default current_setting('app.org_id')::uuid,
  version int not null,
  next_before uuid
);
insert into search_progress (org_id, version, next_before) select id, 0, 'ffffffff-ffff-ffff-ffff-ffffffffffff' from org;

do $$
declare t text;
begin
  for t in select unnest(array['search_slice', 'search_progress']) loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy org on %I using (org_id = current_setting(''app.org_id'')::uuid) with check (org_id = current_setting(''app.org_id'')::uuid)', t);
  end loop;
end $$;

create function search_slice_prefix(no int) returns text language sql immutable parallel safe as $$ select to_hex(no) || '.' $$;

-- Writes or rewrites the documents of these messages. In the words given, ~ holds the place of the slice.
create function index_messages(ids uuid[], vectors text[], asked_at timestamptz, rules int) returns void
language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  org constant uuid := current_setting('app.org_id')::uuid;
  slice_max constant int := 25000;
  newest record;
begin
  insert into search_progress (version) select rules
  where not exists (select from search_progress p where p.org_id = org) on conflict do nothing;
  -- A month begins a slice, whatever arrives in it later: an archive taken in out of order still falls into place.
  insert into search_slice (from_at)
  select distinct date_trunc('month', m.at, 'UTC') as month from message m where m.id = any(ids)
    and not exists (select from search_slice s where s.from_at = date_trunc('month', m.at, 'UTC'))
  order by month
  on conflict do nothing;
  insert into search_document (message_id, ticket_id, slice, slice_at, at, words)
  select m.id, m.ticket_id, s.no, s.from_at, m.at,
    replace(given.words || format(' ''~%s'':1 ''~#%1$s'':1', t.number), '~', search_slice_prefix(s.no))::tsvector
  from unnest(ids, vectors) as given(id, words)
  join message m on m.id = given.id
  join ticket t on t.id = m.ticket_id
  cross join lateral (select no, from_at from search_slice where from_at <= m.at order by from_at desc limit 1) s
  on conflict (message_id) do update
    set ticket_id = excluded.ticket_id, slice = excluded.slice, slice_at = excluded.slice_at, at = excluded.at, words = excluded.words;
  select s.no, count(*)::int as messages into newest
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

-- The tickets that answer, newest matching message first, each once, from after the given place on. A ticket answers when one of its
-- messages has all that is wanted, and none of its messages anything that is unwanted.
create function search_tickets(
  wanted text, unwanted text, since timestamptz, before timestamptz,
  statuses text[], assignees uuid[], or_nobody boolean, is_unread boolean, but_not uuid,
  after_slice timestamptz, after_at timestamptz, after_id uuid, enough int
)
returns table (ticket_id uuid, message_id uuid, slice_at timestamptz, at timestamptz)
language plpgsql stable security definer
set search_path = public, pg_temp set enable_seqscan = off set jit = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  org constant uuid := current_setting('app.org_id')::uuid;
  has_facets constant boolean := statuses is not null or assignees is not null or is_unread is not null or but_not is not null;
  few_max constant int := 3000;
  -- The tickets of these facets, where they are few.
  few uuid[];
  slice record;
  asked tsquery;
  batch record;
  batch_max int;
  below_at timestamptz;
  below_id uuid;
  is_first boolean := after_slice is null;
  found_count int := 0;
  hit record;
begin
  if statuses is not null or assignees is not null then
    execute format('select coalesce(array_agg(id), ''{}'') from (select id from ticket t where true %s %s %s limit %s) t',
      case when statuses is not null then 'and t.status = any ($1)' end,
      case when assignees is not null then
        case when not or_nobody then 'and t.assignee_user_id = any ($2)'
        when assignees = '{}' then 'and t.assignee_user_id is null'
        else 'and (t.assignee_user_id = any ($2) or t.assignee_user_id is null)' end end,
      case when is_unread is not null then 'and t.unread = $3' end,
      few_max + 1) into few using statuses, assignees, is_unread;
    if cardinality(few) > few_max then few := null; end if;
  end if;

  -- So few that all their messages are sooner looked at than the slices.
  if cardinality(few) <= 500 then
    return query
      select newest.ticket_id, newest.message_id, newest.slice_at, newest.at
      from (
        select distinct on (d.ticket_id) d.ticket_id, d.message_id, d.slice_at, d.at
        from search_document d
        where d.ticket_id = any (few) and d.ticket_id is distinct from but_not
          and (since is null or d.at >= since) and (before is null or d.at < before)
          and d.words @@ replace(wanted, '~', search_slice_prefix(d.slice))::tsquery
        order by d.ticket_id, d.slice_at desc, d.at desc, d.message_id desc
      ) newest
      where (after_slice is null or (newest.slice_at, newest.at, newest.message_id) < (after_slice, after_at, after_id))
        and (unwanted is null or (
          select true from search_document d where d.ticket_id = newest.ticket_id
            and d.words @@ replace(unwanted, '~', search_slice_prefix(d.slice))::tsquery limit 1) is null)
      order by newest.slice_at desc, newest.at desc, newest.message_id desc limit enough;
    return;
  end if;

  for slice in
    select s.no, s.from_at, lead(s.from_at) over (order by s.from_at) as until_at
    from search_slice s where s.org_id = org order by s.from_at desc
  loop
    continue when slice.from_at > after_slice or slice.from_at >= before;
    -- A writer who did not know of the next slice yet may have put a message or two beyond this one's end.
    exit when slice.until_at + interval '1 hour' < since;
    asked := replace(case when unwanted is null then wanted else format('(%s) & !(%s)', wanted, unwanted) end,
      '~', search_slice_prefix(slice.no))::tsquery;
    below_at := case when slice.from_at = after_slice then after_at end;
    below_id := case when slice.from_at = after_slice then after_id end;
    batch_max := case when has_facets then enough * 40 else enough * 4 end;
    loop
      if few is null then
        select array_agg(d.ticket_id) as tickets, array_agg(d.message_id) as messages, array_agg(d.at) as ats, count(*)::int as size
        into batch
        from (
          select d.ticket_id, d.message_id, d.at from search_document d
          where d.words @@ asked and d.org_id = org
            and (below_at is null or (d.at, d.message_id) < (below_at, below_id))
            and (since is null or d.at >= since) and (before is null or d.at < before)
          order by d.at desc, d.message_id desc limit batch_max
        ) d;
      else
        -- Materialized, so that the words are looked up in their index and not ticket by ticket.
        with said as materialized (
          select d.ticket_id, d.message_id, d.at from search_document d
          where d.words @@ asked and d.org_id = org
            and (below_at is null or (d.at, d.message_id) < (below_at, below_id))
            and (since is null or d.at >= since) and (before is null or d.at < before)
        )
        select array_agg(d.ticket_id) as tickets, array_agg(d.message_id) as messages, array_agg(d.at) as ats, count(*)::int as size
        into batch
        from (
          select said.* from said join unnest(few) as one(id) on one.id = said.ticket_id
          order by said.at desc, said.message_id desc limit batch_max
        ) d;
      end if;
      exit when batch.size = 0;
      for hit in
        select newest.ticket_id, newest.message_id, newest.at
        from (
          select distinct on (c.ticket_id) c.ticket_id, c.message_id, c.at
          from unnest(batch.tickets, batch.messages, batch.ats) as c(ticket_id, message_id, at)
          order by c.ticket_id, c.at desc, c.message_id desc
        ) newest
        -- Scalar, because PostgreSQL may answer "exists" by reading the whole table into a hash.
        where (not has_facets or (
            select true from ticket t where t.id = newest.ticket_id
              and (statuses is null or t.status = any (statuses))
              and (assignees is null or t.assignee_user_id = any (assignees) or or_nobody and t.assignee_user_id is null)
              and (is_unread is null or t.unread = is_unread) and (but_not is null or t.id <> but_not)))
          -- Its newest match stands on an earlier page, slice or batch.
          and (is_first or (
            select true from search_document d where d.ticket_id = newest.ticket_id
              and (d.slice_at, d.at, d.message_id) > (slice.from_at, newest.at, newest.message_id)
              and (since is null or d.at >= since) and (before is null or d.at < before)
              and d.words @@ replace(wanted, '~', search_slice_prefix(d.slice))::tsquery limit 1) is null)
          and (unwanted is null or (
            select true from search_document d where d.ticket_id = newest.ticket_id
              and d.words @@ replace(unwanted, '~', search_slice_prefix(d.slice))::tsquery limit 1) is null)
        order by newest.at desc, newest.message_id desc
      loop
        ticket_id := hit.ticket_id; message_id := hit.message_id; slice_at := slice.from_at; at := hit.at;
        return next;
        found_count := found_count + 1;
        if found_count = enough then return; end if;
      end loop;
      is_first := false;
      exit when batch.size < batch_max;
      below_at := batch.ats[batch.size];
      below_id := batch.messages[batch.size];
      batch_max := least(batch_max * 4, 20000);
    end loop;
  end loop;
end $$;

-- Organisations whose messages are not all indexed by these rules.
create function orgs_to_index(rules int) returns table (org_id uuid)
language sql stable security definer set search_path = public, pg_temp as
$$ select org_id from search_progress where version <> rules or next_before is not null $$;
create policy owner_reads on search_progress for select to docket_owner using (true);

-- A message that moves to another ticket is found on it.
create function search_document_follows() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.ticket_id is null then delete from search_document where message_id = new.id;
  else update search_document set ticket_id = new.ticket_id where message_id = new.id;
  end if;
  return null;
end $$;
create trigger search_document_follows after update of ticket_id on message
for each row when (old.ticket_id is distinct from new.ticket_id) execute function search_document_follows();

revoke all on function index_messages, search_tickets, orgs_to_index, search_document_follows from public;
grant execute on function index_messages, search_tickets, orgs_to_index to docket_app;
grant select, insert, update on search_progress to docket_app;
