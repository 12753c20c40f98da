-- A ticket that was merged into another keeps its number and its row, as they were; it stands in no list and in no count, and whatever
-- leads to it leads on.
alter table ticket add column merged_into uuid references ticket on delete cascade check (merged_into <> id);
create index ticket_merged on ticket (org_id, merged_into) where merged_into is not null;

-- Messages that went from one ticket to another, by a merge or a split, so that exactly these can go back.
create table ticket_move (
  id uuid primary key,
  seq bigint generated always as identity,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  kind text not null check (kind in ('merge', 'split')),
  from_id uuid not null references ticket on delete cascade,
  into_id uuid not null references ticket on delete cascade,
  reason text not null,
  by_user_id uuid references app_user,
  at timestamptz not null,
  -- Addresses that take part in the other ticket because of this.
  joined text[] not null default '{}',
  -- Status and read mark of the other ticket before and after.
  was jsonb not null default '{}',
  became jsonb not null default '{}',
  undone_at timestamptz
);
create index ticket_move_from on ticket_move (org_id, from_id);
create index ticket_move_into on ticket_move (org_id, into_id);

create table ticket_moved (
  org_id uuid not null default current_setting('app.org_id')::uuid,
  move_id uuid not null references ticket_move on delete cascade,
  message_id uuid not null references message on delete cascade,
  was_held boolean not null,
  primary key (move_id, message_id)
);
create index ticket_moved_message on ticket_moved (message_id);

-- Tickets that have to do with each other, and why; once for the two, whichever was linked to which.
create table ticket_link (
  org_id uuid not null default current_setting('app.org_id')::uuid,
  ticket_id uuid not null references ticket on delete cascade,
  linked_id uuid not null references ticket on delete cascade,
  reason text not null,
  by_user_id uuid references app_user,
  at timestamptz not null,
  primary key (ticket_id, linked_id),
  check (ticket_id <> linked_id)
);
create unique index ticket_link_pair on ticket_link (org_id, least(ticket_id, linked_id), greatest(ticket_id, linked_id));
create index ticket_link_linked on ticket_link (linked_id);

do $$
declare t text;
begin
  for t in select unnest(array['ticket_move', 'ticket_moved', 'ticket_link']) loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy org on %I using (org_id = current_setting(''app.org_id'')::uuid) with check (org_id = current_setting(''app.org_id'')::uuid)', t);
    execute format('grant select, insert, update, delete on %I to docket_app', t);
  end loop;
end $$;
grant usage, select on all sequences in schema public to docket_app;

-- A mail that answers a message is for the ticket the message stands on now. A trigger, because the keys belong to mail, which tickets
-- know nothing of; and here rather than in a job, because a mail that comes in between would go astray.
create index thread_key_message on thread_key (message_id);
create function thread_key_follows() returns trigger language plpgsql as $$
begin
  update thread_key set ticket_id = new.ticket_id where message_id = new.id;
  return null;
end $$;
create trigger thread_key_follows after update of ticket_id on message
for each row when (old.ticket_id is distinct from new.ticket_id and new.ticket_id is not null) execute function thread_key_follows();

-- What is merged away is not counted.
create or replace function count_opened_tickets() returns trigger language plpgsql as $$
begin
  insert into ticket_count (org_id, status, assignee_user_id, amount)
    select org_id, status, assignee_user_id, count(*) from opened where merged_into is null group by 1, 2, 3;
  return null;
end $$;
create or replace function count_removed_tickets() returns trigger language plpgsql as $$
begin
  insert into ticket_count (org_id, status, assignee_user_id, amount)
    select org_id, status, assignee_user_id, -count(*) from removed where merged_into is null group by 1, 2, 3;
  return null;
end $$;
create or replace function count_moved_ticket() returns trigger language plpgsql as $$
begin
  insert into ticket_count (org_id, status, assignee_user_id, amount)
    select old.org_id, old.status, old.assignee_user_id, -1 where old.merged_into is null
    union all
    select new.org_id, new.status, new.assignee_user_id, 1 where new.merged_into is null;
  return null;
end $$;
drop trigger ticket_moved_counted on ticket;
create trigger ticket_moved_counted after update on ticket for each row
  when (old.status is distinct from new.status or old.assignee_user_id is distinct from new.assignee_user_id
    or old.merged_into is distinct from new.merged_into)
  execute function count_moved_ticket();
