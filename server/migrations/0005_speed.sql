-- Lists are sorted by last activity under every filter, so each filter has an index that ends in that order. A list of several statuses
-- merges one walk each. `assignee is null` cannot be an equality in an index walk, hence the two partial indexes.
drop index ticket_assignee_active;
create index ticket_assignee_active on ticket (org_id, assignee_user_id, status, active_at desc, id desc)
  where assignee_user_id is not null;
create index ticket_unread_active on ticket (org_id, status, active_at desc, id desc) where unread;
create index ticket_unassigned_active on ticket (org_id, status, active_at desc, id desc) where assignee_user_id is null;

-- How many tickets stand where, as amounts to be summed. Counting a million tickets takes 100 ms, and one counter row each would make
-- all writers of an organisation wait for one another: so every change adds a row, in its own commit, and a sweep folds them together.
create table ticket_count (
  org_id uuid not null default current_setting('app.org_id')::uuid,
  status text not null,
  assignee_user_id uuid,
  amount bigint not null
);
create index ticket_count_org on ticket_count (org_id);

alter table ticket no force row level security;
insert into ticket_count (org_id, status, assignee_user_id, amount)
  select org_id, status, assignee_user_id, count(*) from ticket group by 1, 2, 3;
alter table ticket force row level security;

-- Triggers, because no writer of tickets may forget it; by statement, because mail opens tickets forty at a time.
create function count_opened_tickets() returns trigger language plpgsql as $$
begin
  insert into ticket_count (org_id, status, assignee_user_id, amount)
    select org_id, status, assignee_user_id, count(*) from opened group by 1, 2, 3;
  return null;
end $$;
create trigger ticket_opened_counted after insert on ticket referencing new table as opened
  for each statement execute function count_opened_tickets();

create function count_removed_tickets() returns trigger language plpgsql as $$
begin
  insert into ticket_count (org_id, status, assignee_user_id, amount)
    select org_id, status, assignee_user_id, -count(*) from removed group by 1, 2, 3;
  return null;
end $$;
create trigger ticket_removed_counted after delete on ticket referencing old table as removed
  for each statement execute function count_removed_tickets();

-- By row: most updates change neither, and then no function is called.
create function count_moved_ticket() returns trigger language plpgsql as $$
begin
  insert into ticket_count (org_id, status, assignee_user_id, amount)
    values (old.org_id, old.status, old.assignee_user_id, -1), (new.org_id, new.status, new.assignee_user_id, 1);
  return null;
end $$;
create trigger ticket_moved_counted after update on ticket for each row
  when (old.status is distinct from new.status or old.assignee_user_id is distinct from new.assignee_user_id)
  execute function count_moved_ticket();

alter table ticket_count enable row level security;
alter table ticket_count force row level security;
create policy org on ticket_count
  using (org_id = current_setting('app.org_id')::uuid) with check (org_id = current_setting('app.org_id')::uuid);
create policy owner_reads on ticket_count for select to docket_owner using (true);
grant select, insert, delete on ticket_count to docket_app;

-- Organisations whose amounts have grown long enough to be worth folding.
create function orgs_with_loose_counts()
returns table (org_id uuid)
language sql stable security definer set search_path = public as $$
  select c.org_id from ticket_count c group by c.org_id
  having count(*) > 200 + 2 * count(distinct (c.status, c.assignee_user_id))
$$;
revoke all on function orgs_with_loose_counts from public;
grant execute on function orgs_with_loose_counts to docket_app;
